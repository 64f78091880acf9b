/** Bytes of a content hash (`contentHash`). */
export const hashBytes = 16

/** Content hashes one after another, 16 bytes each, in the given order. */
export function packHashes(hashes: readonly Uint8Array[]): Buffer {
  const packed = Buffer.alloc(hashes.length * hashBytes)
  hashes.forEach((hash, at) => {
    if (hash.length !== hashBytes) throw new Error(`a content hash of ${hash.length} bytes`)
    packed.set(hash, at * hashBytes)
  })
  return packed
}

/** What `packHashes` packed; the hashes are views of `packed`. */
export function unpackHashes(packed: Uint8Array): readonly Uint8Array[] {
  const count = packed.length / hashBytes
  return Array.from({ length: count }, (_, at) => packed.subarray(at * hashBytes, (at + 1) * hashBytes))
}
