import type { BinaryMatrix } from '../../numerics/binary-matrix.ts'
import type { Interval } from '../../numerics/proportion-intervals.ts'
import { newcombeInterval } from '../../numerics/proportion-intervals.ts'
import { topK } from '../../numerics/top-k.ts'

/** A latent that is more frequent inside a cluster than outside. */
export type DistinguishingLatent = {
  /** Column of the matrix. */
  readonly latent: number
  /** Documents of the cluster, and of all others, in which it is present. */
  readonly inside: number
  readonly outside: number
  /** Document frequency inside less that outside, and its 95 % interval, not corrected for the latent having been chosen. */
  readonly difference: number
  readonly interval: Interval
  /** Document frequency inside over that outside; Infinity where it is never outside. */
  readonly lift: number
}

/**
 * The latents that tell each cluster from all other documents, unassigned ones included; per cluster at most `count`, those whose difference is
 * surely large (the lower limit of its interval) first, only where that limit is above 0.
 *
 * `documents` may have more columns than the documents were clustered by. On the same columns they are no test: the clusters were made so
 * that they differ in them. Newcombe's interval of independent documents.
 */
export function distinguishingLatents(
  documents: BinaryMatrix,
  cluster: Int32Array,
  k: number,
  count = 20,
): DistinguishingLatent[][] {
  const { rows, columns, starts, indices } = documents
  const present = new Uint32Array(k * columns)
  const total = new Uint32Array(columns)
  const sizes = new Uint32Array(k)
  for (let row = 0; row < rows; row++) {
    const own = cluster[row]!
    if (own >= 0) sizes[own]!++
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      total[indices[at]!]!++
      if (own >= 0) present[own * columns + indices[at]!]!++
    }
  }
  const lowerLimits = new Float64Array(columns)
  return Array.from({ length: k }, (_, which) => {
    const trials = sizes[which]!
    const others = rows - trials
    const compare = (latent: number): DistinguishingLatent => {
      const inside = present[which * columns + latent]!
      const outside = total[latent]! - inside
      const interval = newcombeInterval({ successes: inside, trials }, { successes: outside, trials: others })
      const [insideShare, outsideShare] = [inside / trials, others === 0 ? 0 : outside / others]
      return { latent, inside, outside, difference: insideShare - outsideShare, interval, lift: insideShare / outsideShare }
    }
    for (let latent = 0; latent < columns; latent++) {
      const inside = present[which * columns + latent]!
      const more = inside * others > (total[latent]! - inside) * trials
      lowerLimits[latent] = more ? compare(latent).interval[0] : NaN
    }
    return topK(lowerLimits, count)
      .map(compare)
      .filter(({ interval }) => interval[0] > 0)
  })
}
