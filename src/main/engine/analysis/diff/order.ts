import { type Comparison, countedDocuments } from './compare.ts'
import { sortedByKey } from './sorted-by-key.ts'

export type RowOrder = {
  readonly sort: 'adjusted' | 'raw' | 'difference' | 'ratio' | 'frequency' | 'latent'
  /** Only latents more or less frequent in the target, by the raw difference. */
  readonly direction: 'both' | 'up' | 'down'
  /** Bounds of the largest frequency of any group, 0..1, inclusive. */
  readonly coverage: readonly [number, number]
}

/**
 * The latents that are present anywhere and wanted, the strongest first: by p ascending (`adjusted`: where that was refused, the raw p), by
 * distance of difference or of ratio from none, by the largest frequency; `latent` by number. Ties by the larger difference, then by number.
 *
 * Ratios are of (present + 1/2) / (documents + 1), so that what one side lacks is ordered too.
 */
export function orderLatents(comparison: Comparison, { sort, direction, coverage }: RowOrder): Uint32Array {
  const { dSae, present, difference, prepared, which } = comparison
  const sizes = countedDocuments(prepared)
  const wanted = new Uint32Array(dSae)
  let count = 0
  for (let latent = 0; latent < dSae; latent++) {
    const largest = largestFrequency(present, sizes, latent, dSae)
    if (largest === 0 || largest < coverage[0] || largest > coverage[1]) continue
    const change = difference[latent]!
    if ((direction === 'up' && !(change > 0)) || (direction === 'down' && !(change < 0))) continue
    wanted[count++] = latent
  }
  const latents = wanted.subarray(0, count)
  if (sort === 'latent') return latents
  const byDifference = sortedByKey(latents, (latent) => 2 - Math.abs(difference[latent]!))
  switch (sort) {
    case 'difference':
      return byDifference
    case 'raw':
      return sortedByKey(byDifference, (latent) => comparison.p[latent]!)
    case 'frequency':
      return sortedByKey(byDifference, (latent) => 2 - largestFrequency(present, sizes, latent, dSae))
    case 'ratio':
      return sortedByKey(byDifference, (latent) => {
        const other = prepared.against[which[latent]!]!.other
        const target = (present[latent]! + 0.5) / (sizes[0]! + 1)
        const versus = other === null ? target : (present[other * dSae + latent]! + 0.5) / (sizes[other]! + 1)
        const apart = other === null ? Math.abs(difference[latent]!) : Math.abs(Math.log(target / versus))
        return 1 / (1 + apart)
      })
    case 'adjusted': {
      const { adjusted } = comparison
      if (adjusted === null) return sortedByKey(byDifference, (latent) => comparison.p[latent]!)
      const byAdjusted = sortedByKey(byDifference, (latent) => 2 - Math.abs(adjusted.difference[latent]!))
      return sortedByKey(byAdjusted, (latent) => adjusted.p[latent]!)
    }
  }
}

function largestFrequency(present: Uint32Array, sizes: Uint32Array, latent: number, dSae: number): number {
  let largest = 0
  for (let group = 0; group < sizes.length; group++)
    largest = Math.max(largest, present[group * dSae + latent]! / Math.max(1, sizes[group]!))
  return largest
}
