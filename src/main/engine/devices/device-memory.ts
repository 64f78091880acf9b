import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Precision, precisions } from '../../../contract/corpora.ts'
import { type Device, deviceChoices } from '../../../contract/device-names.ts'
import { type DeviceTest, deviceTestSchema } from '../../../contract/devices.ts'
import { writeJson } from '../lens/write-json.ts'

/** Machines that share a home folder, and lenses tried on each: enough for years, and small. */
const mostMachines = 16
const mostTests = 200

const speedSchema = z.object({
  device: z.enum(deviceChoices).exclude(['auto']),
  precision: z.enum(precisions),
  lensHash: z.string(),
  /** Processor threads asked for; null: one for each core. */
  threads: z.number().nullable(),
  tokens: z.number().min(0),
  seconds: z.number().positive(),
  /** Of a few texts, nothing stored; else of a corpus, with all that is done with it. */
  trial: z.boolean(),
})
/** How long a lens took to read so many tokens. */
export type KeptSpeed = z.infer<typeof speedSchema>

const fileSchema = z.object({
  machines: z.array(z.object({ machine: z.string(), tests: z.array(deviceTestSchema), speeds: z.array(speedSchema).default([]) })),
})
type Kept = z.infer<typeof fileSchema>
type OfMachine = Kept['machines'][number]

/**
 * What came of trying devices, in `devices.json` of the home folder, by machine, driver and version: what failed is not tried at every start. A
 * file that is damaged or cannot be written costs only another try.
 */
export class DeviceMemory {
  readonly #file: string
  readonly #machine: () => Promise<string>

  /** @param machine names the machine with its drivers and the runtime; see `machineFingerprint` */
  constructor(home: string, machine: () => Promise<string>) {
    this.#file = join(home, 'devices.json')
    this.#machine = machine
  }

  /** On this machine, the newest first. */
  async tests(): Promise<readonly DeviceTest[]> {
    return (await this.#here()).tests
  }

  /** Of readings on this machine, the newest first. */
  async speeds(): Promise<readonly KeptSpeed[]> {
    return (await this.#here()).speeds
  }

  async find(device: Device, precision: Precision, lensHash: string): Promise<DeviceTest | null> {
    return (await this.tests()).find((each) => isOf(each, { device, precision, lensHash })) ?? null
  }

  /** In the place of what was kept of the same device, precision and lens. */
  async keep(test: DeviceTest): Promise<void> {
    await this.#change(({ tests, ...others }) => ({
      ...others,
      tests: [test, ...tests.filter((each) => !isOf(each, test))].slice(0, mostTests),
    }))
  }

  /** In the place of what was kept of the same device, precision, threads and lens. */
  async keepSpeed(speed: KeptSpeed): Promise<void> {
    const isOther = (each: KeptSpeed) => !isOf(each, speed) || each.threads !== speed.threads
    await this.#change(({ speeds, ...others }) => ({
      ...others,
      speeds: [speed, ...speeds.filter(isOther)].slice(0, mostTests),
    }))
  }

  async #here(): Promise<OfMachine> {
    const machine = await this.#machine()
    return (await this.#read()).machines.find((each) => each.machine === machine) ?? { machine, tests: [], speeds: [] }
  }

  async #change(changed: (here: OfMachine) => OfMachine): Promise<void> {
    const here = await this.#here()
    const { machines } = await this.#read()
    const others = machines.filter((each) => each.machine !== here.machine).slice(0, mostMachines - 1)
    await writeJson(this.#file, { machines: [changed(here), ...others] }).catch(() => undefined)
  }

  async #read(): Promise<Kept> {
    try {
      return fileSchema.parse(JSON.parse(await readFile(this.#file, 'utf8')))
    } catch {
      return { machines: [] }
    }
  }
}

type Tried = Pick<DeviceTest, 'device' | 'precision' | 'lensHash'>

function isOf(one: Tried, { device, precision, lensHash }: Tried): boolean {
  return one.device === device && one.precision === precision && one.lensHash === lensHash
}
