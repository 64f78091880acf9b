/** What drawing whole units makes of a weighted sum. Unit u has entries `starts[u]` to `starts[u + 1]`. */
export type UnitMoments = {
  /** [units + 1] */
  readonly starts: Uint32Array
  /** [entries], strata of the unit's documents, and how many it has there. */
  readonly strata: Uint32Array
  readonly counts: Uint32Array
  /** [units], documents that count. */
  readonly sizes: Uint32Array
  /** Units with any. */
  readonly live: number
  /** [units], mean square and cube of the weight that a unit of these strata and this size has. */
  readonly spread: Float64Array
  readonly lean: Float64Array
  /** [units], 1 where the weights sum to more than 0; and how many. */
  readonly positive: Uint8Array
  readonly positives: number
  /** Sums over units of size² times spread, and of size³ times lean. */
  readonly squares: number
  readonly cubes: number
}

export type WeightedDocuments = {
  /** [documents], 0 on average in each stratum. */
  readonly weights: Float64Array
  /** [documents], `sizes.length` where a document does not count. */
  readonly stratum: Uint32Array
  /** [strata]: documents, sums of their weights' squares and cubes. */
  readonly sizes: Uint32Array
  readonly squares: Float64Array
  readonly cubes: Float64Array
}

/**
 * `unit` is [documents]. The spread of a unit is the mean over its documents of their stratum's mean square weight, as if units were drawn
 * to scores at random within strata, times a factor for its size: the mean square of the units' own mean weights, over that of their strata,
 * among units of like size (to a factor of 2). So where large units stand on one side, what large units vary counts with that side's weight.
 */
export function unitMoments(
  { weights, stratum, sizes, squares, cubes }: WeightedDocuments,
  unit: Uint32Array,
  units: number,
): UnitMoments {
  const { starts, strata, counts } = entriesOf(stratum, sizes.length, unit, units)
  const unitSizes = new Uint32Array(units)
  const totals = new Float64Array(units)
  for (let document = 0; document < unit.length; document++) {
    if (stratum[document] === sizes.length) continue
    unitSizes[unit[document]!]!++
    totals[unit[document]!]! += weights[document]!
  }
  const spread = new Float64Array(units)
  const lean = new Float64Array(units)
  const actual = new Float64Array(33)
  const drawn = new Float64Array(33)
  let live = 0
  for (let each = 0; each < units; each++) {
    const size = unitSizes[each]!
    if (size === 0) continue
    live++
    for (let at = starts[each]!; at < starts[each + 1]!; at++) {
      const its = strata[at]!
      spread[each]! += ((counts[at]! / size) * squares[its]!) / sizes[its]!
      lean[each]! += ((counts[at]! / size) * cubes[its]!) / sizes[its]!
    }
    actual[sizeBin(size)]! += (totals[each]! / size) ** 2
    drawn[sizeBin(size)]! += spread[each]!
  }
  const positive = Uint8Array.from(totals, (total) => +(total > 0))
  let [sumSquares, sumCubes, positives] = [0, 0, 0]
  for (let each = 0; each < units; each++) {
    const bin = sizeBin(unitSizes[each]!)
    const factor = drawn[bin]! > 0 ? actual[bin]! / drawn[bin]! : 1
    spread[each]! *= factor
    lean[each]! *= factor
    positives += positive[each]!
    sumSquares += unitSizes[each]! ** 2 * spread[each]!
    sumCubes += unitSizes[each]! ** 3 * lean[each]!
  }
  return { starts, strata, counts, sizes: unitSizes, live, spread, lean, positive, positives, squares: sumSquares, cubes: sumCubes }
}

function sizeBin(size: number): number {
  return 32 - Math.clz32(size)
}

/** Documents by unit and stratum, counted. */
function entriesOf(stratum: Uint32Array, outside: number, unit: Uint32Array, units: number) {
  const cursors = new Uint32Array(units + 1)
  for (let document = 0; document < unit.length; document++) cursors[unit[document]! + 1]! += +(stratum[document] !== outside)
  for (let each = 0; each < units; each++) cursors[each + 1]! += cursors[each]!
  const firsts = cursors.slice()
  const byUnit = new Uint32Array(cursors[units]!)
  for (let document = 0; document < unit.length; document++)
    if (stratum[document] !== outside) byUnit[cursors[unit[document]!]!++] = document
  const starts = new Uint32Array(units + 1)
  const strata = new Uint32Array(byUnit.length)
  const counts = new Uint32Array(byUnit.length)
  const slot = new Int32Array(outside).fill(-1)
  let entries = 0
  for (let each = 0; each < units; each++) {
    const first = entries
    for (let at = firsts[each]!; at < firsts[each + 1]!; at++) {
      const its = stratum[byUnit[at]!]!
      if (slot[its]! < first) {
        slot[its] = entries
        strata[entries++] = its
      }
      counts[slot[its]!]!++
    }
    starts[each + 1] = entries
  }
  return { starts, strata: strata.slice(0, entries), counts: counts.slice(0, entries) }
}
