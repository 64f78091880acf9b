import type { ActivationBlock } from './activation-block.ts'
import { poolBlock } from './pool-block.ts'
import { type LatentRuns, sortByLatent } from './sort-by-latent.ts'

/** How alike two readings of the same tokens are. */
export type ActivationAgreement = {
  readonly documents: number
  readonly tokens: number
  /** Pairs of token and latent active in both, of those active in either: Jaccard, 0 to 1; 1 where nothing is active. */
  readonly active: number
  /** Over the pairs active in both: ‖other - exact‖ / ‖exact‖; 0 where there are none. */
  readonly relativeError: number
  /** Pairs of document and latent present in both, of those present in either: Jaccard, 0 to 1; 1 where nothing is present. */
  readonly present: number
}

/**
 * Compares a reading with an exact one of the same documents; both have the same tokens.
 *
 * @param thresholds [dSae]: a latent is present in a document where its largest activation there is above
 */
export function activationAgreement(exact: ActivationBlock, other: ActivationBlock, thresholds: Float32Array): ActivationAgreement {
  const tokens = exact.tokenIds.length
  if (other.tokenIds.length !== tokens) throw new Error(`readings of ${tokens} and ${other.tokenIds.length} tokens`)
  const [a, b] = [sortByLatent(exact, thresholds.length), sortByLatent(other, thresholds.length)]
  const shared = sharedActivations(a, b)
  const [here, there] = [presentPairs(a, exact.tokenStarts, thresholds), presentPairs(b, other.tokenStarts, thresholds)]
  return {
    documents: exact.documentCount,
    tokens,
    active: jaccard(shared.count, a.tokens.length, b.tokens.length),
    relativeError: shared.count === 0 ? 0 : Math.sqrt(shared.squaredDifference / shared.squaredExact),
    present: jaccard(sharedPairs(here, there), here.length, there.length),
  }
}

function jaccard(shared: number, a: number, b: number): number {
  return a + b === 0 ? 1 : shared / (a + b - shared)
}

type Shared = { readonly count: number; readonly squaredDifference: number; readonly squaredExact: number }

/** Merges two readings, both by latent and then by token. */
function sharedActivations(exact: LatentRuns, other: LatentRuns): Shared {
  let count = 0
  let squaredDifference = 0
  let squaredExact = 0
  let run = 0
  for (let at = 0; at < exact.latents.length; at++) {
    const latent = exact.latents[at]!
    while (run < other.latents.length && other.latents[run]! < latent) run++
    if (run === other.latents.length) break
    if (other.latents[run]! !== latent) continue
    let there = other.starts[run]!
    const end = other.starts[run + 1]!
    for (let here = exact.starts[at]!; here < exact.starts[at + 1]!; here++) {
      const token = exact.tokens[here]!
      while (there < end && other.tokens[there]! < token) there++
      if (there === end) break
      if (other.tokens[there]! !== token) continue
      const value = exact.values[here]!
      squaredDifference += (other.values[there]! - value) ** 2
      squaredExact += value ** 2
      count++
    }
  }
  return { count, squaredDifference, squaredExact }
}

/** Pairs of document and present latent as document * dSae + latent, ascending. */
function presentPairs(runs: LatentRuns, tokenStarts: Uint32Array, thresholds: Float32Array): Float64Array {
  const { starts, latents, maxima } = poolBlock(runs, tokenStarts)
  const pairs = new Float64Array(latents.length)
  let count = 0
  for (let document = 0; document + 1 < starts.length; document++) {
    for (let at = starts[document]!; at < starts[document + 1]!; at++) {
      if (maxima[at]! > thresholds[latents[at]!]!) pairs[count++] = document * thresholds.length + latents[at]!
    }
  }
  return pairs.subarray(0, count)
}

/** How many numbers two ascending lists have in common. */
function sharedPairs(a: Float64Array, b: Float64Array): number {
  let shared = 0
  for (let here = 0, there = 0; here < a.length && there < b.length;) {
    const difference = a[here]! - b[there]!
    if (difference === 0) shared++
    if (difference <= 0) here++
    if (difference >= 0) there++
  }
  return shared
}
