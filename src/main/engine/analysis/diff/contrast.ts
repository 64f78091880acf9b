import type { Interval } from '../../numerics/proportion-intervals.ts'

/**
 * A two-sided test of whether documents of the target have a latent more or less often than the others. One object tests latent after
 * latent; figures are of the latent tested last.
 */
export type Contrast = {
  /**
   * Tests the latent present in the first `count` of `documents`, ascending; documents left out of the contrast are passed over.
   * `documents` must stay as it is until the figures have been read.
   */
  test(documents: Uint32Array, count: number): void
  /** Target minus other, -1..1. */
  readonly difference: number
  readonly p: number
  /** The smallest p that the latent's margins allow, whichever side had it: the mask of testable latents may rest on it. */
  readonly smallest: number
  /** Of the difference, at normal quantile `z`. */
  interval(z: number): Interval
}

/**
 * An interval by a standard error, which shrinks to nothing where hardly any document has the latent, widened to what Newcombe's would be where
 * none has: from difference - z²/(other + z²) to difference + z²/(target + z²). Within [-1, 1].
 */
export function widenedForNone(difference: number, [low, high]: Interval, target: number, other: number, z: number): Interval {
  if (target === 0 || other === 0) return [-1, 1]
  const square = z * z
  return [
    Math.max(-1, Math.min(low, difference - square / (other + square))),
    Math.min(1, Math.max(high, difference + square / (target + square))),
  ]
}
