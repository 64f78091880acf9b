import { z } from 'zod'
import { type Precision, precisions } from './corpora.ts'
import { type Device, deviceChoices } from './device-names.ts'

/**
 * What came of trying a device with a lens: it gives what the processor gives, and faster; the same, but not faster; it cannot be started; the
 * process ended, or did not answer in time; or it gives something else.
 */
export const deviceOutcomes = ['works', 'slower', 'refused', 'crashed', 'hung', 'wrong'] as const
export type DeviceOutcome = (typeof deviceOutcomes)[number]

const share = z.number().min(0)
export const deviceTestSchema = z.object({
  device: z.enum(deviceChoices).exclude(['auto']),
  precision: z.enum(precisions),
  /** The lens's name and hash. */
  lens: z.string(),
  lensHash: z.string(),
  outcome: z.enum(deviceOutcomes),
  /** In a sentence. */
  reason: z.string(),
  testedAt: z.string(),
  /** Against the processor in float32: share of activations of either that are of both, and how far those differ; null where none came. */
  agreement: z.object({ active: share, relativeError: share }).nullable(),
  /** Tokens a second on a few short texts, and on the processor; null where it did not come so far. */
  speed: z.object({ device: share, cpu: share }).nullable(),
})
/** A device tried with a lens in a precision on this machine. */
export type DeviceTest = z.infer<typeof deviceTestSchema>

/** `missing`: the runtime could use it once its provider is installed. `absent`: the runtime has no such device on this platform. */
export type DeviceState = 'ready' | 'untried' | 'missing' | 'absent' | DeviceOutcome

export type DeviceReport = {
  readonly device: Device
  readonly title: string
  readonly state: DeviceState
  /** Why, in a sentence. */
  readonly reason: string
  /** What to do about it; null where nothing is to be done. */
  readonly hint: string | null
  /** Of the lens asked about, in float32; null where there was none. */
  readonly test: DeviceTest | null
}

/** A part of the runtime for one device that is not shipped with it. */
export type ProviderState = {
  readonly device: 'cuda'
  readonly version: string
  /** Where it lies, or would; null for one that lies in the runtime's own folder. */
  readonly folder: string | null
  readonly installed: boolean
  readonly bytes: number
}

export type Devices = {
  readonly platform: string
  readonly runtime: string
  readonly lens: string | null
  readonly cores: number
  /** In the order in which `auto` tries them; the processor is the last. */
  readonly devices: readonly DeviceReport[]
  /** Null where none has to be installed. */
  readonly provider: ProviderState | null
}

export const devicesInput = z.object({ lens: z.string().optional() })
/** `device`: only this one. */
export const testDevicesInput = devicesInput.extend({ device: z.enum(deviceChoices).exclude(['auto']).optional() })

export const measurePrecisionInput = z.object({
  precision: z.enum(precisions),
  lens: z.string().optional(),
  device: z.enum(deviceChoices).optional(),
})
/** A lens in a precision, beside float32 on the processor, on sample text. */
export type MeasuredPrecision = {
  readonly lens: string
  readonly precision: Precision
  readonly device: Device
  readonly deviceReason: string
  readonly tokens: number
  /** As in `PrecisionAgreement`. */
  readonly active: number
  readonly relativeError: number
  readonly present: number
}

/** A NuGet index, or a package file on this machine; absent: nuget.org. */
export const planProviderInput = z.object({ from: z.string().min(1).optional() })
export const installProviderInput = planProviderInput.extend({ plan: z.string() })

/** What installing a provider would fetch. Only its description was asked for. */
export type ProviderPlan = {
  readonly id: string
  readonly name: string
  readonly version: string
  /** Where the package comes from: an address, or a file. */
  readonly source: string
  readonly host: string | null
  readonly bytes: number
  readonly missing: number
  readonly checksum: string
  /** Files taken out of it, and where they go. */
  readonly files: readonly string[]
  readonly folder: string
  /** Free on the disk that takes it; about three times the package is needed while it is unpacked. */
  readonly free: number
}

/** What came of installing: the provider, and the device tried with it. */
export type InstalledProvider = { readonly provider: ProviderState; readonly test: DeviceTest }
