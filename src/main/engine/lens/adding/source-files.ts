import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, posix } from 'node:path'
import { Failure } from '../../../../contract/failure.ts'
import { openTensorFile, tensorsIn } from '../../tensor-files/open-tensor-file.ts'
import type { TensorFile } from '../../tensor-files/tensor-location.ts'
import { findSnapshot } from '../hub/hub-cache.ts'
import type { HubFile } from '../hub/hub-file.ts'
import type { Hub } from '../hub/hub.ts'
import { listFiles } from '../hub/list-files.ts'
import { readBytes } from '../hub/read-file.ts'
import { remoteBytes } from '../hub/remote-bytes.ts'
import { repositoryDetails, type RepositoryDetails } from '../hub/repository-details.ts'
import { withLensFile } from '../lens-file.ts'
import { hubCache, type LensPlace } from '../lens-place.ts'
import { type LensSource, sourceName } from './source.ts'

/** A file of a source, by its path from the source's root with `/`. */
export type SourceFile = { readonly path: string; readonly size: number }

/** The files of a source, here or at the hub, and a look into them. */
export type SourceFiles = {
  /** As it was asked for. */
  readonly name: string
  /** What the reader or SAE in it is probably called. */
  readonly title: string
  /** The folder or file asked for, '' for all. */
  readonly named: string
  readonly files: readonly SourceFile[]
  /** The repository, where it is one. */
  readonly repository: RepositoryDetails | null
  /** Where a file of it is, or will be. */
  place(path: string): LensPlace
  /** A short file. */
  text(path: string): Promise<string>
  /** Names and shapes of the tensors in a file of weights. */
  tensors(path: string): Promise<TensorFile>
}

/** Longer settings are none. */
const largestText = 8 << 20
/** Entries of a folder that are looked at, and folders within folders: links may lead in circles. */
const mostEntries = 20_000
const deepest = 5

/** Where the hub may not be asked, a repository is what was downloaded of it, by us or by Hugging Face's own programs. */
export async function openSource(source: LensSource, hub: Hub, home: string, signal: AbortSignal): Promise<SourceFiles> {
  if (source.kind === 'local') return openLocal(source.path)
  return (hub.settings.offline ? await openDownloaded(source, hub, home) : null) ?? openRemote(source, hub, signal)
}

async function openDownloaded(source: LensSource & { kind: 'hub' }, hub: Hub, home: string): Promise<SourceFiles | null> {
  const { repository, revision, path } = source
  const ours = await findSnapshot(hubCache(home), repository, revision)
  const found = ours ?? (await findSnapshot(hub.settings.cache, repository, revision))
  if (found === null) return null
  const files: SourceFile[] = []
  await addFiles(files, found.folder, '', deepest)
  return {
    ...inFolder(found.folder, files),
    name: sourceName(source),
    title: repository.id.split('/').at(-1) ?? repository.id,
    named: path,
    ...(ours === null
      ? {}
      : { place: (each: string) => ({ repository: repository.id, commit: ours.commit, path: each === '.' ? '' : each }) }),
  }
}

/** Files below a folder of this machine. */
function inFolder(
  root: string,
  files: readonly SourceFile[],
): Pick<SourceFiles, 'files' | 'repository' | 'place' | 'text' | 'tensors'> {
  return {
    files,
    repository: null,
    place: (each) => ({ file: join(root, each) }),
    async text(each) {
      const size = files.find((file) => file.path === each)?.size ?? 0
      if (size > largestText) throw tooLong(join(root, each))
      return withLensFile(join(root, each), () => readFile(join(root, each), 'utf8'))
    },
    tensors: (each) => withLensFile(join(root, each), () => openTensorFile(join(root, each))),
  }
}

/** A root one above what is named: what goes with a graph may lie beside its folder. */
async function openLocal(path: string): Promise<SourceFiles> {
  const isFile = (await stat(path)).isFile()
  const folder = isFile ? dirname(path) : path
  const root = dirname(folder)
  const nearest = basename(folder)
  const files: SourceFile[] = []
  await addFiles(files, root, '', 0)
  await addFiles(files, root, nearest, isFile ? 0 : deepest)
  return {
    ...inFolder(root, files),
    name: path,
    title: isFile ? basename(path).replace(/\.\w+$/, '') : nearest,
    named: isFile ? posix.join(nearest, basename(path)) : nearest,
  }
}

/** Adds the files of a folder. The number of entries that may still be looked at, taken and given back. */
async function addFiles(files: SourceFile[], root: string, folder: string, depth: number, left = mostEntries): Promise<number> {
  const entries = await readdir(join(root, folder)).catch(() => [])
  for (const name of entries.toSorted((a, b) => (a < b ? -1 : 1))) {
    if (left-- <= 0) return left
    const path = posix.join(folder, name)
    // Links are followed: Hugging Face's own cache consists of them.
    const found = await stat(join(root, path)).catch(() => null)
    if (found?.isFile() === true) files.push({ path, size: found.size })
    else if (found?.isDirectory() === true && depth > 0 && !name.startsWith('.'))
      left = await addFiles(files, root, path, depth - 1, left)
  }
  return left
}

async function openRemote(source: LensSource & { kind: 'hub' }, hub: Hub, signal: AbortSignal): Promise<SourceFiles> {
  const at = await repositoryDetails(hub, source.repository, source.revision, signal)
  const found = new Map<string, HubFile>()
  for (const file of await remoteFiles(source.path, hub, at, signal)) found.set(file.path, file)
  const fileAt = (path: string) => {
    const file = found.get(path)
    if (file === undefined) throw new Error(`${path} was not listed`)
    return file
  }
  const id = at.repository.id
  return {
    name: sourceName(source),
    title: id.split('/').at(-1) ?? id,
    named: source.path,
    files: [...found.values()],
    repository: at,
    place: (path) => ({ repository: id, commit: at.commit, path: path === '.' ? '' : path }),
    async text(path) {
      const file = fileAt(path)
      if (file.size > largestText) throw tooLong(`${id}/${path}`)
      return (await readBytes(hub, at, file, { from: 0, to: file.size }, signal)).toString('utf8')
    },
    tensors: (path) => tensorsIn(remoteBytes(hub, at, fileAt(path), signal)),
  }
}

/** All files, or those in the folder named and directly above it. */
async function remoteFiles(path: string, hub: Hub, at: RepositoryDetails, signal: AbortSignal): Promise<readonly HubFile[]> {
  if (path === '') return listFiles(hub, at, { recursive: true }, signal)
  const parent = posix.dirname(path)
  const above = parent === '.' ? [] : await listFiles(hub, at, { folder: parent }, signal)
  const root = await listFiles(hub, at, {}, signal)
  const isFile = [...above, ...root].some((file) => file.path === path)
  const inside = isFile ? [] : await listFiles(hub, at, { folder: path, recursive: true }, signal)
  // A file of weights may lie in a folder of the one that holds its settings.
  const aboveThat =
    isFile && parent !== '.' && posix.dirname(parent) !== '.'
      ? await listFiles(hub, at, { folder: posix.dirname(parent) }, signal)
      : []
  return [...root, ...aboveThat, ...above, ...inside]
}

function tooLong(path: string): Failure {
  return new Failure('lens-invalid', `${path} is too large for a file of settings.`, 'Choose another folder.')
}
