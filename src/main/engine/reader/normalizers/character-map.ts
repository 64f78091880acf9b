import { Failure } from '../../../../contract/failure.ts'
import { type AlignedText, characterStart } from '../aligned-text.ts'
import { CharacterRewrite } from '../character-rewrite.ts'
import type { Normalizer } from './normalizer.ts'

/** More than any rule of Unicode's makes of one character (18, of U+FDFA, in up to 4 bytes each). */
const longestReplacement = 256
const damaged = (why: string) =>
  new Failure(
    'lens-invalid',
    `The tokenizer's map of characters (Precompiled) is damaged: ${why}.`,
    'Download tokenizer.json again.',
  )

/**
 * SentencePiece's map of characters, as `Precompiled` applies it: each grapheme that is in the map is replaced as a whole if it is
 * short, else character by character.
 *
 * The map, in base64, is the length in bytes of a double-array trie (u32, little-endian), its units (u32), and the replacements, each
 * ended by NUL, which the trie points to.
 */
export function characterMapNormalizer(base64: string): Normalizer {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length < 4) throw damaged('it is empty')
  const trieBytes = bytes.readUInt32LE(0)
  if (trieBytes % 4 !== 0 || trieBytes + 4 > bytes.length) throw damaged('it is shorter than it says')
  const units = Uint32Array.from({ length: trieBytes / 4 }, (_, unit) => bytes.readUInt32LE(4 + unit * 4))
  const replacements = bytes.subarray(4 + trieBytes)
  const longest = replacements
    .toString('latin1')
    .split('\0')
    .reduce((most, each) => Math.max(most, each.length), 0)
  if (longest > longestReplacement) throw damaged('a replacement is too long')

  const known = new Map<string, string | null>()
  const replacementOf = (key: string): string | null => {
    let found = known.get(key)
    if (found === undefined) {
      const at = firstPrefix(units, Buffer.from(key))
      found = at === null ? null : replacements.toString('utf8', at, endOf(replacements, at))
      if (known.size > 100_000) known.clear()
      known.set(key, found)
    }
    return found
  }
  const inert = asciiLeftAlone(replacementOf)
  return (aligned) => (inert.test(aligned.text) ? aligned : mapped(aligned, replacementOf))
}

/** Texts of ASCII characters that are not in the map; a line feed after a carriage return belongs to it. */
function asciiLeftAlone(replacementOf: (key: string) => string | null): RegExp {
  const characters = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
  const inert = characters.filter((character) => character !== '\r' && replacementOf(character) === null)
  return new RegExp(`^[${inert.map((each) => `\\u{${each.charCodeAt(0).toString(16)}}`).join('')}]*$`, 'v')
}

function endOf(replacements: Uint8Array, at: number): number {
  const end = replacements.indexOf(0, at)
  return end === -1 ? replacements.length : end
}

/** What the shortest prefix of a key points to in a double-array trie (darts-clone's layout of units). */
function firstPrefix(units: Uint32Array, key: Uint8Array): number | null {
  let node = offsetOf(units[0] ?? 0)
  for (const byte of key) {
    if (byte === 0) return null
    node ^= byte
    const unit = units[node] ?? 0
    if ((unit & 0x800000ff) >>> 0 !== byte) return null
    node ^= offsetOf(unit)
    if (((unit >>> 8) & 1) === 1) return (units[node] ?? 0) & 0x7fffffff
  }
  return null
}

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6)
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** Stretches in which characters may join into graphemes of several; all others are graphemes by themselves. */
const maybeJoined = /(?:\r\n|[^\0-\u02ff]|[\0-\u02ff](?=[^\0-\u02ff]))+/g

function* graphemesOf(text: string): Generator<string> {
  let done = 0
  for (const { index, 0: joined } of text.matchAll(maybeJoined)) {
    yield* text.slice(done, index)
    for (const { segment } of graphemes.segment(joined)) yield segment
    done = index + joined.length
  }
  yield* text.slice(done)
}

/** The changes are those of the library, also where a character is mapped to nothing at the very start of a text. */
function mapped(aligned: AlignedText, replacementOf: (key: string) => string | null): AlignedText {
  const rewrite = new CharacterRewrite(aligned)
  let modified = false
  // Units at the start that are as they were.
  let same = 0
  // The character put last, whose change may still be lowered.
  let last: { character: string; change: number } | null = null

  function push(character: string, change: number): void {
    if (last !== null) rewrite.put(last.character, last.change)
    last = { character, change }
  }
  function replace(part: string, replacement: string): void {
    if (!modified && same > 0) {
      const before = aligned.text.slice(characterStart(aligned.text, same - 1), same)
      rewrite.keep(same - before.length)
      last = { character: before, change: 0 }
    }
    modified = true
    const characters = [...replacement]
    const replaced = [...part].length
    for (const [index, character] of characters.entries()) push(character, index < replaced ? 0 : 1)
    if (last !== null) last.change -= Math.max(0, replaced - characters.length)
  }
  function take(part: string): boolean {
    const replacement = replacementOf(part)
    if (replacement === null) return false
    replace(part, replacement)
    return true
  }
  function unchanged(character: string): void {
    if (modified) push(character, 0)
    else same += character.length
  }

  for (const grapheme of graphemesOf(aligned.text)) {
    if (Buffer.byteLength(grapheme) < 6 && take(grapheme)) continue
    for (const character of grapheme) if (!take(character)) unchanged(character)
  }
  if (!modified) return aligned
  push('', 0)
  return rewrite.finish()
}
