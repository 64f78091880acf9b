import { isUtf8 } from 'node:buffer'

const signatures: readonly (readonly [what: string, hexadecimal: string])[] = [
  ['a JPEG image', 'ffd8ff'],
  ['a PNG image', '89504e47'],
  ['a GIF image', '47494638'],
  ['a PDF document', '25504446'],
  ['a ZIP archive or an Office document', '504b0304'],
  ['an old Office document', 'd0cf11e0'],
  ['a Parquet table', '50415231'],
  ['an Arrow table', '4152524f5731'],
  ['Zstandard-compressed data', '28b52ffd'],
  ['xz-compressed data', 'fd377a585a00'],
  ['bzip2-compressed data', '425a6839'],
  ['a 7z archive', '377abcaf271c'],
  ['a SQLite database', '53514c69746520666f726d6174'],
  ['an HDF5 file', '894844460d0a1a0a'],
]

const examinedBytes = 65_536

/** What the first bytes of a file hold when they are not text ("a JPEG image", "binary data"); null for text, in UTF-8 or nearly. */
export function binaryContent(start: Buffer): string | null {
  const examined = start.subarray(0, examinedBytes)
  const known = signatures.find(([, hexadecimal]) => examined.subarray(0, hexadecimal.length / 2).toString('hex') === hexadecimal)
  if (known !== undefined) return known[0]
  let nulls = 0
  let controls = 0
  for (const byte of examined) {
    if (byte === 0) nulls++
    // tab, line feed, vertical tab, form feed, carriage return and escape occur in text
    if ((byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 27) || byte === 127) controls++
  }
  if (nulls > examined.length / 4) return 'binary data, or UTF-16 text without a byte order mark'
  return controls > examined.length / 20 && !isUtf8(wholeCharacters(examined)) ? 'binary data' : null
}

/** Without the last character where it is of several bytes, since it may be cut off. */
function wholeCharacters(bytes: Buffer): Buffer {
  let end = bytes.length
  while (end > 0 && ((bytes[end - 1] ?? 0) & 0xc0) === 0x80) end--
  const lead = bytes[end - 1] ?? 0
  return bytes.subarray(0, lead >= 0xc0 ? end - 1 : bytes.length)
}
