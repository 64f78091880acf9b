/** A document's active latents, ascending, and their pooled activations. */
export type ExampleDocument = { readonly latents: Uint32Array; readonly maxima: Float32Array }

export type ExampleQuestion = {
  readonly liked: readonly ExampleDocument[]
  readonly disliked: readonly ExampleDocument[]
  /** Documents each latent is active in, [dSae]. */
  readonly frequencies: Uint32Array
  /** All documents that `frequencies` counts; the examples are among them. */
  readonly documents: number
  /** `latentScale` of a latent; asked for at most 4 · `limit` latents of each side. */
  readonly scaleOf: (latent: number) => number
  /** Latents to use for each of the two sides. */
  readonly limit: number
}

/** A latent with what it tells about the question, 1 or -1 for the most telling; below 0 it speaks against a document. */
export type ExampleWeight = { readonly latent: number; readonly weight: number }

/** The examples of one side, and in how many of them each latent is active. */
type Side = { readonly examples: readonly ExampleDocument[]; readonly counts: ReadonlyMap<number, number> }

/** Activations above this many scales count as this many: one document's outlier is no more typical than that. */
const strongest = 2
/** Only so many times `limit` latents, those with the largest log odds, are weighed by their activations. */
const shortlist = 4

/**
 * The latents that tell the liked documents from the rest, and, with negative weight, those that tell the disliked ones; the strongest first.
 *
 * A latent's weight for its side is its log odds ratio times its mean normalised activation in the examples. The ratio is that among examples
 * and among the other documents, ½ added to each count (the relevance weight of Robertson & Spärck Jones 1976):
 * ln (l + ½)(N - L - n + ½) / (L - l + ½)(n + ½), where l of L examples and n of the N - L other documents have it. A latent of both sides counts by the
 * difference, then all are divided by the largest. Only ratios that favour their side count.
 */
export function latentsByExample(question: ExampleQuestion): ExampleWeight[] {
  const liked = sideWeights(question.liked, question)
  const disliked = sideWeights(question.disliked, question)
  const weights = Array.from(new Set([...liked.keys(), ...disliked.keys()]), (latent): ExampleWeight => {
    return { latent, weight: (liked.get(latent) ?? 0) - (disliked.get(latent) ?? 0) }
  }).filter(({ weight }) => weight !== 0)
  weights.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || a.latent - b.latent)
  const chosen = { for: 0, against: 0 }
  const largest = Math.abs(weights[0]?.weight ?? 1)
  return weights
    .filter(({ weight }) => (weight > 0 ? chosen.for++ : chosen.against++) < question.limit)
    .map(({ latent, weight }) => ({ latent, weight: weight / largest }))
}

function sideWeights(examples: readonly ExampleDocument[], question: ExampleQuestion): Map<number, number> {
  const side: Side = { examples, counts: countLatents(examples) }
  const ratios = Array.from(side.counts.keys(), (latent) => ({ latent, ratio: logOddsRatio(latent, side, question) }))
    .filter(({ ratio }) => ratio > 0)
    .sort((a, b) => b.ratio - a.ratio || a.latent - b.latent)
    .slice(0, shortlist * question.limit)
  const weights = new Map(ratios.map(({ latent }) => [latent, 0]))
  const scales = new Map(ratios.map(({ latent }) => [latent, question.scaleOf(latent)]))
  for (const { latents, maxima } of examples)
    latents.forEach((latent, at) => {
      const scale = scales.get(latent)
      if (scale !== undefined) weights.set(latent, weights.get(latent)! + Math.min(strongest, maxima[at]! / scale))
    })
  for (const { latent, ratio } of ratios) weights.set(latent, (weights.get(latent)! * ratio) / examples.length)
  return weights
}

function logOddsRatio(latent: number, { examples, counts }: Side, { frequencies, documents }: ExampleQuestion): number {
  const having = counts.get(latent)!
  const others = frequencies[latent]! - having
  const lacking = examples.length - having
  return Math.log(((having + 0.5) * (documents - examples.length - others + 0.5)) / ((lacking + 0.5) * (others + 0.5)))
}

/** In how many of the examples each latent is active. */
function countLatents(examples: readonly ExampleDocument[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { latents } of examples) for (const latent of latents) counts.set(latent, (counts.get(latent) ?? 0) + 1)
  return counts
}
