import { constants } from 'node:fs'
import { copyFile, link, mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import { previewCorpus } from '../corpora/columns.ts'
import { type CorpusSource, parseFileName } from '../corpora/corpus-source.ts'
import { describeSource, discoverCorpora } from '../corpora/discover.ts'
import { listTextFiles } from '../corpora/text-files.ts'
import { isFileName, uploadAround } from '../corpora/upload-folder.ts'

/**
 * Copies files and folders of text files into the project folder, never over another; what was uploaded is moved there. Their paths there.
 *
 * @param as the name that the corpus of the one file is to have
 */
export async function bringIn(folder: string, files: readonly string[], as?: string): Promise<readonly string[]> {
  if (as !== undefined && files.length !== 1)
    throw new Failure('bad-input', 'A name can be given to one file only.', 'Import the files one by one, or leave out the name.')
  const paths: string[] = []
  for (const file of files) {
    const path = resolve(file)
    const target = join(folder, as === undefined ? basename(path) : await nameFor(folder, path, as))
    if (target !== path && !(await isMoved(folder, path, target))) await place(folder, await describeSource(path), target)
    paths.push(target)
  }
  return paths
}

/** An import that goes on finds what was uploaded in its place already. */
async function isMoved(folder: string, path: string, target: string): Promise<boolean> {
  const isThere = (place: string) =>
    stat(place).then(
      () => true,
      () => false,
    )
  return uploadAround(folder, path) !== null && !(await isThere(path)) && isThere(target)
}

/** The file name of a corpus of that name. Throws Failure 'bad-input' for what is no name, 'conflict' where another corpus has it. */
async function nameFor(folder: string, path: string, as: string): Promise<string> {
  const file = basename(path)
  const isFolder = parseFileName(file) === null
  const name = isFolder ? as : `${as}${/\.[a-z]+(\.gz)?$/i.exec(file)?.[0] ?? ''}`
  if (!isFileName(name) || (!isFolder && parseFileName(name)?.name !== as.normalize('NFC')))
    throw new Failure(
      'bad-input',
      `"${as}" cannot be the name of a corpus.`,
      'It becomes the name of the file: without slashes, control characters and < > : " | ? *, and with no dot at its beginning or end.',
    )
  const taken = (await discoverCorpora(folder)).find((each) => each.name === as.normalize('NFC'))
  if (taken !== undefined && taken.path !== join(folder, name)) throw isTaken(as, basename(taken.path))
  return name
}

async function place(folder: string, source: CorpusSource, target: string): Promise<void> {
  // What holds no corpus is refused before it is copied.
  await previewCorpus(source)
  const upload = uploadAround(folder, source.path)
  if ((await stat(target).catch(() => null)) !== null) {
    const there = await describeSource(target).catch(() => null)
    // Such as a copy that an import which goes on made before.
    if (upload === null && there?.bytes === source.bytes && source.modified <= there.modified) return
    throw isTaken(basename(target), basename(target))
  }
  if (upload !== null) await move(source, target, upload)
  else if (source.kind === 'text-folder') await copyTextFiles(source.path, target)
  else await copyWhole(source.path, target)
}

function isTaken(wanted: string, file: string): Failure {
  return new Failure(
    'conflict',
    `The project has ${file} already, so ${wanted} cannot be added.`,
    'Give the corpus another name, or remove the old file, and import again.',
  )
}

/** A link fails where something has the name by now; not every file system has links. */
async function move({ path, kind }: CorpusSource, target: string, upload: string): Promise<void> {
  if (kind === 'text-folder') await rename(path, target)
  else await link(path, target).catch(() => copyWhole(path, target))
  await rm(upload, { recursive: true, force: true })
}

async function copyTextFiles(from: string, target: string): Promise<void> {
  await mkdir(target)
  try {
    for (const { name, path } of await listTextFiles(from)) await copyWhole(path, join(target, name))
  } catch (error) {
    await rm(target, { recursive: true, force: true })
    throw error
  }
}

async function copyWhole(from: string, target: string): Promise<void> {
  try {
    await copyFile(from, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw isTaken(basename(target), basename(target))
    await rm(target, { force: true })
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error
    throw new Failure('disk-full', `There is no room for ${basename(from)}.`, 'Free some space and import it again.', {
      cause: error,
    })
  }
}
