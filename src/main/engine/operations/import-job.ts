import { isAbsolute, relative, sep } from 'node:path'
import type { z } from 'zod'
import type { ImportedCorpus, importInput, Mapping } from '../../../contract/corpora.ts'
import { Failure } from '../../../contract/failure.ts'
import type { ColumnMapping } from '../corpora/column-mapping.ts'
import { previewCorpus } from '../corpora/columns.ts'
import type { CorpusSource } from '../corpora/corpus-source.ts'
import { discoverCorpora, sourceFingerprint } from '../corpora/discover.ts'
import { type ImportItem, readDocuments } from '../corpora/documents.ts'
import type { JobControl } from '../jobs/job-queue.ts'
import { corpusByName, importByName, type StoredCorpus } from '../store/corpora.ts'
import { housekeepingStep } from '../store/housekeeping.ts'
import { importProblems } from '../store/import-problems.ts'
import { beginImport, commitDocuments, discardImport, finishImport, type ImportBatch } from '../store/imports.ts'
import { bringIn } from './bring-in.ts'
import { columnChoice } from './column-choice.ts'
import type { ProjectWriting } from './project-writing.ts'

type ImportRequest = z.output<typeof importInput>

/** Problems given with the answer; `corpora.problems` pages through all. */
const shownProblems = 100

/**
 * Imports what was asked for: the named corpora of the folder, files from elsewhere (copied in first), or all that is new, changed or
 * was broken off. Every batch is committed, so a killed import goes on after its last row.
 */
export async function runImport(
  project: ProjectWriting,
  request: ImportRequest,
  control: JobControl,
): Promise<readonly ImportedCorpus[]> {
  const { files = [] } = request
  const copied = await bringIn(project.folder, files, request.as)
  if (copied.length > 0) project.changed('corpora')
  const sources = await discoverCorpora(project.folder)
  const asked = await chosenSources(project, sources, {
    ...request,
    names: request.names ?? (copied.length > 0 ? namesAt(sources, copied) : undefined),
  })
  const imported: ImportedCorpus[] = []
  for (const source of asked) {
    imported.push(await importSource(project, source, request.mapping ?? {}, control))
    project.changed('corpora', 'encodings')
  }
  while (!control.signal.aborted && housekeepingStep(project.db)) await breathe()
  return imported
}

/** Where a source lies, as the store keeps it. */
export function storedSource(folder: string, path: string): string {
  const inside = relative(folder, path)
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside.split(sep).join('/')
}

function namesAt(sources: readonly CorpusSource[], paths: readonly string[]): readonly string[] {
  return sources.filter(({ path }) => paths.includes(path)).map(({ name }) => name)
}

async function chosenSources(
  project: ProjectWriting,
  sources: readonly CorpusSource[],
  request: Omit<ImportRequest, 'names'> & { names: readonly string[] | undefined },
): Promise<readonly CorpusSource[]> {
  if (sources.length === 0) {
    throw new Failure(
      'bad-input',
      `${project.folder} holds no corpus.`,
      'Put JSONL, CSV, TSV or Parquet files (each also .gz), or a subfolder of .txt or .md files, directly into it.',
    )
  }
  const { names } = request
  const asked = names === undefined ? sources : names.map((name) => sourceNamed(sources, name))
  // Other columns than before are a reason to import again; without one, what was read of an unchanged file is not thrown away.
  if (request.again === true || (names !== undefined && Object.keys(request.mapping ?? {}).length > 0)) return asked
  const due: CorpusSource[] = []
  for (const source of asked) if (await isDue(project, source)) due.push(source)
  return due
}

function sourceNamed(sources: readonly CorpusSource[], name: string): CorpusSource {
  const found = sources.find((source) => source.name === name)
  if (found !== undefined) return found
  throw new Failure(
    'not-found',
    `The project has no corpus "${name}".`,
    `There are: ${sources.map((source) => source.name).join(', ')}.`,
  )
}

async function isDue(project: ProjectWriting, source: CorpusSource): Promise<boolean> {
  if (importByName(project.db, source.name) !== null) return true
  const ready = corpusByName(project.db, source.name)
  return ready === null || ready.fingerprint !== (await sourceFingerprint(source))
}

async function importSource(
  project: ProjectWriting,
  source: CorpusSource,
  asked: Mapping,
  control: JobControl,
): Promise<ImportedCorpus> {
  const { db } = project
  const mapping = await mappingOf(project, source, asked)
  const begun = beginImport(db, {
    name: source.name,
    kind: source.kind,
    source: storedSource(project.folder, source.path),
    gzip: source.gzip,
    fingerprint: await sourceFingerprint(source),
    mapping: { ...mapping, asked },
    channels: mapping.channels.map(({ name, field, role }) => ({ name, field, role: role ?? null })),
  })
  let documents = begun.documents
  try {
    for await (const { items, bytesRead } of readDocuments(source, mapping, control.signal)) {
      const fresh = items.filter((item) => rowOf(item) > begun.rowsRead)
      const last = fresh.at(-1)
      if (last !== undefined) documents = commitDocuments(db, begun.corpus, toBatch(fresh, mapping), rowOf(last))
      const doing = `Importing ${source.name}`
      control.progress({ doing, done: documents, total: null, unit: 'documents', weight: { done: bytesRead, total: source.bytes } })
      await breathe()
    }
  } catch (error) {
    if (documents === 0) discardImport(db, begun.corpus)
    throw error
  }
  if (control.signal.aborted)
    throw new Failure('cancelled', `The import of ${source.name} was cancelled.`, 'Import it again: it goes on after the last row.')
  const imported = toImported(project, finishImport(db, begun.corpus))
  const { skippedCount: skipped } = imported
  control.note(`${source.name}: ${imported.documents} documents`)
  if (skipped > 0) control.note(`${source.name}: ${skipped} ${skipped === 1 ? 'row was' : 'rows were'} skipped or mended`, true)
  return imported
}

/** What was chosen before stays chosen when a changed source is imported again. */
async function mappingOf(project: ProjectWriting, source: CorpusSource, asked: Mapping): Promise<ColumnMapping> {
  const before = (corpusByName(project.db, source.name)?.mapping ?? {}) as { asked?: Mapping }
  const chosen = Object.keys(asked).length > 0 ? asked : (before.asked ?? {})
  return (await previewCorpus(source, columnChoice(chosen))).mapping
}

function rowOf(item: ImportItem): number {
  return 'document' in item ? item.document.row : item.problem.row
}

function toBatch(items: readonly ImportItem[], { channels }: ColumnMapping): ImportBatch {
  const documents = items.flatMap((item) => ('document' in item ? [item.document] : []))
  return {
    documents: documents.map(({ texts, ...document }) => ({ ...document, texts: channels.map(({ name }) => texts[name] ?? '') })),
    problems: items.flatMap((item) =>
      'problem' in item ? [item.problem] : item.notices.map((notice) => ({ ...notice, kept: true })),
    ),
  }
}

function toImported(project: ProjectWriting, corpus: StoredCorpus): ImportedCorpus {
  const { total, problems } = importProblems(project.db, corpus.corpus, { offset: 0, limit: shownProblems })
  return {
    name: corpus.name,
    documents: corpus.documents,
    skipped: problems,
    skippedCount: total,
    channels: corpus.channels.map((channel) => channel.name),
  }
}

/** Lets other requests to this thread in. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
