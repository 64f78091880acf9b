import { join } from 'node:path'
import { Failure } from '../../../../contract/failure.ts'
import type { JobControl } from '../../jobs/job-queue.ts'
import { workThrough } from '../../language-model/work-through.ts'
import { fetchFile, hasDigest, onDisk, type FetchControl } from './download-file.ts'
import { takeDownloadLock } from './download-lock.ts'
import { blobPath, findCached, partialPath, placeContent, sizeOf, writeRef } from './hub-cache.ts'
import type { Hub } from './hub.ts'
import { planDownload, type DownloadPlan, type DownloadRequest, type PlannedFile } from './plan-download.ts'
import { remoteFile } from './remote-file.ts'
import { folderName, type RepositoryAtCommit } from './repository.ts'

/** Files fetched at once. */
const atOnce = 4
/** Bytes left free beside what is fetched: a disk filled to its last byte harms others. */
const spare = 64 * 1024 * 1024

export type Downloaded = RepositoryAtCommit & {
  /** Where the files lie under their own paths. */
  readonly folder: string
  readonly license: string | null
}

/**
 * Fetches what `planDownload` showed for the same request. `planId` is the id of the plan that the user confirmed; a repository that has
 * changed since is refused as 'stale'. Stopped or broken off, it goes on from what came when it is run again. Throws `Failure`s.
 */
export async function download(
  hub: Hub,
  cache: string,
  request: DownloadRequest,
  planId: string,
  control: JobControl,
): Promise<Downloaded> {
  const { signal } = control
  const shown = await planDownload(hub, cache, request, signal)
  if (shown.id !== planId)
    throw new Failure(
      'stale',
      `${shown.repository.id} has changed since the download was planned.`,
      'Look at the new plan, and confirm that.',
    )
  if (shown.missing > 0 && shown.missing + spare > shown.free)
    throw new Failure(
      'disk-full',
      `The download takes ${inMegabytes(shown.missing)}; the disk that holds ${cache} has ${inMegabytes(shown.free)} left.`,
      'Free some space, or name a folder on another disk in ETALON_HOME.',
    )
  const doing = `Downloading ${shown.repository.id}`
  const waiting = () =>
    control.progress({ doing: `Waiting for another download of ${shown.repository.id}`, done: 0, total: null, unit: 'bytes' })
  const lock = await takeDownloadLock(cache, folderName(shown.repository), { clock: hub.clock, signal, waiting })
  try {
    await fetchAll(hub, cache, shown, doing, control)
    await onDisk(shown.folder, () => writeRef(cache, shown))
  } finally {
    lock.release()
  }
  const { repository, revision, commit, folder, license } = shown
  return { repository, revision, commit, folder, license }
}

async function fetchAll(hub: Hub, cache: string, plan: DownloadPlan, doing: string, control: JobControl): Promise<void> {
  let done = plan.bytes - plan.missing
  const tell = (what: string) => control.progress({ doing: what, done, total: plan.bytes, unit: 'bytes' })
  const ended = new AbortController()
  const signal = AbortSignal.any([control.signal, ended.signal])
  const fetchOne = async (file: PlannedFile): Promise<void> => {
    const target = join(plan.folder, file.path)
    let counted = file.size - file.missing
    const progress = (bytes: number) => {
      done += bytes - counted
      counted = bytes
      tell(doing)
    }
    await onDisk(target, () =>
      provide(hub, cache, plan, file, target, { signal, progress, paused: ({ failure }) => tell(failure.message) }),
    )
    progress(file.size)
  }
  tell(doing)
  // Files of one content are fetched by one worker, the first of them from the hub.
  const contents = Map.groupBy(plan.files, ({ digest }) => digest.hex)
  const fetchContent = async (files: readonly PlannedFile[]): Promise<true> => {
    for (const file of files) await fetchOne(file)
    return true
  }
  const fetched = workThrough(contents.values(), atOnce, fetchContent, () => ended.abort())
  while ((await fetched.next()).done !== true);
  control.signal.throwIfAborted()
}

/** Puts a file into the snapshot: from there, from a cache whose content is right, or from the hub. */
async function provide(
  hub: Hub,
  cache: string,
  at: RepositoryAtCommit,
  file: PlannedFile,
  target: string,
  control: FetchControl,
): Promise<void> {
  // Another process may have fetched it while this one waited.
  const own = await findCached(cache, at, file)
  if (own !== null) return (await sizeOf(target)) === file.size ? undefined : placeContent(own, target, true)
  const theirs = await findCached(hub.settings.cache, at, file)
  if (theirs !== null && (await hasDigest(theirs, file, control.signal))) return placeContent(theirs, target, false)
  return placeContent(await fetchFile(hub, remoteFile(hub, at, file), pathsOf(cache, at, file), control), target, true)
}

function pathsOf(cache: string, { repository }: RepositoryAtCommit, file: PlannedFile): { partial: string; content: string } {
  return { partial: partialPath(cache, repository, file), content: blobPath(cache, repository, file) }
}

function inMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`
}
