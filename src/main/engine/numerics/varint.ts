/** Most bytes a 32-bit varint takes. */
export const maxVarintBytes = 5

/** Writes a 32-bit unsigned number, 7 bits a byte, lowest first, the top bit set on all bytes but the last; returns the offset behind it. */
export function writeVarint(bytes: Uint8Array, offset: number, value: number): number {
  while (value >= 128) {
    bytes[offset++] = (value & 127) | 128
    value >>>= 7
  }
  bytes[offset++] = value
  return offset
}

/** Reads `count` varints from `offset` into `into`, from `at` on; returns the offset behind them. */
export function readVarints(bytes: Uint8Array, offset: number, count: number, into: Uint32Array, at = 0): number {
  for (const end = at + count; at < end; at++) {
    let byte = bytes[offset++]!
    let value = byte & 127
    for (let shift = 7; byte & 128; shift += 7) {
      byte = bytes[offset++]!
      value |= (byte & 127) << shift
    }
    into[at] = value
  }
  return offset
}

/** 0, -1, 1, -2, 2 ... to 0, 1, 2, 3, 4 ..., 32 bits. */
export function zigzag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0
}

export function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1)
}
