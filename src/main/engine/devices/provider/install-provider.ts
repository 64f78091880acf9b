import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProviderState } from '../../../../contract/devices.ts'
import { Failure } from '../../../../contract/failure.ts'
import { providerFiles } from '../../inference/runtime-folder.ts'
import type { JobControl } from '../../jobs/job-queue.ts'
import { fetchFile, onDisk } from '../../lens/hub/download-file.ts'
import { takeDownloadLock } from '../../lens/hub/download-lock.ts'
import { systemClock } from '../../language-model/clock.ts'
import { fileFailure } from '../../table-files/file-failure.ts'
import { officialIndex, openFeed } from './nuget-package.ts'
import { type PlannedProvider, planProvider, type ProviderSource } from './plan-provider.ts'
import { findProvider, providerFolder } from './provider-place.ts'
import { unpackMembers } from './unpack-members.ts'

/** Where the package keeps the libraries. */
const inPackage = 'runtimes/linux-x64/native'
/** Of a package, unpacked: libraries of machine code are packed to a third or more. */
const unpackedSize = 3

/**
 * Fetches what was planned and confirmed, checks it and puts the provider in its place, whole or not at all. Stopped or broken off, it goes on
 * from what came when it is run again. Throws `Failure`s.
 */
export async function installProvider(source: ProviderSource, confirmed: string, control: JobControl): Promise<ProviderState> {
  control.progress({ doing: 'Asking what the package holds', done: 0, total: null, unit: 'bytes' })
  const planned = await planProvider(source, control.signal)
  const { plan } = planned
  if (plan.id !== confirmed)
    throw new Failure('stale', 'The package has changed since this was planned.', 'Look at the new plan, and confirm that.')
  if (plan.missing + unpackedSize * plan.bytes > plan.free)
    throw new Failure(
      'disk-full',
      `Installing takes about ${inMegabytes(plan.missing + unpackedSize * plan.bytes)}; the disk that holds ${source.home} has ${inMegabytes(plan.free)} left.`,
      'Free some space, or name a folder on another disk in ETALON_HOME.',
    )
  const { home } = source
  const { signal } = control
  const waiting = () => control.progress({ doing: 'Waiting for another installation', done: 0, total: null, unit: 'bytes' })
  const lock = await takeDownloadLock(join(home, 'providers'), 'cuda', {
    clock: source.options?.clock ?? systemClock,
    signal,
    waiting,
  })
  try {
    await fetchPackage(source, planned, control)
    await onDisk(plan.folder, () => unpackInto(planned, control))
    if (planned.remote !== null) await rm(planned.file, { force: true })
  } finally {
    lock.release()
  }
  return findProvider(home)
}

/** Removes the provider and what was fetched of it. One that lies in the runtime's own folder was not put there by this program. */
export async function removeProvider(home: string): Promise<ProviderState> {
  const { folder, installed } = await findProvider(home)
  if (folder === null)
    throw new Failure('bad-input', 'The CUDA provider came with the runtime itself.', 'Install onnxruntime-node again without it.')
  if (!installed) throw new Failure('not-found', 'No CUDA provider is installed.', 'There is nothing to remove.')
  try {
    await rm(join(home, 'providers'), { recursive: true, force: true })
  } catch (error) {
    throw fileFailure(error, providerFolder(home))
  }
  return findProvider(home)
}

async function fetchPackage(
  { from, options }: ProviderSource,
  { plan, remote, file }: PlannedProvider,
  control: JobControl,
): Promise<void> {
  if (remote === null) return
  const feed = openFeed(from ?? officialIndex, options)
  const tell = (doing: string, done: number) => control.progress({ doing, done, total: plan.bytes, unit: 'bytes' })
  try {
    const { signal } = control
    await fetchFile(
      feed,
      remote,
      { partial: `${file}.incomplete`, content: file },
      {
        signal,
        progress: (done) => tell(`Downloading ${plan.name}`, done),
        paused: ({ failure }) => tell(failure.message, plan.bytes - plan.missing),
      },
    )
    signal.throwIfAborted()
  } finally {
    feed.close()
  }
}

async function unpackInto({ plan, file }: PlannedProvider, control: JobControl): Promise<void> {
  const draft = `${plan.folder}.draft`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  try {
    const members = Object.values(providerFiles).map((each) => ({ name: `${inPackage}/${each}`, to: join(draft, each) }))
    await unpackMembers(file, members, (done) => {
      control.signal.throwIfAborted()
      control.progress({ doing: 'Unpacking', done, total: null, unit: 'bytes' })
    })
    await rm(plan.folder, { recursive: true, force: true })
    await rename(draft, plan.folder)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

function inMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`
}
