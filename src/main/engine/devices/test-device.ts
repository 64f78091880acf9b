import type { Precision } from '../../../contract/corpora.ts'
import type { Device } from '../../../contract/device-names.ts'
import type { DeviceOutcome, DeviceTest } from '../../../contract/devices.ts'
import { type Reading, readBlock } from '../encoding/read-block.ts'
import type { NotOpened } from '../inference/inference-client.ts'
import { type ActivationAgreement, activationAgreement } from '../numerics/activation-agreement.ts'
import type { ActivationBlock } from '../numerics/activation-block.ts'

/**
 * What a device must give of what the processor gives in float32: share of the activations of either that are of both, and their difference. In
 * float32 only the order of additions differs, and where two latents are nearly equal the one or the other is among the largest; in float16
 * the products have 11 bits.
 */
const leastAgreement: Readonly<Record<Precision, { readonly active: number; readonly relativeError: number }>> = {
  float32: { active: 0.99, relativeError: 0.01 },
  float16: { active: 0.93, relativeError: 0.05 },
  int8: { active: 0.8, relativeError: 0.2 },
  'int8-all': { active: 0.7, relativeError: 0.3 },
}
/** A device that is hardly faster than the processor is not worth its start. */
const clearlyFaster = 1.1
/** Timed runs, of which the best counts; one more warms up. */
const timedRuns = 2

export type Sampled = { readonly block: ActivationBlock; readonly tokensPerSecond: number }

export type TestedDevice = Omit<DeviceTest, 'lens' | 'lensHash' | 'testedAt'>

/** What a device is tried with. */
export type DeviceTrial = {
  readonly precision: Precision
  readonly texts: readonly string[]
  /** [dSae]: a latent is present where its activation is above. */
  readonly thresholds: Float32Array
  /** Milliseconds to wait for an answer. */
  readonly patience: number
  open(): Promise<Reading | NotOpened>
  /** What the processor gives in float32, and how fast it is in the fastest way that it would be used instead. */
  reference(): Promise<Sampled>
}

/** Tries a device: it must start, answer in time, and give what the processor gives. The reading is handed over where it works, else closed. */
export async function testDevice(
  device: Device,
  trial: DeviceTrial,
): Promise<{ readonly test: TestedDevice; readonly reading: Reading | null }> {
  const { precision, patience } = trial
  const says = (outcome: DeviceOutcome, reason: string, rest: Partial<TestedDevice> = {}): TestedDevice => ({
    device,
    precision,
    outcome,
    reason,
    agreement: null,
    speed: null,
    ...rest,
  })
  const opened = await trial.open()
  if (!('session' in opened)) return { test: says(opened.kind, `It cannot be used here: ${opened.why}.`), reading: null }
  const drop = async (test: TestedDevice) => {
    await opened.session.close()
    return { test, reading: null }
  }
  const sampled = await withinPatience(patience, () => sample(opened, trial.texts))
  if (sampled === 'late') return drop(says('hung', `It gave no answer within ${Math.round(patience / 1000)} seconds.`))
  if (sampled instanceof Error) return drop(says(opened.session.ended ? 'crashed' : 'refused', sampled.message))
  if (!sampled.block.activationValue.every(Number.isFinite)) return drop(says('wrong', 'It gives values that are no numbers.'))
  const cpu = await trial.reference()
  const agreement = activationAgreement(cpu.block, sampled.block, trial.thresholds)
  const speed = { device: sampled.tokensPerSecond, cpu: cpu.tokensPerSecond }
  const figures = { agreement: { active: agreement.active, relativeError: agreement.relativeError }, speed }
  if (!agrees(agreement, precision)) return drop(says('wrong', disagreement(agreement), figures))
  if (!(speed.device > clearlyFaster * speed.cpu)) {
    const reason = `It works, but is not faster: ${whole(speed.device)} tokens a second against ${whole(speed.cpu)}.`
    return { test: says('slower', reason, figures), reading: opened }
  }
  const reason = `It gives what the processor gives, ${(speed.device / speed.cpu).toFixed(1)} times as fast.`
  return { test: says('works', reason, figures), reading: opened }
}

/** Reads the texts a few times: what came of it, and the speed of the fastest. */
export async function sample(reading: Reading, texts: readonly string[]): Promise<Sampled> {
  const block = await readBlock(reading, 0, texts)
  let best = Infinity
  for (let run = 0; run < timedRuns; run++) {
    const started = performance.now()
    await readBlock(reading, 0, texts)
    best = Math.min(best, performance.now() - started)
  }
  return { block, tokensPerSecond: block.tokenIds.length / (best / 1000) }
}

function agrees({ active, relativeError }: ActivationAgreement, precision: Precision): boolean {
  const least = leastAgreement[precision]
  return active >= least.active && relativeError <= least.relativeError
}

function disagreement({ active, relativeError }: ActivationAgreement): string {
  const share = (value: number) => `${(100 * value).toFixed(1)} %`
  return `It gives something else than the processor: ${share(active)} of the activations of either are of both, and differ by ${share(relativeError)}.`
}

/** What comes of a task, the error it ends with, or that it is late. */
async function withinPatience<Result>(patience: number, task: () => Promise<Result>): Promise<Result | Error | 'late'> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), patience)
  })
  const done = task().catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
  try {
    return await Promise.race([done, late])
  } finally {
    clearTimeout(timer)
  }
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}
