import { bytePrecisions, type Precision } from '../../../contract/corpora.ts'
import type { Device, DeviceChoice } from '../../../contract/device-names.ts'
import type { DeviceTest } from '../../../contract/devices.ts'
import { Failure } from '../../../contract/failure.ts'
import { readingOf, tryReading } from '../encoding/open-reading.ts'
import type { Reading } from '../encoding/read-block.ts'
import type { NotOpened } from '../inference/inference-client.ts'
import type { StartProcess } from '../inference/process-port.ts'
import type { Lens } from '../lens/lens.ts'
import { DeviceMemory } from './device-memory.ts'
import { machineFingerprint } from './fingerprint.ts'
import { checkPrecision, deviceTitles, fasterDevices } from './known-devices.ts'
import { deviceEnvironment, findProvider, providerKey } from './provider/provider-place.ts'
import { runtimeVersion } from '../inference/runtime-folder.ts'
import { type Sampled, sample, testDevice } from './test-device.ts'
import { testTexts } from './test-texts.ts'

/** What choosing a device needs of the world around it. */
export type DeviceUse = {
  readonly startProcess: StartProcess
  readonly home: string
  /** Devices to try, in their order; absent: those of this platform. */
  readonly candidates?: readonly Device[]
  /** Milliseconds that a device may take to open a lens or to answer; absent: a minute, and more for large lenses. */
  readonly patience?: number
  /** Told before a device is tried, which may take a minute. */
  readonly told?: (doing: string) => void
}

export type DeviceWish = { readonly device: DeviceChoice; readonly precision?: Precision; readonly threads?: number | null }

/** Weights are loaded at this many bytes a second or more. */
const leastLoaded = 50e6
const usualPatience = 60_000

/** What is remembered of the devices of this machine. */
export function deviceMemory(home: string): DeviceMemory {
  return new DeviceMemory(home, async () => machineFingerprint(runtimeVersion(), await providerKey(home)))
}

/**
 * Opens a lens on a device. One that is named is used or refused with the reason; `auto` takes the first that was tried with this lens, gives what
 * the processor gives and is faster, else the processor. `deviceReason` says why. The session is the caller's to close.
 */
export async function readingOnDevice(lens: Lens, wish: DeviceWish, use: DeviceUse): Promise<Reading> {
  const { device, precision = 'float32' } = wish
  checkPrecision(precision, device)
  const chooser = new Chooser(lens, wish, use)
  try {
    if (device === 'cpu' || bytePrecisions.includes(precision))
      return await chooser.onProcessor(device === 'cpu' ? 'chosen' : `${precision} is read on the processor`)
    if (device !== 'auto') return await chooser.named(device)
    const refusals: string[] = []
    for (const candidate of use.candidates ?? fasterDevices()) {
      const found = await chooser.trusted(candidate, (test) => test.outcome === 'works')
      if ('session' in found) return { ...found, deviceReason: 'the fastest that works here' }
      refusals.push(`${deviceTitles[candidate]}: ${lowered(found.reason)}`)
    }
    const why = refusals.length === 0 ? 'there is no other device here' : `nothing faster works here (${refusals.join('; ')})`
    if (precision === 'float16')
      throw new Failure('unsupported', `float16 cannot be read: ${why}.`, 'Read in float32, or in int8, which is for processors.')
    return await chooser.onProcessor(why)
  } finally {
    await chooser.close()
  }
}

/** Tries a device with a lens anew, whatever is remembered, and remembers what comes of it. */
export async function testOnDevice(lens: Lens, device: Device, precision: Precision, use: DeviceUse): Promise<DeviceTest> {
  const chooser = new Chooser(lens, { device, precision }, use)
  try {
    const { test, reading } = await chooser.tried(device)
    await reading?.session.close()
    return test
  } finally {
    await chooser.close()
  }
}

class Chooser {
  readonly #lens: Lens
  readonly #wish: DeviceWish
  readonly #use: DeviceUse
  readonly #memory: DeviceMemory
  #reference: Promise<{ readonly reading: Reading; readonly sampled: Sampled }> | null = null

  constructor(lens: Lens, wish: DeviceWish, use: DeviceUse) {
    this.#lens = lens
    this.#wish = wish
    this.#use = use
    this.#memory = deviceMemory(use.home)
  }

