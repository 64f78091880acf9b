import { type Interval, type Proportion, wilsonInterval } from '../../numerics/proportion-intervals.ts'

/** F1 of a label against presence, for whole documents; null where it cannot be told. */
export type DocumentF1 = { readonly value: number | null; readonly interval: Interval }

/**
 * F1 of "the label fits the document" against "the latent is present in it", over the documents that samples of both kinds stand for.
 *
 * With document frequency q, share s of present documents that the label was found to fit, and share f of the others: precision
 * q s / (q s + (1 - q) f), recall s, so F1 = 2 / (1 + r) with r = (q + (1 - q) f) / (q s). Drawing as many of both kinds as one likes is
 * therefore no distortion, provided each is drawn at random from its kind: hard negatives must not be among them.
 *
 * 95 % interval: ln r is a difference of functions of two independent proportions, so its limits follow from Wilson's limits of both (the
 * method of variance estimates recovery, Zou and Donner 2008). Where no present document fits, F1 is 0 and the upper limit is taken at
 * Wilson's limits of both at once, which is too wide rather than too narrow.
 *
 * @param present of the present documents judged, those the label fits
 * @param others of the documents judged where it is not present, those the label fits
 * @param documentFrequency share of all documents where the latent is present
 */
export function documentF1(present: Proportion, others: Proportion, documentFrequency: number): DocumentF1 {
  if (present.trials === 0 || others.trials === 0 || !(documentFrequency > 0)) return { value: null, interval: [0, 1] }
  const q = documentFrequency
  const s = present.successes / present.trials
  const found = (share: number) => Math.log(q * share)
  const claimed = (alarms: number) => Math.log(q + (1 - q) * alarms)
  const f1 = (logRatio: number) => 2 / (1 + Math.exp(logRatio))
  const [sLow, sHigh] = wilsonInterval(present)
  const f = others.successes / others.trials
  const [fLow, fHigh] = wilsonInterval(others)
  if (s === 0) return { value: 0, interval: [0, f1(claimed(fLow) - found(sHigh))] }
  const ratio = claimed(f) - found(s)
  const below = Math.hypot(claimed(f) - claimed(fLow), found(sHigh) - found(s))
  const above = Math.hypot(claimed(fHigh) - claimed(f), found(s) - found(sLow))
  return { value: f1(ratio), interval: [f1(ratio + above), f1(ratio - below)] }
}
