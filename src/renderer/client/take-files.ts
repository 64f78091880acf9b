import { addFiles, addPaths, type FileGroup } from './incoming.ts'
import { notify } from './notices.ts'

const corpusFile = /^[^.~].*\.(jsonl|ndjson|json|csv|tsv|parquet)(\.gz)?$/i
const textFile = /^[^.~].*\.(txt|md)$/i
/** What a file dialog offers. */
export const acceptedFiles = '.jsonl,.ndjson,.json,.csv,.tsv,.parquet,.gz,.txt,.md'

/** What the desktop's preload script offers: the path of a file or folder that was dropped. No page learns that in a browser. */
const pathOf = (globalThis as { readonly etalon?: { pathOf(file: File): string } }).etalon?.pathOf

/** What was dropped: each file or folder becomes a corpus to look at, loose text files together one. */
export async function takeDropped(dropped: DataTransfer): Promise<void> {
  // Entries are only at hand while the event is.
  const items = [...dropped.items].filter(({ kind }) => kind === 'file')
  const things = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  const folders = things.flatMap(({ entry, file }) => (entry?.isDirectory === true ? [{ entry, file }] : []))
  const files = things.flatMap(({ entry, file }) => (entry?.isDirectory === true || file === null ? [] : [file]))
  if (pathOf !== undefined) addPaths(folders.flatMap(({ file }) => (file === null ? [] : [pathOf(file)])))
  const inFolders = pathOf === undefined ? await Promise.all(folders.map(({ entry }) => groupsIn(entry))) : []
  await takeGroups(files, inFolders.flat())
}

/** Files that were chosen in the browser's or the system's own dialog. */
export async function takeChosen(files: readonly File[]): Promise<void> {
  await takeGroups(files, [])
}

async function takeGroups(files: readonly File[], groups: readonly FileGroup[]): Promise<void> {
  const tables = files.filter(({ name }) => corpusFile.test(name))
  const texts = files.filter(({ name }) => textFile.test(name))
  const others = files.filter(({ name }) => !corpusFile.test(name) && !textFile.test(name))
  if (others.length > 0)
    notify({
      tone: 'error',
      text:
        others.length === 1 ? `${others[0]?.name} is nothing Etalon reads.` : `${others.length} files are nothing Etalon reads.`,
      hint: 'It reads JSONL, JSON, CSV, TSV and Parquet files, each also as .gz, and .txt and .md files.',
    })
  if (pathOf !== undefined) addPaths(tables.map(pathOf))
  const loose = texts.length === 0 ? [] : [{ name: 'texts', folder: 'texts', files: texts }]
  const sent = pathOf === undefined ? tables.map((file) => ({ name: file.name, files: [file] })) : []
  await addFiles([...sent, ...loose, ...groups])
}

/** Of a folder: its text files together, and each table by itself. */
async function groupsIn(folder: FileSystemEntry): Promise<readonly FileGroup[]> {
  const files = await filesIn(folder as FileSystemDirectoryEntry)
  const texts = files.filter(({ name }) => textFile.test(name))
  const tables = files.filter(({ name }) => corpusFile.test(name))
  if (texts.length === 0 && tables.length === 0)
    notify({
      tone: 'error',
      text: `The folder ${folder.name} holds nothing that Etalon reads.`,
      hint: 'Drop a folder with .txt or .md files, or with JSONL, CSV, TSV or Parquet files, directly in it.',
    })
  return [
    ...(texts.length === 0 ? [] : [{ name: folder.name, folder: folder.name, files: texts }]),
    ...tables.map((file) => ({ name: file.name, files: [file] })),
  ]
}

async function filesIn(folder: FileSystemDirectoryEntry): Promise<readonly File[]> {
  const reader = folder.createReader()
  const entries: FileSystemEntry[] = []
  for (;;) {
    // At most 100 at a time, none when all were given.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) break
    entries.push(...some)
  }
  const files = entries.filter((entry): entry is FileSystemFileEntry => entry.isFile)
  return Promise.all(files.map((entry) => new Promise<File>((resolve, reject) => entry.file(resolve, reject))))
}
