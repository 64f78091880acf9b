import { logFactorials } from '../../numerics/log-factorials.ts'

/**
 * Which pairs can be told from chance at all. Partner p of item i is tested where first[i] <= p < end[i]: since items are in order of how
 * many units have them, the partners that could reach significance stand together.
 */
export type TestablePairs = {
  /** [items of a] */
  readonly first: Uint32Array
  /** [items of a], exclusive. */
  readonly end: Uint32Array
  /** How many pairs are tested. */
  readonly count: number
}

/**
 * Pairs that are tested, by margins alone: `a` and `b` (null: pairs i < j of a) ascending numbers of units of `units` that have each property.
 *
 * With na <= nb, no count of units with both is less likely under independence than na of na: p = C(nb, na) / C(units, na). Of these least
 * p-values, Gilbert (2005, "A modified false discovery rate multiple-comparisons procedure for discrete data") after Tarone (1990) keeps
 * those at or below rate / K, for the least K for which at most K are kept. Decided by margins, given which the tests are
 * valid, so that Benjamini and Hochberg's procedure over what is kept holds its rate.
 * A few two-pointer passes over the items. `units` is a whole number; numbers of units are rounded to the nearest.
 */
export function testablePairs(
  a: Float64Array,
  b: Float64Array | null,
  { units, rate }: { readonly units: number; readonly rate: number },
): TestablePairs {
  const keptAt = (k: number) => partnerRanges(a, b, Math.log(rate / k), units)
  // What is kept at K falls with K, so what is kept at any K bounds the least K sought: from below if at most K, else from above.
  let low = 0
  let high = Math.max(1, keptAt(1).count)
  for (let k = high; high - low > 1; k = Math.floor((low + high) / 2)) {
    const { count } = keptAt(k)
    if (count <= k) {
      high = k
      low = Math.max(low, count - 1)
    } else {
      low = k
      high = Math.min(high, count)
    }
  }
  return keptAt(high)
}

/**
 * Pairs whose least p is at or below exp(`level`). For given na the least p falls as nb rises to na and rises after it, so partners are a
 * range; both of its ends rise with na.
 */
function partnerRanges(a: Float64Array, b: Float64Array | null, level: number, units: number): TestablePairs {
  const table = logFactorials(units)
  const leastLogP = (few: number, many: number) => table[many]! - table[many - few]! - table[units]! + table[units - few]!
  const partners = b ?? a
  const first = new Uint32Array(a.length)
  const end = new Uint32Array(a.length)
  let count = 0
  for (let item = 0, low = 0, high = 0; item < a.length; item++) {
    const own = Math.round(a[item]!)
    while (high < partners.length) {
      const other = Math.round(partners[high]!)
      if (other > own && leastLogP(own, other) > level) break
      high++
    }
    while (low < high) {
      const other = Math.round(partners[low]!)
      if (leastLogP(Math.min(own, other), Math.max(own, other)) <= level) break
      low++
    }
    first[item] = b === null ? Math.min(high, Math.max(low, item + 1)) : low
    end[item] = high
    count += high - first[item]!
  }
  return { first, end, count }
}
