/** Lengths of two sides, binned: enough for what one rate per token makes of them. */
export type LengthTable = {
  /** [bins], mean length of the bin, ascending. */
  readonly lengths: Float64Array
  /** [bins], share of the target's and of the other side's documents. */
  readonly target: Float64Array
  readonly other: Float64Array
  readonly targets: number
  readonly others: number
}

/** Bins per doubling of the length. */
const perDoubling = 8

/** `target`, `other`: length of each document in tokens, any order. Empty sides are allowed. */
export function lengthTable(target: Uint32Array, other: Uint32Array): LengthTable {
  const counts = [new Float64Array(bins), new Float64Array(bins)] as const
  const sums = new Float64Array(bins)
  for (const [which, lengths] of [target, other].entries())
    for (const length of lengths) {
      counts[which as 0 | 1][binOf(length)]!++
      sums[binOf(length)]! += length
    }
  const used = [...sums.keys()].filter((bin) => counts[0][bin]! + counts[1][bin]! > 0)
  return {
    lengths: Float64Array.from(used, (bin) => sums[bin]! / (counts[0][bin]! + counts[1][bin]!)),
    target: Float64Array.from(used, (bin) => counts[0][bin]! / Math.max(1, target.length)),
    other: Float64Array.from(used, (bin) => counts[1][bin]! / Math.max(1, other.length)),
    targets: target.length,
    others: other.length,
  }
}

const bins = 2 + 32 * perDoubling

function binOf(length: number): number {
  return length === 0 ? 0 : 1 + Math.floor(perDoubling * Math.log2(length))
}

/**
 * The difference of frequencies, -1..1, that one rate per token would make of the two sides' lengths alone, where `present` documents of
 * both together have the latent: mean of 1 - exp(-rate T) in the target less that in the other.
 *
 * The rate solves: sum over all documents of 1 - exp(-rate T) = present. The sum is concave in the rate and lies under its tangent at 0, so
 * Newton's method from present / (sum of T) climbs to the solution. Where all documents that have tokens have it, the rate is infinite.
 */
export function expectedFromLength({ lengths, target, other, targets, others }: LengthTable, present: number): number {
  if (present === 0 || targets === 0 || others === 0) return 0
  let tokens = 0
  let filled = 0
  for (let bin = 0; bin < lengths.length; bin++) {
    const documents = target[bin]! * targets + other[bin]! * others
    tokens += documents * lengths[bin]!
    if (lengths[bin]! > 0) filled += documents
  }
  if (tokens === 0) return 0
  let rate = present >= filled - 1e-9 ? Infinity : present / tokens
  for (let step = 0; step < 100 && rate < Infinity; step++) {
    let missing = present
    let slope = 0
    for (let bin = 0; bin < lengths.length; bin++) {
      const documents = target[bin]! * targets + other[bin]! * others
      const absent = Math.exp(-rate * lengths[bin]!)
      missing -= documents * (1 - absent)
      slope += documents * lengths[bin]! * absent
    }
    rate += missing / slope
    if (missing < 1e-9 * present) break
  }
  let difference = 0
  for (let bin = 0; bin < lengths.length; bin++)
    if (lengths[bin]! > 0) difference += (target[bin]! - other[bin]!) * (rate === Infinity ? 1 : -Math.expm1(-rate * lengths[bin]!))
  return difference
}
