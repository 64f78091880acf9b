import { cp, mkdir, readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { Failure } from '../../contract/failure.ts'
import type { FolderListing } from '../../contract/project.ts'

const corpusEndings = /\.(jsonl|ndjson|json|csv|tsv|parquet)(\.gz)?$/i

/** The absolute folder, when it is one that can be read. */
export async function checkedFolder(given: string): Promise<string> {
  const folder = resolve(given)
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES')
      throw new Failure('no-permission', `${folder} may not be read.`, 'Ask for rights to the folder, or choose another.', {
        cause: error,
      })
    throw new Failure(
      'not-found',
      `There is no folder ${folder}.`,
      'Check the path; a project is a folder that holds your corpora.',
      { cause: error },
    )
  })
  if (!found.isDirectory())
    throw new Failure(
      'bad-input',
      `${folder} is a file, not a folder.`,
      `A project is a folder that holds corpora: open ${dirname(folder)} instead.`,
    )
  await readdir(folder).catch((error: unknown) => {
    throw new Failure(
      'no-permission',
      `The folder ${folder} may not be listed.`,
      'Ask for rights to the folder, or choose another.',
      { cause: error },
    )
  })
  return folder
}

/** The demo project in the user's own folder; copied there the first time. */
export async function demoFolder(resources: string, home: string): Promise<string> {
  const folder = join(home, 'demo')
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new Failure(
      'no-permission',
      `The folder ${folder} could not be made.`,
      'Name a folder you may write to in ETALON_HOME.',
      { cause: error },
    )
  })
  await cp(join(resources, 'demo'), folder, { recursive: true, force: false, errorOnExist: false })
  return folder
}

/** Folders below a path, to choose from where there is no dialog, with `files` also the files there. Hidden ones are left out. */
export async function listFolders(path: string | undefined, files = false): Promise<FolderListing> {
  const folder = await checkedFolder(path ?? homedir())
  const entries = await readdir(folder, { withFileTypes: true })
  const shown = entries.filter((entry) => !entry.name.startsWith('.'))
  const names = shown.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const beside = files ? shown.filter((entry) => entry.isFile()).map((entry) => entry.name) : []
  const folders = await Promise.all(
    names
      .sort()
      .slice(0, 1000)
      .map((name) => describe(join(folder, name))),
  )
  return {
    path: folder,
    parent: dirname(folder) === folder ? null : dirname(folder),
    folders,
    files: await Promise.all(
      beside
        .sort()
        .slice(0, 1000)
        .map(async (name) => ({
          name,
          path: join(folder, name),
          bytes: (await stat(join(folder, name)).catch(() => null))?.size ?? 0,
        })),
    ),
  }
}

async function describe(path: string): Promise<FolderListing['folders'][number]> {
  const inside: readonly string[] = await readdir(path).catch(() => [])
  return {
    name: basename(path),
    path,
    project: inside.includes('.etalon'),
    corpora: inside.filter((name) => corpusEndings.test(name)).length,
  }
}
