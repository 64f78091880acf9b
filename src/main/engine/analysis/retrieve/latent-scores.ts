import type { RankedList } from '../../numerics/largest-scores.ts'
import { nonzeroQuantile } from '../../numerics/nonzero-quantile.ts'
import { bestOfBoard, clearBoard, reach, type ScoreBoard } from './score-board.ts'

/** Where in the range of a latent's pooled activations its unit lies. */
const scaleQuantile = 0.9

/** Found best on average in the paper this follows (its appendix on retrieval swept 0.01 to 1.5). */
export const defaultTemperature = 0.2

/** The documents a latent is active in, by ordinal. */
export type Postings = {
  /** [documents], ascending. */
  readonly ordinals: Uint32Array
  /** [documents], pooled activations above 0. */
  readonly maxima: Float32Array
}

/** One latent of a question. Below 0, `weight` holds documents back. */
export type WeightedLatent = Postings & {
  readonly latent: number
  readonly weight: number
  /** What its activations are divided by: `latentScale` of all documents searched, above 0. */
  readonly scale: number
}

/** The 90th percentile of a latent's pooled activations, zeros left out; 1 where it is never active. */
export function latentScale(maxima: Float32Array): number {
  const scale = nonzeroQuantile(maxima, scaleQuantile)
  return scale > 0 ? scale : 1
}

/**
 * Weights of `count` latents ranked by how well they answer a question, best first: exp(-r / (count · temperature)), r from 0.
 *
 * Temperature 0 leaves the first alone, Infinity weights all alike. Throws a RangeError below 0.
 */
export function rankWeights(count: number, temperature = defaultTemperature): Float64Array {
  if (!(temperature >= 0)) throw new RangeError(`temperature ${temperature}`)
  const decay = count * temperature
  return Float64Array.from({ length: count }, (_, rank) => (rank === 0 ? 1 : Math.exp(-rank / decay)))
}

export type LatentSearchOptions = {
  readonly limit: number
  /** Ordinals that may be found; absent: all. */
  readonly passing?: Uint32Array | null
  /**
   * How many latents are active in each document, [documents]: scores are divided by the root of it plus 1, so that long documents, where more of
   * anything is active, are not favoured. Absent: the plain sum.
   */
  readonly activeLatents?: Uint32Array | null
}

/**
 * The documents with the largest sum over latents of weight · pooled activation / scale; those whose sum is not above 0 are left out.
 *
 * Latents of negative weight bring no documents, they only count against those that others brought.
 *
 * @param board for at least as many documents as the postings know; the next search overwrites it
 */
export function searchLatents(board: ScoreBoard, latents: readonly WeightedLatent[], options: LatentSearchOptions): RankedList {
  clearBoard(board, options.passing ?? null)
  for (const latent of latents) if (latent.weight > 0) addLatent(board, latent)
  for (const latent of latents) if (latent.weight < 0) addLatent(board, latent)
  const { activeLatents } = options
  if (activeLatents != null) {
    for (let at = 0; at < board.count; at++) board.scores[board.reached[at]!]! /= Math.sqrt(1 + activeLatents[board.reached[at]!]!)
  }
  return bestOfBoard(board, options.limit)
}

function addLatent(board: ScoreBoard, { ordinals, maxima, weight, scale }: WeightedLatent): void {
  const { scores } = board
  const factor = weight / scale
  for (let at = 0; at < ordinals.length; at++) {
    const ordinal = ordinals[at]!
    if (reach(board, ordinal, weight > 0)) scores[ordinal]! += factor * maxima[at]!
  }
}

/** What one latent did for a document's score. */
export type LatentPart = { readonly latent: number; readonly activation: number; readonly part: number }

/** Why a document was found: the latents active in it with their parts of its score, the largest part in either direction first. */
export function latentParts(ordinal: number, latents: readonly WeightedLatent[]): LatentPart[] {
  const parts: LatentPart[] = []
  for (const { latent, weight, scale, ordinals, maxima } of latents) {
    const at = placeOf(ordinals, ordinal)
    if (at < 0) continue
    const activation = maxima[at]!
    parts.push({ latent, activation, part: (weight * activation) / scale })
  }
  return parts.sort((a, b) => Math.abs(b.part) - Math.abs(a.part) || a.latent - b.latent)
}

/** Binary search; -1 where `ordinals` (ascending) has not got it. */
function placeOf(ordinals: Uint32Array, wanted: number): number {
  let low = 0
  let high = ordinals.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const ordinal = ordinals[middle]!
    if (ordinal === wanted) return middle
    if (ordinal < wanted) low = middle + 1
    else high = middle - 1
  }
  return -1
}
