import { hash32 } from '../numerics/seeded-random.ts'

/**
 * The places of some keys in an order that looks random and depends on the keys and the seed alone, not on how the keys came: what is added
 * comes somewhere between, and does not move the others. Equal keys stay in order. [keys]
 */
export function stableOrder(keys: readonly string[], seed: number): Uint32Array {
  const hashes = Uint32Array.from(keys, (key) => hash32(key, seed))
  const places = Uint32Array.from({ length: keys.length }, (_, at) => at)
  return places.sort((a, b) => hashes[a]! - hashes[b]! || compareText(keys[a]!, keys[b]!) || a - b)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
