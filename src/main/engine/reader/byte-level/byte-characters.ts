import { type AlignedText, AlignedWriter, characterLength, rawEnd, rawStart, rewritten } from '../aligned-text.ts'
import { byteCharacters } from './byte-alphabet.ts'
import { textBytes } from './text-bytes.ts'

const unprintable = /[^!-~]/g
const characterOf = (character: string) => byteCharacters[character.charCodeAt(0)] ?? character

/** A text as the bytes of its UTF-8, each written as one character that counts as part of the one it came from. */
export function asByteCharacters(aligned: AlignedText): AlignedText {
  const { text } = aligned
  // oxlint-disable-next-line no-control-regex
  if (!/[^\x00-\x7f]/.test(text)) return rewritten(aligned, text.replace(unprintable, characterOf))
  const writer = new AlignedWriter(aligned, text.length * 2)
  for (let at = 0; at < text.length;) {
    const end = at + characterLength(text, at)
    const { bytes } = textBytes(text.slice(at, end))
    for (const byte of bytes) writer.add(byteCharacters[byte] ?? '', rawStart(aligned, at), rawEnd(aligned, end))
    at = end
  }
  return writer.finish()
}
