import type { DiffDesign } from '../../../contract/differences.ts'
import type { Hypothesis, JudgedHypothesis, JudgedShare } from '../../../contract/hypotheses.ts'
import { type Compared, sidesOf } from '../analysis/diff/compared.ts'
import { contrastOf } from '../analysis/diff/prepare.ts'
import type { Interval } from '../numerics/proportion-intervals.ts'
import { holm } from './holm.ts'
import { type Judged, missing } from './judge.ts'

/** Standard normal quantile at 0.975: two-sided 95 %. */
const z95 = 1.959963984540054

/** Verified frequency difference that a hypothesis has to exceed (as in the paper, figure 11). */
const paperRule = 0.01

/** Correlation of two hypotheses' verdicts from which they hold in nearly the same documents. */
const nearlySame = 0.8

export type JudgedComparison = {
  /** The documents that were judged. */
  readonly compared: Compared
  readonly design: DiffDesign
  /** All others of a pair together: a statement holds there where it holds in any of them. */
  readonly union: boolean
}

/**
 * Tests each hypothesis on what the judge found, by the design's own test and interval (McNemar and Tango for pairs, Fisher and Newcombe for
 * independent documents, the diff's for units). Documents without an answer are left out of the test, with their pair where they have one.
 *
 * Against several groups the figures are against the one where the difference in the claimed direction is least, and p is the largest where
 * all differences have one sign, else 1 (intersection-union test).
 *
 * @param judged [hypotheses]
 */
export function judgedFigures(
  hypotheses: readonly Hypothesis[],
  judged: readonly Judged[],
  comparison: JudgedComparison,
): readonly JudgedHypothesis[] {
  const figures = hypotheses.map((hypothesis, at) => figuresOf(hypothesis, judged[at]!, comparison))
  const adjusted = holm(Float64Array.from(figures, ({ pValue }) => pValue))
  return figures.map((each, at) => {
    const alike = [...judged.keys()].filter((other) => other !== at && correlation(judged[at]!, judged[other]!) >= nearlySame)
    return { ...each, pAdjusted: adjusted[at]!, alike }
  })
}

/** Whether the judged difference exceeds 1 % in the claimed direction, which is all that the paper asks for. */
export function passesPaperRule({ direction, difference }: Pick<JudgedHypothesis, 'direction' | 'difference'>): boolean {
  return (direction === 'up' ? difference : -difference) > paperRule
}

type Against = { readonly difference: number; readonly interval: Interval; readonly p: number }

function figuresOf(
  hypothesis: Hypothesis,
  judged: Judged,
  comparison: JudgedComparison,
): Omit<JudgedHypothesis, 'pAdjusted' | 'alike'> {
  const { compared, union } = comparison
  const { direction } = hypothesis
  const sign = direction === 'up' ? 1 : -1
  const others = union ? [null] : Array.from({ length: compared.groups - 1 }, (_, at) => at + 1)
  const against = others.map((other) => contrast(judged, comparison, other))
  let comparedWith = 0
  against.forEach(({ difference }, at) => {
    if (sign * difference < sign * against[comparedWith]!.difference) comparedWith = at
  })
  const { difference, interval } = against[comparedWith]!
  const oneSign = against.every((each) => each.difference * difference > 0) || against.length === 1
  const excludesNone = against.every((each) => (direction === 'up' ? each.interval[0] > 0 : each.interval[1] < 0))
  const filled = (target: 0 | 1, rest: 0 | 1) => {
    const verdicts = judged.map((verdict, at) => (verdict !== missing ? verdict : compared.group[at] === 0 ? target : rest))
    return contrast(verdicts, comparison, others[comparedWith]!).difference
  }
  return {
    ...hypothesis,
    target: shareOf(judged, compared, (group) => group === 0),
    others: others.map((other) => shareOf(judged, compared, (group) => (other === null ? group !== 0 : group === other))),
    comparedWith,
    difference,
    interval,
    bounds: judged.includes(missing) ? [filled(0, 1), filled(1, 0)] : [difference, difference],
    pValue: oneSign ? Math.max(...against.map(({ p }) => p)) : 1,
    verified: passesPaperRule({ direction, difference }) && excludesNone,
  }
}

/** The target against one other group, or against all as one (null). Says nothing where either side has no answers. */
function contrast(judged: Judged, { compared, design, union }: JudgedComparison, other: number | null): Against {
  const used = Uint8Array.from(judged, (verdict) => +(verdict !== missing))
  if (union && compared.pair !== null) leaveOutPairs(used, compared.pair)
  const sides = sidesOf(compared, other, used)
  if (sides.target === 0 || sides.other === 0) return { difference: 0, interval: [-1, 1], p: 1 }
  const holds = Uint32Array.from([...judged.keys()].filter((document) => judged[document] === 1 && used[document] === 1))
  const test = contrastOf(compared, { design, used, leftOut: new Uint32Array(compared.groups), straddling: 0 }, sides)
  test.test(holds, holds.length)
  return { difference: test.difference, interval: test.interval(z95), p: test.p }
}

/** A pair with a missing answer may or may not have it among the others: all of it is left out. */
function leaveOutPairs(used: Uint8Array, pair: Int32Array): void {
  const incomplete = new Set<number>()
  for (let document = 0; document < used.length; document++) if (used[document] === 0) incomplete.add(pair[document]!)
  for (let document = 0; document < used.length; document++) if (incomplete.has(pair[document]!)) used[document] = 0
}

function shareOf(judged: Judged, { group }: Compared, counts: (group: number) => boolean): JudgedShare {
  let [all, holds, lacking] = [0, 0, 0]
  for (let document = 0; document < judged.length; document++) {
    if (!counts(group[document]!)) continue
    if (judged[document] === missing) lacking++
    else all++
    holds += +(judged[document] === 1)
  }
  return { judged: all, holds, missing: lacking, share: all === 0 ? null : holds / all }
}

/** Pearson's correlation of two hypotheses' verdicts over documents with both; 0 where either never varies. */
function correlation(a: Judged, b: Judged): number {
  let [n, ofA, ofB, both] = [0, 0, 0, 0]
  for (let document = 0; document < a.length; document++) {
    const [x, y] = [a[document]!, b[document]!]
    if (x === missing || y === missing) continue
    n++
    ofA += x
    ofB += y
    both += x * y
  }
  const spread = ofA * (n - ofA) * ofB * (n - ofB)
  return spread === 0 ? 0 : (n * both - ofA * ofB) / Math.sqrt(spread)
}
