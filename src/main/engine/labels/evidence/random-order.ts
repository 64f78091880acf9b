import { hashPair } from '../../numerics/hash-pair.ts'

/**
 * The numbers from 0 to `count` - 1, each once, in an order that looks random and depends only on the seed, without holding them.
 * `count` is below 2^31.
 *
 * A bijection of the numbers below the next power of two (odd products and shifted differences), those from `count` on passed over.
 */
export function* randomOrder(count: number, seed: number): Generator<number> {
  if (count === 0) return
  const bits = Math.max(2, 32 - Math.clz32(count - 1))
  const mask = 2 ** bits - 1
  const half = bits >>> 1
  const first = hashPair(seed, 1)
  const factor = hashPair(seed, 2) | 1
  const second = hashPair(seed, 3) | 1
  for (let at = 0; at <= mask; at++) {
    let value = ((at + first) & mask) >>> 0
    value = (Math.imul(value, factor) & mask) >>> 0
    value ^= value >>> half
    value = (Math.imul(value, second) & mask) >>> 0
    value = (value ^ (value >>> half)) >>> 0
    if (value < count) yield value
  }
}

/** The elements of an array in random order. */
export function* inRandomOrder(values: ArrayLike<number>, seed: number): Generator<number> {
  for (const at of randomOrder(values.length, seed)) yield values[at]!
}
