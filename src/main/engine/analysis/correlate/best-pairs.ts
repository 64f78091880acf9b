/** What is kept of each pair, in this order. */
const fields = 6

/** A pair as the scan finds it. */
export type ScannedPair = {
  /** Kept properties. */
  readonly a: number
  readonly b: number
  /** Documents and units that have both, and how many units were expected. */
  readonly support: number
  readonly supportUnits: number
  readonly expected: number
  readonly pValue: number
  /** Lower limit of NPMI: what pairs are ranked by. */
  readonly low: number
}

/** The `limit` pairs with the largest lower limits so far: a heap with the least of them on top. Memory grows with what is in it. */
export type BestPairs = {
  readonly limit: number
  size: number
  /** [capacity] in heap order. */
  lows: Float64Array
  /** [capacity] where in `records` each is. */
  slots: Uint32Array
  /** [capacity x fields] */
  records: Float64Array
}

/** No pairs yet. */
export function createBestPairs(limit: number): BestPairs {
  const capacity = Math.min(limit, 16)
  return {
    limit,
    size: 0,
    lows: new Float64Array(capacity),
    slots: new Uint32Array(capacity),
    records: new Float64Array(capacity * fields),
  }
}

/** Whether a pair with this lower limit would come in. */
export function isAmongBest({ limit, size, lows }: BestPairs, low: number): boolean {
  return size < limit || (size > 0 && low > lows[0]!)
}

/** Takes in a pair that is among the best, for the least of them where there are `limit` already. */
export function addBestPair(into: BestPairs, low: number, ...record: [number, number, number, number, number, number]): void {
  if (into.size === into.lows.length && into.size < into.limit) grow(into)
  const full = into.size === into.limit
  const slot = full ? into.slots[0]! : into.size
  for (let field = 0; field < fields; field++) into.records[slot * fields + field] = record[field]!
  if (full) sink(into, low, slot)
  else rise(into, low, slot)
}

/** The pairs, in no particular order; none where there is no list. */
export function listBestPairs(best: BestPairs | undefined): ScannedPair[] {
  if (best === undefined) return []
  const { size, lows, slots, records } = best
  return Array.from({ length: size }, (_, at) => {
    const [a = 0, b = 0, support = 0, supportUnits = 0, expected = 0, pValue = 0] = records.subarray(slots[at]! * fields)
    return { a, b, support, supportUnits, expected, pValue, low: lows[at]! }
  })
}

function rise(into: BestPairs, low: number, slot: number): void {
  let at = into.size++
  while (at > 0) {
    const parent = (at - 1) >> 1
    if (into.lows[parent]! <= low) break
    place(into, at, into.lows[parent]!, into.slots[parent]!)
    at = parent
  }
  place(into, at, low, slot)
}

function sink(into: BestPairs, low: number, slot: number): void {
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= into.size) break
    if (child + 1 < into.size && into.lows[child + 1]! < into.lows[child]!) child++
    if (into.lows[child]! >= low) break
    place(into, at, into.lows[child]!, into.slots[child]!)
    at = child
  }
  place(into, at, low, slot)
}

function place(into: BestPairs, at: number, low: number, slot: number): void {
  into.lows[at] = low
  into.slots[at] = slot
}

function grow(into: BestPairs): void {
  const capacity = Math.min(into.limit, into.lows.length * 2)
  const { lows, slots, records } = into
  into.lows = new Float64Array(capacity)
  into.slots = new Uint32Array(capacity)
  into.records = new Float64Array(capacity * fields)
  into.lows.set(lows)
  into.slots.set(slots)
  into.records.set(records)
}
