import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import type { ColumnMapping } from '../../../src/main/engine/corpora/column-mapping.ts'
import { previewCorpus, type ColumnChoice, type CorpusPreview } from '../../../src/main/engine/corpora/columns.ts'
import { describeSource } from '../../../src/main/engine/corpora/discover.ts'
import { readDocuments, type ImportedDocument } from '../../../src/main/engine/corpora/documents.ts'
import type { RawRow, RowProblem } from '../../../src/main/engine/corpora/raw-row.ts'
import { readRawRows } from '../../../src/main/engine/corpora/raw-rows.ts'

/** A folder for one test file, removed when its tests are done. */
export const folder = mkdtempSync(join(tmpdir(), 'etalon-corpora-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let written = 0

/** Writes a file in a subfolder of its own and gives its path. */
export async function writeCorpus(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, String(++written), name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
  return path
}

export type ReadRows = { readonly rows: readonly RawRow[]; readonly problems: readonly RowProblem[] }

export async function readRows(path: string): Promise<ReadRows> {
  const rows: RawRow[] = []
  const problems: RowProblem[] = []
  for await (const { items } of readRawRows(await describeSource(path))) {
    for (const each of items) {
      if ('row' in each) rows.push(each.row)
      else problems.push(each.problem)
    }
  }
  return { rows, problems }
}

/** Fields as ordinary objects, for comparing. */
export async function readFields(path: string): Promise<Record<string, unknown>[]> {
  return (await readRows(path)).rows.map(({ fields }) => ({ ...fields }))
}

export type ReadCorpus = {
  readonly preview: CorpusPreview
  readonly documents: readonly ImportedDocument[]
  readonly notices: readonly RowProblem[]
  readonly problems: readonly RowProblem[]
}

/** What importing a file gives, with the columns found or chosen. */
export async function importCorpus(path: string, choice: ColumnChoice = {}, mapping?: ColumnMapping): Promise<ReadCorpus> {
  const source = await describeSource(path)
  const preview = await previewCorpus(source, choice)
  const documents: ImportedDocument[] = []
  const notices: RowProblem[] = []
  const problems: RowProblem[] = []
  for await (const { items } of readDocuments(source, mapping ?? preview.mapping)) {
    for (const each of items) {
      if ('document' in each) {
        documents.push(each.document)
        notices.push(...each.notices)
      } else problems.push(each.problem)
    }
  }
  return { preview, documents, notices, problems }
}