  get #precision(): Precision {
    return this.#wish.precision ?? 'float32'
  }

  async onProcessor(deviceReason: string): Promise<Reading> {
    const before = await this.#takeReference()
    const reading = before ?? (await this.#open('cpu', this.#precision))
    if ('session' in reading) return { ...reading, deviceReason }
    throw reading.failure
  }

  /** A device that a person named: also where the processor is faster. Throws Failure 'unsupported' saying why it cannot be used. */
  async named(device: Device): Promise<Reading> {
    const found = await this.trusted(device, ({ outcome }) => outcome === 'works' || outcome === 'slower')
    if ('session' in found) return { ...found, deviceReason: 'chosen' }
    throw new Failure('unsupported', `${deviceTitles[device]} cannot be used. ${found.reason}`, hintFor(device, found.outcome))
  }

  /** The lens on a device, where it is remembered, or found now, to do well enough; else what is wrong. */
  async trusted(
    device: Device,
    isEnough: (test: DeviceTest) => boolean,
  ): Promise<Reading | (Pick<DeviceTest, 'reason'> & { readonly outcome: DeviceTest['outcome'] | 'missing' | 'absent' })> {
    if (!(this.#use.candidates ?? fasterDevices()).includes(device))
      return { outcome: 'absent', reason: 'The runtime has no such device on this platform.' }
    if (device === 'cuda' && this.#use.candidates === undefined && !(await findProvider(this.#use.home)).installed)
      return { outcome: 'missing', reason: 'Its provider is not installed.' }
    const known = await this.#memory.find(device, this.#precision, this.#lens.hash)
    if (known !== null) {
      if (!isEnough(known)) return known
      const reading = await this.#open(device, this.#precision)
      if ('session' in reading) return reading
      // It did work: what is remembered is no longer true.
    }
    const { test, reading } = await this.tried(device)
    if (reading !== null && isEnough(test)) return reading
    await reading?.session.close()
    return test
  }

  async tried(device: Device): Promise<{ readonly test: DeviceTest; readonly reading: Reading | null }> {
    this.#use.told?.(`Trying ${deviceTitles[device]}`)
    const lens = this.#lens
    const tested = await testDevice(device, {
      precision: this.#precision,
      texts: this.#texts,
      thresholds: lens.thresholds,
      patience: this.#patience,
      open: () => this.#open(device, this.#precision),
      reference: async () => (await this.#referenceSample()).sampled,
    })
    const test: DeviceTest = { ...tested.test, lens: lens.name, lensHash: lens.hash, testedAt: new Date().toISOString() }
    await this.#memory.keep(test)
    return { test, reading: tested.reading }
  }

  async close(): Promise<void> {
    const reference = await this.#takeReference()
    await reference?.session.close()
  }

  /** The processor's own reading in float32, where it was opened to compare; from then on it is the caller's. */
  async #takeReference(): Promise<Reading | null> {
    const reference = this.#reference
    if (reference === null) return null
    this.#reference = null
    return reference.then(
      ({ reading }) => reading,
      () => null,
    )
  }

  #referenceSample(): Promise<{ readonly reading: Reading; readonly sampled: Sampled }> {
    this.#reference ??= (async () => {
      const reading = await readingOf(this.#lens, this.#options('cpu', 'float32'), this.#use.startProcess)
      try {
        return { reading, sampled: await sample(reading, this.#texts) }
      } catch (error) {
        await reading.session.close()
        throw error
      }
    })()
    return this.#reference
  }

  async #open(device: Device, precision: Precision): Promise<Reading | NotOpened> {
    const environment = await deviceEnvironment(device, this.#use.home)
    const patience = device === 'cpu' ? {} : { patience: this.#patience }
    return tryReading(this.#lens, this.#options(device, precision), this.#use.startProcess, { environment, ...patience })
  }

  #options(device: Device, precision: Precision) {
    const { threads } = this.#wish
    return { device, precision, ...(threads == null ? {} : { threads }) }
  }

  get #texts(): readonly string[] {
    return testTexts(this.#weightBytes)
  }

  get #patience(): number {
    return this.#use.patience ?? usualPatience + (1000 * this.#weightBytes) / leastLoaded
  }

  /** About: those of the whole reader's files that are read, and the encoder. */
  get #weightBytes(): number {
    const { graph, dModel, dSae } = this.#lens
    let bytes = 4 * dModel * dSae
    for (const { dims } of graph.initializers.values()) bytes += 4 * dims.reduce((product, each) => product * each, 1)
    return bytes
  }
}

function hintFor(device: Device, outcome: string): string {
  if (outcome === 'absent') return 'Leave out --device; etalon devices says which there are here.'
  if (outcome === 'missing') return 'Install it with: etalon devices install cuda. Or leave out --device.'
  return `Leave out --device to read on another; or, once something has changed, try it again with: etalon devices test ${device}.`
}

/** Of a sentence, as a part of another. */
function lowered(sentence: string): string {
  return (sentence.charAt(0).toLowerCase() + sentence.slice(1)).replace(/\.$/, '')
}
