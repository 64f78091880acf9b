import { createHash } from 'node:crypto'
import { statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Failure } from '../../../../contract/failure.ts'
import type { HubFile } from './hub-file.ts'
import type { Hub } from './hub.ts'
import { findCached, partialPath, sizeOf, snapshotFolder } from './hub-cache.ts'
import { listFiles } from './list-files.ts'
import { repositoryDetails, type RepositoryDetails } from './repository-details.ts'
import type { Repository } from './repository.ts'

export type DownloadRequest = {
  readonly repository: Repository
  readonly revision: string
  /** Files, from the repository's root. */
  readonly paths: readonly string[]
}

export type PlannedFile = HubFile & {
  /** Where its content lies already, ours or in Hugging Face's cache; null where it is to be fetched. */
  readonly cached: string | null
  /** Bytes still to be fetched. */
  readonly missing: number
}

/** What a download will ask for, and what it takes. */
export type DownloadPlan = RepositoryDetails & {
  /** A hash of the hub, the repository and commit, the files and their contents, and where they go. A run is confirmed by it (decision 0013). */
  readonly id: string
  /** The hub's address. */
  readonly endpoint: string
  readonly token: Hub['token']
  /** Where the files will lie under their own paths. */
  readonly folder: string
  readonly files: readonly PlannedFile[]
  readonly bytes: number
  readonly missing: number
  /** Free on the disk that holds `folder`. */
  readonly free: number
}

/** Asks the hub for what a download takes. Throws `Failure`s: 'not-found' for a file that is not there. */
export async function planDownload(hub: Hub, cache: string, request: DownloadRequest, signal: AbortSignal): Promise<DownloadPlan> {
  const details = await repositoryDetails(hub, request.repository, request.revision, signal)
  const wanted = await listed(hub, details, request.paths, signal)
  const files: PlannedFile[] = []
  for (const file of wanted) files.push(await planned(hub, cache, details, file))
  const folder = snapshotFolder(cache, details)
  const { endpoint } = hub.settings
  const shown = [endpoint, folder, wanted.map(({ path, size, digest }) => [path, size, digest.kind, digest.hex])]
  return {
    ...details,
    id: createHash('sha256').update(JSON.stringify(shown)).digest('hex'),
    endpoint,
    token: hub.token,
    folder,
    files,
    bytes: sum(files.map(({ size }) => size)),
    missing: sum(files.map(({ missing }) => missing)),
    free: await freeBytes(cache),
  }
}

/** The wanted files, by path; only the folders that hold them are listed. */
async function listed(hub: Hub, at: RepositoryDetails, paths: readonly string[], signal: AbortSignal): Promise<readonly HubFile[]> {
  const folders = new Map<string, ReadonlyMap<string, HubFile>>()
  const wanted = new Map<string, HubFile>()
  for (const path of paths) {
    const folder = path.includes('/') ? dirname(path) : ''
    const files = folders.get(folder) ?? new Map((await listFiles(hub, at, { folder }, signal)).map((file) => [file.path, file]))
    folders.set(folder, files)
    const file = files.get(path)
    if (file === undefined)
      throw new Failure('not-found', `${at.repository.id} has no file ${path} at ${at.revision}.`, `See its files at ${at.page}.`)
    wanted.set(path, file)
  }
  checkTogether([...wanted.keys()])
  return [...wanted.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Two paths that are one on some systems, or a file where another needs a folder. */
function checkTogether(paths: readonly string[]): void {
  const folded = paths.map((path) => path.normalize('NFC').toLowerCase()).sort()
  const clash = folded.find((path, at) => {
    const next = folded[at + 1]
    return next === path || folded.some((other) => other.startsWith(`${path}/`))
  })
  if (clash !== undefined)
    throw new Failure('unsupported', `Two of the files cannot lie in one folder: ${clash}.`, 'Download one of them alone.')
}

async function planned(hub: Hub, cache: string, at: RepositoryDetails, file: HubFile): Promise<PlannedFile> {
  const cached = (await findCached(cache, at, file)) ?? (await findCached(hub.settings.cache, at, file))
  if (cached !== null) return { ...file, cached, missing: 0 }
  const partial = (await sizeOf(partialPath(cache, at.repository, file))) ?? 0
  return { ...file, cached, missing: partial <= file.size ? file.size - partial : file.size }
}

/** Of the nearest folder that is there. */
export async function freeBytes(folder: string): Promise<number> {
  for (let at = resolve(folder); ; at = join(at, '..')) {
    const found = await statfs(at).catch(() => null)
    if (found !== null) return found.bavail * found.bsize
    if (dirname(at) === at) return Infinity
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0)
}
