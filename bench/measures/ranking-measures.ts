import { sortedQuantile } from '../../src/main/engine/numerics/nonzero-quantile.ts'
import { seededRandom } from '../../src/main/engine/numerics/seeded-random.ts'

/** Equal scores, best first: `size` documents, `relevant` of them relevant, after `before` documents with `relevantBefore`. */
type TieGroup = { readonly size: number; readonly relevant: number; readonly before: number; readonly relevantBefore: number }

/**
 * Average precision of a ranking by score, (1/|R|) Σ over relevant documents of the precision at their rank, R being all that are relevant;
 * NaN without any.
 *
 * Expected over all orders of equal scores (McSherry & Najork 2008): in a group of n with r relevant, after N documents with R relevant, place
 * i = 1..n adds r/n · (R + 1 + (i - 1)(r - 1)/(n - 1)) / (N + i). Documents that a search did not list are given as equal scores below all others.
 *
 * @param scores [documents]
 * @param relevant [documents], 1 where relevant
 */
export function averagePrecision(scores: ArrayLike<number>, relevant: ArrayLike<number>): number {
  let sum = 0
  let all = 0
  for (const { size, relevant: inGroup, before, relevantBefore } of tieGroups(scores, relevant)) {
    all += inGroup
    if (inGroup === 0) continue
    const step = size === 1 ? 0 : (inGroup - 1) / (size - 1)
    for (let place = 1; place <= size; place++) {
      sum += ((inGroup / size) * (relevantBefore + 1 + (place - 1) * step)) / (before + place)
    }
  }
  return all === 0 ? NaN : sum / all
}

/** Share of relevant documents among the first `k`, expected over all orders of equal scores; what is missing of k counts as not relevant. */
export function precisionAt(scores: ArrayLike<number>, relevant: ArrayLike<number>, k: number): number {
  let found = 0
  for (const { size, relevant: inGroup, before } of tieGroups(scores, relevant)) {
    if (before >= k) break
    found += (inGroup * Math.min(size, k - before)) / size
  }
  return found / k
}

/**
 * One over the rank of the first relevant document, expected over all orders of equal scores; NaN without any.
 *
 * In a group of n with r relevant the first of them is at place i with probability C(n - i, r - 1) / C(n, r).
 */
export function reciprocalRank(scores: ArrayLike<number>, relevant: ArrayLike<number>): number {
  for (const { size, relevant: inGroup, before } of tieGroups(scores, relevant)) {
    if (inGroup === 0) continue
    let probability = inGroup / size
    let expected = 0
    for (let place = 1; place <= size - inGroup + 1; place++) {
      expected += probability / (before + place)
      if (place < size) probability *= (size - place - inGroup + 1) / (size - place)
    }
    return expected
  }
  return NaN
}

/** Chance that a relevant document scores above one that is not, equal scores counting half (Mann & Whitney); NaN where either is missing. */
export function areaUnderCurve(scores: ArrayLike<number>, relevant: ArrayLike<number>): number {
  let above = 0
  let all = 0
  let others = 0
  for (const { size, relevant: inGroup, relevantBefore } of tieGroups(scores, relevant)) {
    above += (relevantBefore + inGroup / 2) * (size - inGroup)
    all += inGroup
    others += size - inGroup
  }
  return all === 0 || others === 0 ? NaN : above / all / others
}

/**
 * Rank-biased overlap of two rankings, 0..1, extrapolated (Webber, Moffat & Zobel 2010, equation 32); `persistence` is the weight's ratio from one
 * depth to the next: at 0.98 the first 50 have 86 % of it. 1 for two empty lists, 0 where one is empty.
 *
 * With s and l the lengths, s ≤ l, and X(d) how many the first d have in common:
 * (1-p)/p (Σ(d=1..l) X(d)/d p^d + Σ(d=s+1..l) X(s)(d-s)/(s d) p^d) + ((X(l)-X(s))/l + X(s)/s) p^l
 *
 * @param a ordinals best first, each once
 */
export function rankBiasedOverlap(a: ArrayLike<number>, b: ArrayLike<number>, persistence = 0.98): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  const s = short.length
  if (s === 0) return long.length === 0 ? 1 : 0
  const seen = new Set<number>()
  let common = 0
  let commonAtShort = 0
  let sum = 0
  let power = 1
  for (let depth = 1; depth <= long.length; depth++) {
    const [first, second] = [short[depth - 1], long[depth - 1]!]
    for (const ordinal of first === second || first === undefined ? [second] : [first, second]) {
      if (seen.has(ordinal) || first === second) common++
      seen.add(ordinal)
    }
    if (depth === s) commonAtShort = common
    power *= persistence
    sum += ((common + (depth > s ? (commonAtShort * (depth - s)) / s : 0)) / depth) * power
  }
  return ((1 - persistence) / persistence) * sum + ((common - commonAtShort) / long.length + commonAtShort / s) * power
}

/** A mean difference with the interval that resampling gives it. */
export type BootstrapDifference = { readonly difference: number; readonly low: number; readonly high: number }

/**
 * Mean of a[i] - b[i] over queries with its 95 % percentile interval from drawing queries with replacement (Efron & Tibshirani 1993, chapter 13).
 *
 * The same for the same seed. NaN without queries.
 */
export function pairedBootstrap(a: ArrayLike<number>, b: ArrayLike<number>, seed: number, resamples = 10_000): BootstrapDifference {
  if (a.length !== b.length) throw new RangeError(`${a.length} and ${b.length} queries`)
  const differences = Float64Array.from(a, (value, at) => value - b[at]!)
  const queries = differences.length
  const random = seededRandom(seed)
  const means = new Float64Array(resamples)
  for (let resample = 0; resample < resamples; resample++) {
    let sum = 0
    for (let at = 0; at < queries; at++) sum += differences[Math.floor(random() * queries)]!
    means[resample] = sum / queries
  }
  if (queries === 0) return { difference: NaN, low: NaN, high: NaN }
  means.sort()
  const difference = differences.reduce((sum, each) => sum + each, 0) / queries
  return { difference, low: sortedQuantile(means, 0.025), high: sortedQuantile(means, 0.975) }
}

/** Throws a RangeError for a score that is not a number. */
function* tieGroups(scores: ArrayLike<number>, relevant: ArrayLike<number>): Generator<TieGroup> {
  if (scores.length !== relevant.length) throw new RangeError(`${scores.length} scores of ${relevant.length} documents`)
  for (let at = 0; at < scores.length; at++) if (Number.isNaN(scores[at]!)) throw new RangeError(`no score for document ${at}`)
  const order = Uint32Array.from(scores, (_, at) => at).sort((a, b) => (scores[a]! === scores[b]! ? 0 : scores[b]! - scores[a]!))
  let relevantBefore = 0
  for (let start = 0, end = 0; start < order.length; start = end) {
    const score = scores[order[start]!]!
    let inGroup = 0
    for (end = start; end < order.length && scores[order[end]!]! === score; end++) if (relevant[order[end]!]! !== 0) inGroup++
    yield { size: end - start, relevant: inGroup, before: start, relevantBefore }
    relevantBefore += inGroup
  }
}
