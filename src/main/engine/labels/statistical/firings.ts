import { hashPair } from '../../numerics/hash-pair.ts'
import type { EvidenceSource } from '../evidence/evidence-source.ts'
import { inRandomOrder } from '../evidence/random-order.ts'
import { type EvidenceSet, evidenceSets } from '../evidence/split-documents.ts'

/** Tokens of documents where a latent is present, one document after the other. */
export type Firings = {
  /** [tokens] each; activations 0 where the latent is not active. */
  readonly ids: Uint32Array
  readonly activations: Float32Array
  /** [documents + 1] */
  readonly starts: Uint32Array
  /** [documents] */
  readonly documents: Uint32Array
}

/** Tokens taken of one document at most, around its strongest. */
const mostTokens = 1000

/** Documents of one set where the latent is present, at random, each of another group: at most `most`. */
export function gatherFirings(source: EvidenceSource, latent: number, set: EvidenceSet, seed: number, most = 100): Firings {
  const { documents, maxima, positions } = source.postings(latent)
  const threshold = source.threshold(latent)
  const place = evidenceSets.indexOf(set)
  const groups = new Set<number>()
  const ids: number[] = []
  const activations: number[] = []
  const starts = [0]
  const drawn: number[] = []
  for (const at of inRandomOrder(Uint32Array.from(documents.keys()), hashPair(hashPair(seed, latent), 50))) {
    if (drawn.length >= most) break
    const document = documents[at]!
    if (!(maxima[at]! > threshold) || source.sets[document] !== place || groups.has(source.groups[document]!)) continue
    groups.add(source.groups[document]!)
    const reading = source.read(document, latent)
    const first = Math.max(0, Math.min(positions[at]! - mostTokens / 2, reading.starts.length - mostTokens))
    const last = Math.min(reading.starts.length, first + mostTokens)
    for (let token = first; token < last; token++) {
      ids.push(reading.tokenIds[token]!)
      activations.push(reading.activations[token]!)
    }
    starts.push(ids.length)
    drawn.push(document)
  }
  return {
    ids: Uint32Array.from(ids),
    activations: Float32Array.from(activations),
    starts: Uint32Array.from(starts),
    documents: Uint32Array.from(drawn),
  }
}
