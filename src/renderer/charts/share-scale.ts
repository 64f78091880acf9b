import { scalePow } from 'd3'

/** Round shares and differences of shares that an axis may be marked at. */
const marks = [0.0001, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1]

/**
 * A scale of shares or their differences by the square root, sign kept, so that rare latents are not all at one end. There the noise of a
 * share is about the same everywhere.
 */
export function rootScale(domain: readonly [number, number], range: readonly [number, number]) {
  return scalePow([...domain], [...range])
    .exponent(0.5)
    .clamp(true)
}

/** Marks of an axis from `least` to `most` (0 among them where they lie on both sides), at least `apart` pixels from one another. */
export function rootTicks(
  scale: (value: number) => number,
  least: number,
  most: number,
  apart: number,
): readonly { readonly value: number; readonly at: number }[] {
  const wanted = [0, ...marks.toReversed().flatMap((mark) => [mark, -mark])].filter((value) => value >= least && value <= most)
  const placed: { readonly value: number; readonly at: number }[] = []
  for (const value of wanted) {
    const at = scale(value)
    if (placed.every((other) => Math.abs(other.at - at) >= apart)) placed.push({ value, at })
  }
  return placed.sort((a, b) => a.value - b.value)
}
