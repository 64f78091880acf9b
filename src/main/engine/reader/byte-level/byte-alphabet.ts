/**
 * GPT-2's alphabet: each byte is written as one printable character, so that a vocabulary is text. Bytes that are printable in
 * Latin-1 stand for themselves, the other 68 for U+0100 onwards in order.
 */
export const byteCharacters: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  return String.fromCodePoint(isPrintable(byte) ? byte : 256 + unprintableBelow(byte))
})

const charactersToBytes = new Map(byteCharacters.map((character, byte) => [character, byte]))

function isPrintable(byte: number): boolean {
  return (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad)
}

function unprintableBelow(byte: number): number {
  let count = 0
  for (let each = 0; each < byte; each++) if (!isPrintable(each)) count++
  return count
}

/** The bytes that a word of the vocabulary stands for; null where a character of it is not in the alphabet. */
export function bytesOfWord(word: string): Uint8Array | null {
  const bytes = new Uint8Array(word.length)
  for (let index = 0; index < word.length; index++) {
    const byte = charactersToBytes.get(word[index] ?? '')
    if (byte === undefined) return null
    bytes[index] = byte
  }
  return bytes
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes as text to show: what is not a whole character as <0xE2>. */
export function displayBytes(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : `<0x${byte.toString(16).toUpperCase()}>`)).join(
      '',
    )
  }
}
