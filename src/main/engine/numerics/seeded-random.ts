import { hashPair } from './hash-pair.ts'

/** Draws one number in [0, 1): a multiple of 2^-32, all equally likely. */
export type Random = () => number

/**
 * A generator that gives the same numbers for the same seed on every machine: the small fast counting generator sfc32 of
 * Doty-Humphrey (PractRand 2010), 128 bits of state, period at least 2^32. Only the lower 32 bits of `seed` count.
 */
export function seededRandom(seed: number): Random {
  let a = hashPair(seed, 1) | 0
  let b = hashPair(seed, 2) | 0
  let c = hashPair(seed, 3) | 0
  let counter = 1
  const next = () => {
    const drawn = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + drawn) | 0
    return (drawn >>> 0) / 4294967296
  }
  for (let at = 0; at < 12; at++) next()
  return next
}

/** Puts an array in random order in place, all orders equally likely (Durstenfeld 1964), and returns it. At most 2^32 elements. */
export function shuffle<Values extends { readonly length: number; [at: number]: unknown }>(values: Values, random: Random): Values {
  for (let last = values.length - 1; last > 0; last--) {
    const at = Math.floor(random() * (last + 1))
    const kept = values[last]
    values[last] = values[at]
    values[at] = kept
  }
  return values
}

/**
 * A 32-bit number that looks random and depends only on `of` and the 32-bit `seed`: MurmurHash3 (x86, 32 bits; Appleby 2011), one block
 * per UTF-16 code unit of a text or per number (its lower 32 bits), and the length mixed in at the end. Stable: a split by it stays.
 */
export function hash32(of: string | ArrayLike<number>, seed: number): number {
  let hash = seed | 0
  if (typeof of === 'string') for (let at = 0; at < of.length; at++) hash = mixIn(hash, of.charCodeAt(at))
  else for (let at = 0; at < of.length; at++) hash = mixIn(hash, of[at]!)
  return hashPair(hash, of.length)
}

function mixIn(hash: number, block: number): number {
  const scrambled = Math.imul(block, 0xcc9e2d51)
  hash ^= Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593)
  return (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
}
