/**
 * Numbers as one run of bytes per byte of their width, the lowest byte of all of them first: sign and exponent end up together, where they
 * compress, and the mantissa's noise apart. `raw` holds little-endian numbers of `width` bytes; [width] planes of raw.length / width.
 */
export function splitPlanes(raw: Uint8Array, width: number): Uint8Array[] {
  const count = raw.length / width
  return Array.from({ length: width }, (_, plane) => {
    const bytes = new Uint8Array(count)
    for (let at = 0, from = plane; at < count; at++, from += width) bytes[at] = raw[from]!
    return bytes
  })
}

/** The numbers `first` to `end` (exclusive) of 4 or 8 planes put together again: [(end - first) * planes / 4] words, little-endian. */
export function joinPlanes(planes: readonly Uint8Array[], first: number, end: number): Uint32Array<ArrayBuffer> {
  const wordsEach = planes.length / 4
  const words = new Uint32Array((end - first) * wordsEach)
  for (let word = 0; word < wordsEach; word++) {
    const [low, second, third, high] = planes.slice(4 * word) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
    for (let at = first, to = word; at < end; at++, to += wordsEach) {
      words[to] = low[at]! | (second[at]! << 8) | (third[at]! << 16) | (high[at]! << 24)
    }
  }
  return words
}
