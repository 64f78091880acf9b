import type { LensCheck } from '../../../../contract/lenses.ts'
import type { GivenBack } from '../../sae/given-back.ts'
import type { SaeEncoder, SaeTraining } from '../../sae/sae-encoder.ts'

/** Of the variance an SAE gives back, below this something is wrong: the weakest that were published give back about half. */
export const leastExplained = 0.4
/** So much less than another place or scale gives back. */
export const clearlyLess = 0.03
/** So much of what is left of the variance, or more, is not clearly less: of an SAE that gives back little a few percent are soon there. */
const shareLeft = 0.85
/** Of two places that give back about as much, so much less is no reason against one. */
const littleLess = 0.01
/** A share of the error that is the same for all tokens, above which the place is doubted. */
const muchConstant = 0.05
/** How many times more or fewer latents than expected are active. */
const farOff = 10

/** A place that fits better. */
export type BetterHook = GivenBack & { readonly hook: string }

export type Figures = Pick<LensCheck, 'explained' | 'active' | 'expectedActive'> & {
  readonly dSae: number
  readonly constantError: number | null
  readonly better: BetterHook | null
  /** A change of what the SAE reads that gives back clearly more, in words. */
  readonly mended: { readonly how: string; readonly explained: number } | null
}

/** Latents that an SAE keeps of a token by its own rule, else as was said of its training; null where neither says so. */
export function expectedActive({ activation }: Pick<SaeEncoder, 'activation'>, training: SaeTraining): number | null {
  if (activation.kind === 'topk') return activation.k
  return activation.kind === 'groupmax' ? activation.groups : (training.active ?? null)
}

/** Whether what was measured is far from what such an SAE gives. */
export function isSuspicious({
  explained,
  active,
  expectedActive: expected,
  dSae,
}: Pick<Figures, 'explained' | 'active' | 'expectedActive' | 'dSae'>): boolean {
  if (explained !== null && !(explained >= leastExplained)) return true
  if (expected !== null) return active > expected * farOff || active * farOff < expected
  // Sparse is some hundred at most; none at all is nothing read.
  return active < 0.5 || active > Math.max(64, dSae / 8)
}

/** Whether looking for the place goes on from one to the next. */
export function leansTo(next: GivenBack, best: GivenBack): boolean {
  if (next.explained > best.explained) return true
  return next.explained > best.explained - littleLess && number(next.constantError) < number(best.constantError)
}

/**
 * Whether an SAE fits one place clearly better than another, by either of two signs.
 *
 * It gives back clearly more of the variance there, and no more of its error is the same on all tokens. Or it gives back about as much, and
 * much less of its error is: the gradient of squared error by the decoder's bias is the mean error, which training brings to zero, at the
 * place of training only. A layer off the stream may be given back nearly as well (it has changed little), but shifted.
 *
 * Measured at all hook points of a reader of six blocks, on 1,500 tokens each of nine English corpora, program code and German (the
 * reader was trained on English), and on the sample text: six SAEs of two places, BatchTopK, trained on 5.7 to 25 million tokens, and six hardly trained ones (0.9 million;
 * TopK, ReLU with L1, also with the decoder's bias left as it began). No right place was doubted on English or code in 144 readings; two of
 * twelve on German were, of hardly trained SAEs. The constant share of the well trained ones on English was 0.005 to 0.08 where
 * trained, and 0.04 to 0.22 a layer off, which was told in 144 of 156 readings, and on the sample text always. Of hardly trained ones a third was told.
 */
export function fitsBetter(there: GivenBack, here: GivenBack): boolean {
  const [constantThere, constantHere] = [number(there.constantError), number(here.constantError)]
  if (there.explained > here.explained + clearlyLess && 1 - there.explained < shareLeft * (1 - here.explained))
    return !(constantThere > constantHere)
  return there.explained > here.explained - littleLess && constantHere > muchConstant && constantThere < constantHere / 2
}

/** Whether a lens passes, and why, in sentences. */
export function judge(figures: Figures): Pick<LensCheck, 'passed' | 'findings'> {
  const { explained, active, expectedActive: expected, constantError, better, mended } = figures
  const passed = !isSuspicious(figures) && better === null && mended === null
  const findings = [
    passed
      ? 'It gives what such an SAE should give.'
      : 'It does not give what such an SAE should give: what it reads is probably not what the SAE was trained on.',
  ]
  if (explained !== null && Number.isNaN(explained))
    findings.push('The reader gives values that are no numbers: its file is damaged, or too coarse. Use one in 32-bit floats.')
  else if (explained !== null)
    findings.push(
      `The SAE gives back ${percent(explained)} of the variance of the residual stream${explained < leastExplained ? ', where most give back 60 to 95 %' : ''}.`,
    )
  const against = expected === null ? '' : `, where about ${inWords(expected)} are expected`
  findings.push(`${inWords(active)} latents are active on a token${against}.`)
  if (better !== null) findings.push(betterInWords(better, constantError))
  if (mended !== null) findings.push(`${mended.how} fits better: ${percent(mended.explained)}.`)
  if (!passed && better === null && mended === null)
    findings.push(
      'Likely causes: another hook point, another model or a tuned one, a factor or normalisation of the inputs that the SAE does not say, a missing centring, or a BOS too many or too few.',
    )
  return { passed, findings }
}

function betterInWords({ hook, explained, constantError: there }: BetterHook, here: number | null): string {
  const shift =
    there === null || here === null
      ? ''
      : `, and ${percent(there)} of its error is the same on all tokens, not ${percent(here)} as here`
  return `The hook point ${hook} fits better: it gives back ${percent(explained)}${shift}.`
}

/** Without the decoder's bias nothing is known of the error. */
function number(share: number | null): number {
  return share ?? NaN
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function inWords(latents: number): string {
  return latents < 10 ? latents.toFixed(1) : Math.round(latents).toLocaleString('en-US')
}
