/** A 32-bit number that looks random and depends only on two 32-bit numbers: each mixed by the finaliser of MurmurHash3. */
export function hashPair(a: number, b: number): number {
  return mix(mix(a) ^ b)
}

function mix(value: number): number {
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
