import type { z } from 'zod'
import type { Precision } from '../../../contract/corpora.ts'
import type { Device, DeviceChoice } from '../../../contract/device-names.ts'
import { Failure } from '../../../contract/failure.ts'
import type { ReadingSpeed, timeLensInput } from '../../../contract/importing.ts'
import type { DeviceMemory } from '../devices/device-memory.ts'
import { fasterDevices } from '../devices/known-devices.ts'
import { deviceMemory } from '../devices/read-on-device.ts'
import { sample } from '../devices/test-device.ts'
import { testTexts } from '../devices/test-texts.ts'
import type { Lens } from '../lens/lens.ts'
import { deviceNamed, precisionNamed } from './encode-job.ts'
import { precisionOf } from './encoding-settings.ts'
import { lensToReadWith } from './lens-files.ts'
import type { ProjectReading } from './project-reading.ts'
import type { ProjectWriting } from './project-writing.ts'
import { listEncodings } from '../store/encodings.ts'
import { listLenses } from '../store/lenses.ts'

type Wish = z.output<typeof timeLensInput>

/** Of fewer tokens in a project, the start weighs too much. */
const tokensToTell = 2000

/** How fast a lens reads here: from the last reading on this machine, else from those in the project, else from a trial; null where there was none. */
export async function speedOf(project: ProjectReading, lens: Lens, wish: Wish): Promise<ReadingSpeed | null> {
  const memory = deviceMemory(project.place.home)
  const precision = precisionNamed(wish.precision ?? 'float32')
  const device = await likelyDevice(memory, lens.hash, deviceNamed(wish.device ?? 'auto'), precision)
  const speeds = (await memory.speeds()).filter(
    (each) => each.lensHash === lens.hash && each.device === device && each.precision === precision,
  )
  const kept = speeds.find(({ threads }) => threads === (wish.threads ?? null)) ?? speeds[0]
  if (kept?.trial === false) return { device, tokensPerSecond: kept.tokens / kept.seconds, basis: 'machine' }
  const inProject = speedInProject(project, lens.hash, device, precision)
  if (inProject !== null) return { device, tokensPerSecond: inProject, basis: 'project' }
  if (kept !== undefined) return { device, tokensPerSecond: kept.tokens / kept.seconds, basis: 'trial' }
  const test = await memory.find(device, precision, lens.hash)
  const tried = test?.speed?.device
  return tried === undefined ? null : { device, tokensPerSecond: tried, basis: 'trial' }
}

/** Reads a few texts, as devices are tried with; the speed is remembered until a corpus was read. */
export async function timeLens(project: ProjectWriting, wish: Wish): Promise<ReadingSpeed> {
  // A job may have the one inference process open in another way.
  if (project.jobs.jobs.some(({ state }) => state === 'running' || state === 'queued'))
    throw new Failure('conflict', 'The lens cannot be timed while a job runs.', 'Wait for the job.')
  const lens = await lensToReadWith(project, wish.lens)
  const precision = precisionNamed(wish.precision ?? 'float32')
  const threads = wish.threads ?? null
  const reading = await project.reading(lens, { device: deviceNamed(wish.device ?? 'auto'), precision, threads })
  const { tokensPerSecond } = await sample(reading, testTexts(0))
  const { device } = reading.session
  const kept = { device, precision, lensHash: lens.hash, threads, tokens: tokensPerSecond, seconds: 1, trial: true }
  await deviceMemory(project.place.home).keepSpeed(kept)
  return { device, tokensPerSecond, basis: 'trial' }
}

/** As `readingOnDevice` would choose from what is remembered; what was never tried is not counted on. */
async function likelyDevice(memory: DeviceMemory, lensHash: string, wish: DeviceChoice, precision: Precision): Promise<Device> {
  if (wish !== 'auto') return wish
  if (precision === 'int8') return 'cpu'
  const tests = await memory.tests()
  const works = (device: Device) =>
    tests.some(
      (each) => each.device === device && each.lensHash === lensHash && each.precision === precision && each.outcome === 'works',
    )
  return fasterDevices().find(works) ?? 'cpu'
}

/** Tokens a second over all that the project has read in this way. */
function speedInProject(project: ProjectReading, lensHash: string, device: Device, precision: Precision): number | null {
  if (project.dbIfAny === null) return null
  const stored = listLenses(project.db).find(({ hash }) => hash === lensHash)
  const read = listEncodings(project.db).filter(
    (each) => each.lens === stored?.lens && each.state === 'ready' && each.device === device && precisionOf(each) === precision,
  )
  const tokens = read.reduce((sum, each) => sum + each.tokens, 0)
  const seconds = read.reduce((sum, each) => sum + each.seconds, 0)
  return tokens < tokensToTell || seconds === 0 ? null : tokens / seconds
}
