import type { ConditionalShare, JudgedPair, LabelAgainstLatent, MeasuredPair } from '../../../contract/hypotheses.ts'
import { fisherUpper } from '../numerics/hypergeometric.ts'
import { npmi } from '../numerics/npmi.ts'
import { wilsonInterval } from '../numerics/proportion-intervals.ts'
import type { Flow } from './flow.ts'
import { judge, type Judged, type JudgedDocuments, type JudgeSettings, missing } from './judge.ts'

/** A property in words, and the texts it is asked of: of one channel, row by row the same as those of the other property. */
export type JudgedProperty = {
  readonly text: string
  readonly documents: JudgedDocuments
  /** [units], 1 where the latent is present that the property is the label of; null where it is none's. */
  readonly present: Uint8Array | null
}

/**
 * Judges two properties, each by itself, in the same rows, one row a unit (`drawOnePerUnit`): whether what two latents are said to be goes
 * together, and not only the latents, as the paper does.
 */
export function* judgePair(a: JudgedProperty, b: JudgedProperty, settings: JudgeSettings): Flow<JudgedPair> {
  const [ofA, ofB] = yield* judge([a, b], settings)
  const present = a.present === null || b.present === null ? null : ([a.present, b.present] as const)
  return pairFigures(ofA!, ofB!, present)
}

/**
 * From verdicts on the same units, [units] each; units where either is missing count for nothing.
 *
 * @param present where the latents are that were judged by their labels, [units] each
 */
export function pairFigures(ofA: Judged, ofB: Judged, present: readonly [a: Uint8Array, b: Uint8Array] | null = null): JudgedPair {
  let [units, holdsA, holdsB, both] = [0, 0, 0, 0]
  for (let unit = 0; unit < ofA.length; unit++) {
    const [a, b] = [ofA[unit]!, ofB[unit]!]
    if (a === missing || b === missing) continue
    units++
    holdsA += a
    holdsB += b
    both += a * b
  }
  return {
    units,
    missing: ofA.length - units,
    holdsA,
    holdsB,
    both,
    ...association(units, holdsA, holdsB, both),
    givenB: conditional(both, holdsB),
    givenA: conditional(both, holdsA),
    pValue: holdsA > 0 && holdsB > 0 ? fisherUpper(both, holdsA, holdsB - both, units - holdsA) : 1,
    measured: present === null ? null : measuredPair(ofA, ofB, present),
  }
}

/** NPMI of two properties that `a` and `b` of `n` units have, `both` together; null where one is nowhere. */
function association(n: number, a: number, b: number, both: number): Pick<JudgedPair, 'npmi' | 'interval'> {
  if (a === 0 || b === 0) return { npmi: null, interval: null }
  return { npmi: npmi(n, a, b, both), interval: npmiInterval(n, a, b, both) }
}

/** The latents themselves in the units whose verdicts are there. */
function measuredPair(ofA: Judged, ofB: Judged, [inA, inB]: readonly [Uint8Array, Uint8Array]): MeasuredPair {
  const counted = [...ofA.keys()].filter((unit) => ofA[unit] !== missing && ofB[unit] !== missing)
  const presentA = counted.filter((unit) => inA[unit] === 1).length
  const presentB = counted.filter((unit) => inB[unit] === 1).length
  const both = counted.filter((unit) => inA[unit] === 1 && inB[unit] === 1).length
  return {
    presentA,
    presentB,
    both,
    ...association(counted.length, presentA, presentB, both),
    labelA: againstLatent(counted, ofA, inA),
    labelB: againstLatent(counted, ofB, inB),
  }
}

function againstLatent(counted: readonly number[], verdicts: Judged, present: Uint8Array): LabelAgainstLatent {
  const of = (units: readonly number[]) => ({ units: units.length, holds: units.filter((unit) => verdicts[unit] === 1).length })
  return {
    present: of(counted.filter((unit) => present[unit] === 1)),
    absent: of(counted.filter((unit) => present[unit] === 0)),
  }
}

/** Standard normal quantile at 0.975: two-sided 95 %. */
const z95 = 1.959963984540054

/**
 * 95 % interval of the NPMI of two properties that `a` and `b` of `n` independent units have, `both` together: by the delta method for
 * multinomial shares on the scale of artanh, with half a unit added to each of the four cells (Gart 1966), and widened to the NPMI found.
 *
 * With cells p: NPMI = v = ln(p11 / (p1. p.1)) / h, h = -ln p11; its gradient g is ((1 + v) / p11 - 1 / p1. - 1 / p.1) / h in p11,
 * -1 / (p1. h) in p10, -1 / (p.1 h) in p01, 0 in p00; variance (sum g² p - (sum g p)²) / n. In simulations of 100 to 1000 units it held the
 * truth in 93 to 99 % of samples, also where one property is part of the other; Wilson's limits of p11 at fixed margins did in 49 % there.
 */
export function npmiInterval(n: number, a: number, b: number, both: number): readonly [number, number] {
  const found = npmi(n, a, b, both)
  const all = n + 2
  const [p11, p10, p01] = [(both + 0.5) / all, (a - both + 0.5) / all, (b - both + 0.5) / all]
  const h = -Math.log(p11)
  const v = Math.log(p11 / ((p11 + p10) * (p11 + p01))) / h
  const of10 = -1 / ((p11 + p10) * h)
  const of01 = -1 / ((p11 + p01) * h)
  const of11 = (1 + v) / (p11 * h) + of10 + of01
  const mean = of11 * p11 + of10 * p10 + of01 * p01
  const variance = (of11 * of11 * p11 + of10 * of10 * p10 + of01 * of01 * p01 - mean * mean) / all
  const half = (z95 * Math.sqrt(Math.max(0, variance))) / (1 - v * v)
  return [Math.min(found, Math.tanh(Math.atanh(v) - half)), Math.max(found, Math.tanh(Math.atanh(v) + half))]
}

function conditional(successes: number, trials: number): ConditionalShare | null {
  return trials === 0 ? null : { share: successes / trials, interval: wilsonInterval({ successes, trials }) }
}
