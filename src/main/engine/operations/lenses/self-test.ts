import type { LensCheck } from '../../../../contract/lenses.ts'
import type { StartProcess } from '../../inference/process-port.ts'
import type { JobControl } from '../../jobs/job-queue.ts'
import { inferenceModelOf } from '../../lens/inference-model-of.ts'
import type { Lens } from '../../lens/lens.ts'
import { type HookPoint, parseHookPoint } from '../../reader/hook-point.ts'
import type { GivenBack } from '../../sae/given-back.ts'
import type { SaeEncoder } from '../../sae/sae-encoder.ts'
import {
  type BetterHook,
  clearlyLess,
  expectedActive,
  fitsBetter,
  isSuspicious,
  judge,
  leansTo,
  leastExplained,
} from './judge-lens.ts'
import { type Measured, measureLens } from './measure-lens.ts'
import { presenceThresholds } from './presence-thresholds.ts'

/** Read by a self-test, and compared with what the decoder gives back, also at other hook points; of other scales fewer. */
const sampleTokens = 4000
const comparedTokens = 1500
const triedTokens = 600
/** Nothing better is looked for. */
const wellExplained = 0.8

export type SelfTest = {
  readonly texts: readonly string[]
  readonly startProcess: StartProcess
  readonly home: string
  readonly control: JobControl
}

/** Reads sample text with a lens and judges what comes of it; thresholds of presence from the same text. Throws `Failure`s. */
export async function selfTest(
  lens: Lens,
  test: SelfTest,
): Promise<{ readonly check: LensCheck; readonly thresholds: Float32Array }> {
  const { control } = test
  const { settings } = lens.encoder
  const isSet = settings.inputScale !== undefined || settings.centre !== undefined
  const measured = await measure(lens, test, { tokens: sampleTokens, doing: `Trying ${lens.name}` })
  const dSae = lens.dSae
  const expected = expectedActive(lens.encoder, lens.training)
  const explained = measured.givenBack?.explained ?? null
  const figures = { explained, active: measured.active, expectedActive: expected, dSae }
  const isDoubtful = isSuspicious(figures)
  const canCompare = explained !== null
  const isInputDoubtful = canCompare && (isDoubtful || (isSet && fitOf(measured).explained < wellExplained))
  // What was set by hand is doubted first. The place is always: an SAE one layer off still gives back much.
  let mended = isInputDoubtful && isSet ? await betterInput(lens, measured, test) : null
  const better = canCompare && mended === null ? await betterHook(lens, measured, test) : null
  if (isInputDoubtful && !isSet && better === null) mended = await betterInput(lens, measured, test)
  control.signal.throwIfAborted()
  const { passed, findings } = judge({ ...figures, constantError: fitOf(measured).constantError, better, mended })
  const { weightBytes } = await inferenceModelOf(lens, { device: 'cpu' })
  return {
    check: {
      checkedAt: new Date().toISOString(),
      passed,
      findings,
      tokens: measured.tokens,
      explained: Number.isNaN(explained) ? null : explained,
      active: measured.active,
      expectedActive: expected,
      alive: new Set(measured.sample.latent).size / dSae,
      tokensPerSecond: measured.tokensPerSecond,
      device: measured.device,
      weightBytes,
      better: better === null ? null : { hook: better.hook, explained: better.explained },
    },
    thresholds: presenceThresholds(measured.sample, dSae),
  }
}

/** @param stream what the reader gives there, where it was read before */
function measure(
  lens: Lens,
  { texts, startProcess, home, control }: SelfTest,
  { tokens, doing, stream = null }: { readonly tokens: number; readonly doing: string; readonly stream?: Float32Array | null },
): Promise<Measured> {
  return measureLens(lens, texts, {
    tokens,
    compared: Math.min(tokens, comparedTokens),
    stream,
    use: { startProcess, home },
    told(read) {
      control.signal.throwIfAborted()
      control.progress({ doing, done: Math.min(read, tokens), total: tokens, unit: 'tokens' })
    },
  })
}

/** Goes up and down the layers from where the lens reads for as long as the SAE fits better there; null where it is best as it is. */
async function betterHook(lens: Lens, measured: Measured, test: SelfTest): Promise<BetterHook | null> {
  const start = parseHookPoint(lens.hook)
  const fitAt = async (blocks: number) => {
    if (blocks < 0 || blocks > (lens.reader.layers ?? Infinity)) return unfit
    const hook = nameOf({ blocks, middle: false })
    return fitOf(await measure({ ...lens, hook }, test, { tokens: comparedTokens, doing: `Trying ${hook}` }))
  }
  const here = { blocks: start.blocks, ...fitOf(measured) }
  let best = here
  for (const step of [-1, 1]) {
    for (let blocks = start.blocks + step; ; blocks += step) {
      const there = { blocks, ...(await fitAt(blocks)) }
      if (!leansTo(there, best)) break
      best = there
    }
    // Where one way is better, the other is not.
    if (best !== here) break
  }
  if (best.explained < leastExplained || !fitsBetter(best, here)) return null
  return { ...best, hook: nameOf({ blocks: best.blocks, middle: false }) }
}

function nameOf({ blocks }: HookPoint): string {
  return blocks === 0 ? 'blocks.0.hook_resid_pre' : `blocks.${blocks - 1}.hook_resid_post`
}

/** Other ways to prepare the inputs of an SAE that does not say how; what each is called. */
function otherInputs({ centre, normalise, inputScale }: SaeEncoder): readonly (readonly [string, Partial<SaeEncoder>])[] {
  const scales = [0.1, 1 / 3, 3, 10].map(
    (factor) =>
      [
        `Multiplying inputs by ${(inputScale * factor).toPrecision(2)} in the place of ${inputScale.toPrecision(3)}`,
        { inputScale: inputScale * factor },
      ] as const,
  )
  const unscaled = inputScale === 1 ? [] : [['Leaving inputs as long as they are', { inputScale: 1 }] as const]
  if (normalise === 'layer-norm') return [...unscaled, ...scales]
  return [
    [centre ? 'Leaving out the centring of inputs' : 'Centring inputs (--centre)', { centre: !centre }],
    normalise === 'length'
      ? ['Leaving inputs as long as they are', { normalise: 'none' }]
      : ['Bringing inputs to one length', { normalise: 'length' }],
    ...unscaled,
    ...scales,
  ]
}

/** Tries other ways to prepare the inputs; the best one where it gives back clearly more. */
async function betterInput(lens: Lens, measured: Measured, test: SelfTest): Promise<{ how: string; explained: number } | null> {
  let best = { how: '', explained: -Infinity }
  for (const [how, change] of otherInputs(lens.encoder)) {
    const changed: Lens = { ...lens, encoder: { ...lens.encoder, ...change } }
    const tried = await measure(changed, test, { tokens: triedTokens, doing: `${how}: trying`, stream: measured.stream })
    const { explained } = fitOf(tried)
    if (explained > best.explained) best = { how, explained }
    if (best.explained >= wellExplained) break
  }
  return best.explained >= leastExplained && best.explained > fitOf(measured).explained + clearlyLess ? best : null
}

const unfit: GivenBack = { explained: -Infinity, constantError: null }

/** What cannot be compared, and numbers that are none, fit worst. */
function fitOf({ givenBack }: Measured): GivenBack {
  return givenBack === null || Number.isNaN(givenBack.explained) ? unfit : givenBack
}
