import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import { ByteWindow } from './byte-window.ts'
import { parseFileName, type CorpusSource } from './corpus-source.ts'
import { fileFailure } from './file-failure.ts'
import { jsonLayout } from './json-layout.ts'
import { readTextBytes } from './source-bytes.ts'
import { listTextFiles } from './text-files.ts'

/**
 * The corpora directly in a project folder, by name. A `.json` file counts when it holds objects, as a list or one a line;
 * a subfolder when .txt or .md files stand directly in it.
 * @throws Failure where the folder is missing, may not be read, or is a file
 */
export async function discoverCorpora(folder: string): Promise<readonly CorpusSource[]> {
  const root = resolve(folder)
  const status = await stat(root).catch((error) => Promise.reject(fileFailure(error, root)))
  if (!status.isDirectory()) {
    throw new Failure(
      'bad-input',
      `${basename(root)} is a file, not a project folder.`,
      'Give the folder it is in; its corpora are found there.',
    )
  }
  const names = await readdir(root).catch((error) => Promise.reject(fileFailure(error, root)))
  const found: CorpusSource[] = []
  for (const name of names.filter((each) => !/^[.~]/.test(each)).sort()) {
    const source = await sourceAt(join(root, name)).catch(() => null)
    if (source !== null && (source.kind !== 'json' || (await holdsObjects(source.path)))) found.push(source)
  }
  return withUniqueNames(found).toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * A file or folder the user gives by hand, as a corpus.
 * @throws Failure where it is missing, or nothing that Etalon reads
 */
export async function describeSource(path: string): Promise<CorpusSource> {
  const absolute = resolve(path)
  let source: CorpusSource | null
  try {
    source = await sourceAt(absolute)
  } catch (error) {
    throw fileFailure(error, absolute)
  }
  if (source !== null) return source
  const hint = 'Give a .jsonl, .json, .csv, .tsv or .parquet file (each also .gz), or a folder with .txt or .md files in it.'
  throw new Failure('unsupported', `${basename(absolute)} is nothing Etalon reads as a corpus.`, hint)
}

/** Changes when the source changes: from sizes and modification times only, those of every file of a text folder. 32 hexadecimal digits. */
export async function sourceFingerprint(source: CorpusSource): Promise<string> {
  const hash = createHash('sha256')
  const files =
    source.kind === 'text-folder'
      ? await listTextFiles(source.path)
      : [await describeSource(source.path)].map(({ bytes, modified }) => ({ name: '', bytes, modified }))
  for (const { name, bytes, modified } of files) hash.update(`${name}\0${bytes}\0${modified}\n`)
  return hash.digest('hex').slice(0, 32)
}

/** Null for what is no corpus by its name and nature. */
async function sourceAt(path: string): Promise<CorpusSource | null> {
  const status = await stat(path)
  if (status.isDirectory()) return folderSource(path)
  const parsed = parseFileName(basename(path))
  return parsed !== null && status.isFile() ? { ...parsed, path, bytes: status.size, modified: status.mtimeMs } : null
}

async function folderSource(path: string): Promise<CorpusSource | null> {
  const files = await listTextFiles(path)
  if (files.length === 0) return null
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const modified = files.reduce((newest, file) => Math.max(newest, file.modified), 0)
  return { name: basename(path).normalize('NFC'), path, kind: 'text-folder', gzip: false, bytes, modified }
}

/** Whether a .json file holds rows rather than one value, such as settings; false where it cannot be read. */
async function holdsObjects(path: string): Promise<boolean> {
  const window = new ByteWindow(readTextBytes(path, 'json').chunks)
  try {
    await window.fill(1)
    const layout = jsonLayout(window.bytes)
    return layout === 'list-of-objects' || layout === 'lines'
  } catch {
    return false
  } finally {
    await window.close()
  }
}

/** Names that two sources share become their whole file names, until all differ. */
function withUniqueNames(sources: readonly CorpusSource[]): CorpusSource[] {
  let named = [...sources]
  for (;;) {
    const counts = new Map<string, number>()
    for (const { name } of named) counts.set(name, (counts.get(name) ?? 0) + 1)
    const isShared = ({ name, path }: CorpusSource) => (counts.get(name) ?? 0) > 1 && name !== basename(path).normalize('NFC')
    if (!named.some(isShared)) return named
    named = named.map((source) => (isShared(source) ? { ...source, name: basename(source.path).normalize('NFC') } : source))
  }
}
