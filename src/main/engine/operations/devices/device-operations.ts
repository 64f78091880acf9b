import { availableParallelism } from 'node:os'
import type { z } from 'zod'
import type {
  Devices,
  DeviceTest,
  devicesInput,
  installProviderInput,
  InstalledProvider,
  MeasuredPrecision,
  measurePrecisionInput,
  planProviderInput,
  ProviderPlan,
  ProviderState,
  testDevicesInput,
} from '../../../../contract/devices.ts'
import { Failure } from '../../../../contract/failure.ts'
import { deviceReports } from '../../devices/device-reports.ts'
import { deviceTitles, fasterDevices } from '../../devices/known-devices.ts'
import { installProvider, removeProvider } from '../../devices/provider/install-provider.ts'
import { planProvider } from '../../devices/provider/plan-provider.ts'
import { findProvider, takesProvider } from '../../devices/provider/provider-place.ts'
import { deviceMemory, type DeviceUse, readingOnDevice, testOnDevice } from '../../devices/read-on-device.ts'
import { runtimeVersion } from '../../inference/runtime-folder.ts'
import type { JobControl } from '../../jobs/job-queue.ts'
import type { Lens } from '../../lens/lens.ts'
import type { LensManaging } from '../lenses/lens-managing.ts'
import { sampleTexts } from '../lenses/sample-texts.ts'
import { lensToReadWith } from '../lens-files.ts'
import { measureAgreement } from '../measure-agreement.ts'

const { signal: never } = new AbortController()

/** What there is to compute on, and what is remembered of trying it with a lens: the one asked about, else the one that reads by default. */
export async function deviceList(managing: LensManaging, { lens: name }: z.output<typeof devicesInput>): Promise<Devices> {
  const { home } = managing.place
  const lens = await lensIfWorks(managing, name)
  const all = await deviceMemory(home).tests()
  const tests = all.filter((each) => each.lensHash === lens?.hash && each.precision === 'float32')
  const provider = takesProvider() ? await findProvider(home) : null
  return {
    platform: `${process.platform} ${process.arch}`,
    runtime: runtimeVersion(),
    lens: lens?.name ?? null,
    cores: availableParallelism(),
    devices: await deviceReports(tests, provider),
    provider,
  }
}

/** Tries what there is, or one device, with a lens. */
export async function testDevices(
  managing: LensManaging,
  { lens: name, device }: z.output<typeof testDevicesInput>,
  control: JobControl,
): Promise<readonly DeviceTest[]> {
  const here = fasterDevices()
  if (device === 'cpu') throw new Failure('bad-input', 'The processor needs no trial.', 'Others are held against it.')
  if (device !== undefined && !here.includes(device))
    throw new Failure('unsupported', `The runtime has no ${device} on this platform.`, `It has: ${[...here, 'cpu'].join(', ')}.`)
  const hasCuda = !takesProvider() || (await findProvider(managing.place.home)).installed
  if (device === 'cuda' && !hasCuda)
    throw new Failure('unsupported', 'The CUDA provider is not installed.', 'Install it with: etalon devices install cuda.')
  const lens = await lensToReadWith(managing, name)
  const tests: DeviceTest[] = []
  for (const each of device === undefined ? here : [device]) {
    if (each === 'cuda' && !hasCuda) continue
    control.signal.throwIfAborted()
    tests.push(await testOnDevice(lens, each, 'float32', useFor(managing, control)))
  }
  managing.changed('devices')
  return tests
}

/** Reads sample text in a precision and in float32. */
export async function measurePrecision(
  managing: LensManaging,
  { lens: name, precision, device = 'auto' }: z.output<typeof measurePrecisionInput>,
  control: JobControl,
): Promise<MeasuredPrecision> {
  const lens: Lens = await lensToReadWith(managing, name)
  const texts = await sampleTexts(managing.place.resources)
  const lengths = Uint32Array.from(texts, (each) => each.length)
  control.progress({ doing: `Comparing ${precision} with float32`, done: 0, total: null, unit: 'tokens' })
  const opened = new Map<string, Awaited<ReturnType<typeof readingOnDevice>>>()
  try {
    const open = async (each: typeof precision) => {
      const reading = await readingOnDevice(
        lens,
        { device: each === 'float32' ? 'cpu' : device, precision: each },
        useFor(managing, control),
      )
      opened.set(each, reading)
      control.signal.throwIfAborted()
      return reading
    }
    const agreement = await measureAgreement(lens, { lengths, read: (at) => texts[at] ?? '' }, open, precision)
    const used = opened.get(precision)
    if (used === undefined) throw new Error('nothing was opened')
    const { tokens, active, relativeError, present } = agreement
    return {
      lens: lens.name,
      precision,
      device: used.session.device,
      deviceReason: used.deviceReason,
      tokens,
      active,
      relativeError,
      present,
    }
  } finally {
    await Promise.all([...opened.values()].map(({ session }) => session.close()))
    managing.changed('devices')
  }
}

export async function planCudaProvider(
  managing: LensManaging,
  { from }: z.output<typeof planProviderInput>,
): Promise<ProviderPlan> {
  return (await planProvider({ home: managing.place.home, from }, never)).plan
}

/** Installs CUDA's provider and tries it. A provider that does not work here stays, as what it lacks is mostly another library. */
export async function runInstall(
  managing: LensManaging,
  { from, plan }: z.output<typeof installProviderInput>,
  control: JobControl,
): Promise<InstalledProvider> {
  const { home } = managing.place
  const provider = await installProvider({ home, from }, plan, control)
  managing.changed('devices')
  const lens = await lensToReadWith(managing, undefined)
  const test = await testOnDevice(lens, 'cuda', 'float32', useFor(managing, control))
  managing.changed('devices')
  return { provider, test }
}

export async function removeCudaProvider(managing: LensManaging): Promise<ProviderState> {
  const provider = await removeProvider(managing.place.home)
  managing.changed('devices')
  return provider
}

function useFor({ startProcess, place }: LensManaging, control: JobControl): DeviceUse {
  return {
    startProcess,
    home: place.home,
    told: (doing) => control.progress({ doing, done: 0, total: null, unit: 'tokens' }),
  }
}

async function lensIfWorks(managing: LensManaging, name: string | undefined): Promise<Lens | null> {
  return lensToReadWith(managing, name).catch((error: unknown) => {
    if (name === undefined && error instanceof Failure) return null
    throw error
  })
}

/** For the title of a job. */
export function trialTitle({ device }: z.output<typeof testDevicesInput>): string {
  return device === undefined ? 'Try the devices' : `Try ${deviceTitles[device]}`
}
