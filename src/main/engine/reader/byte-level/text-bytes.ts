/** UTF-8 of a stretch of text, and for each byte the span of its character in UTF-16 code units of the stretch. */
export type TextBytes = { readonly bytes: Uint8Array; readonly starts: Int32Array; readonly ends: Int32Array }

/** A surrogate without its partner counts as U+FFFD, as every encoder to UTF-8 has it. */
export function textBytes(text: string): TextBytes {
  const bytes = new Uint8Array(text.length * 3)
  const starts = new Int32Array(text.length * 3)
  const ends = new Int32Array(text.length * 3)
  let count = 0
  for (let at = 0; at < text.length;) {
    const start = at
    let point = text.codePointAt(at) ?? 0
    at += point > 0xffff ? 2 : 1
    if (point >= 0xd800 && point <= 0xdfff) point = 0xfffd
    const first = count
    if (point < 0x80) bytes[count++] = point
    else if (point < 0x800) {
      bytes[count++] = 0xc0 | (point >> 6)
      bytes[count++] = 0x80 | (point & 0x3f)
    } else {
      if (point < 0x10000) bytes[count++] = 0xe0 | (point >> 12)
      else {
        bytes[count++] = 0xf0 | (point >> 18)
        bytes[count++] = 0x80 | ((point >> 12) & 0x3f)
      }
      bytes[count++] = 0x80 | ((point >> 6) & 0x3f)
      bytes[count++] = 0x80 | (point & 0x3f)
    }
    starts.fill(start, first, count)
    ends.fill(at, first, count)
  }
  return { bytes: bytes.subarray(0, count), starts: starts.subarray(0, count), ends: ends.subarray(0, count) }
}
