import type { LatentPostings } from './read-postings.ts'
import type { SelectedExamples } from './select-examples.ts'

/** Tokens shown before and behind the one with the maximum, and so in a window at most. */
export const windowReach = 24
export const windowTokens = 2 * windowReach + 1

/** The examples of a range of latents while their windows are being filled. Examples of run r are `starts[r]` to `starts[r + 1]`. */
export type GatheredExamples = {
  readonly latents: number[]
  readonly starts: number[]
  readonly ordinals: Uint32Array
  readonly maxima: Float32Array
  readonly positions: Uint32Array
  readonly sampled: Uint8Array
  /** Tokens of the window before the one with the maximum, and all its tokens. */
  readonly before: Uint8Array
  readonly lengths: Uint8Array
  /** [examples, windowTokens]: each window's 8-bit activations from its first token on, in 255ths of the example's maximum; 0 is none. */
  readonly levels: Uint8Array
}

export function emptyExamples(capacity: number): GatheredExamples {
  return {
    latents: [],
    starts: [0],
    ordinals: new Uint32Array(capacity),
    maxima: new Float32Array(capacity),
    positions: new Uint32Array(capacity),
    sampled: new Uint8Array(capacity),
    before: new Uint8Array(capacity),
    lengths: new Uint8Array(capacity),
    levels: new Uint8Array(capacity * windowTokens),
  }
}

export function addExamples(into: GatheredExamples, latent: number, postings: LatentPostings, selected: SelectedExamples): void {
  let at = into.starts[into.starts.length - 1]!
  for (const [rank, place] of selected.places.entries()) {
    into.ordinals[at] = postings.ordinals[place]!
    into.maxima[at] = postings.maxima[place]!
    into.positions[at] = postings.positions[place]!
    into.sampled[at++] = selected.sampled[rank]! ? 1 : 0
  }
  into.latents.push(latent)
  into.starts.push(at)
}
