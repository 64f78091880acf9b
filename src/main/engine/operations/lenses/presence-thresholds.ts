import { sortedQuantile } from '../../numerics/nonzero-quantile.ts'

/** A latent of fewer activations says nothing of its own range. */
const fewest = 10

/**
 * From what activation on a latent is present, [dSae]: 10 % of its 99th percentile in a sample, at least the smallest seen. Those that were
 * hardly active in it take the median of the others; 0 where there are none.
 */
export function presenceThresholds(
  { latent, value }: { readonly latent: Uint32Array; readonly value: Float32Array },
  dSae: number,
): Float32Array {
  const counts = new Uint32Array(dSae + 1)
  for (const each of latent) counts[each + 1]!++
  for (let each = 0; each < dSae; each++) counts[each + 1]! += counts[each]!
  const next = counts.slice()
  const values = new Float32Array(value.length)
  for (let entry = 0; entry < value.length; entry++) values[next[latent[entry]!]!++] = value[entry]!
  const thresholds = new Float32Array(dSae)
  const known: number[] = []
  for (let each = 0; each < dSae; each++) {
    const own = values.subarray(counts[each], counts[each + 1]).sort()
    if (own.length < fewest) continue
    thresholds[each] = Math.max(0.1 * sortedQuantile(own, 0.99), own[0]!)
    known.push(each)
  }
  const usual = sortedQuantile(Float32Array.from(known, (each) => thresholds[each]!).sort(), 0.5)
  if (!Number.isNaN(usual))
    for (let each = 0; each < dSae; each++) if (counts[each + 1]! - counts[each]! < fewest) thresholds[each] = usual
  return thresholds
}
