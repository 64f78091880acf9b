export type AxisRequest = {
  /** [latents]: similarity of the query to each latent's label, -1 to 1; NaN for a latent without a label or never present. */
  readonly similarities: Float32Array
  /** The similarity that a label has to exceed, and the share of labels that do so with queries which have nothing to do with them. */
  readonly cut: number
  readonly byChance: number
  /** Latents of the lens that are not dead. */
  readonly live: number
}

export type Axis = {
  /** The latents on the axis, most similar first. */
  readonly latents: Uint32Array
  /** As many: 0.5 just above the cut to 1 for the most similar, for a weighted Jaccard similarity. */
  readonly weights: Float64Array
  readonly cut: number
  /** Labels above the cut, also those that did not fit. */
  readonly matched: number
  /** Labels that were compared. */
  readonly labelled: number
  /** Fewer match than words about anything would bring, or too few to tell documents apart: the clusters may not follow the query. */
  readonly tooFew: boolean
}

/** At most so many latents are on an axis, or this share of the live ones where that is more. */
const atMost = 8
const shareAtMost = 0.005
const fewest = 3

/**
 * Which latents a query picks: those whose labels are more similar to it than labels are to random queries, at most a small share of the lens.
 *
 * A similarity means different things to different embedders and lenses; what random queries reach is the measure. O(latents).
 */
export function axisLatents({ similarities, cut, byChance, live }: AxisRequest): Axis {
  let labelled = 0
  const above: number[] = []
  for (let latent = 0; latent < similarities.length; latent++) {
    const similarity = similarities[latent]!
    if (Number.isNaN(similarity)) continue
    labelled++
    if (similarity > cut) above.push(latent)
  }
  above.sort((a, b) => similarities[b]! - similarities[a]! || a - b)
  const latents = Uint32Array.from(above.slice(0, Math.max(atMost, Math.floor(shareAtMost * live))))
  const best = similarities[latents[0] ?? 0]!
  const weights = Float64Array.from(latents, (latent) => 0.5 + (0.5 * (similarities[latent]! - cut)) / (best - cut))
  return { latents, weights, cut, matched: above.length, labelled, tooFew: above.length < Math.max(fewest, labelled * byChance) }
}
