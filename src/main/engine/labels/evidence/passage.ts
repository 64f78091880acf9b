import { hash32 } from '../../numerics/seeded-random.ts'
import type { DocumentReading } from './evidence-source.ts'

/**
 * Why a passage was drawn. `activating`: the latent is present in it. The others are without activation: `random`; `gap`, from a document
 * where the latent is active elsewhere, where other documents do not suffice; and the hard ones: `token`, which holds a top token of the
 * latent, and `neighbour`, on which a latent of like direction is present.
 */
export type PassageKind = 'activating' | 'random' | 'gap' | 'token' | 'neighbour'

export type Passage = {
  readonly document: number
  readonly kind: PassageKind
  /** Of an activating one the fifth of present documents by pooled activation that it is from, 0 the weakest; else null. */
  readonly level: number | null
  /** Pooled activation of an activating one's document; else 0. */
  readonly maximum: number
  readonly text: string
  /** UTF-16 offset of the passage in the document's text. */
  readonly from: number
  /** Spans of its tokens within the passage, [tokens] each; the first and last may be cut. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** [tokens], 1 where the latent is above its threshold. */
  readonly marked: Uint8Array
  /** [tokens], 1 where it is active at all. */
  readonly active: Uint8Array
  /** Equal for passages with the same words, numbers and case aside. */
  readonly key: string
}

/** Tokens shown on either side of the one a passage is about; both `Infinity`: the whole document. */
export type PassageWindow = { readonly before: number; readonly after: number }

/** Characters a passage may grow on either side to end at the border of a word. */
const longestReach = 24

export type PassageOf = {
  readonly kind: PassageKind
  readonly document: number
  readonly level?: number
  readonly maximum?: number
}

/**
 * The passage around token `at` of a document: at most `before` + 1 + `after` tokens, grown to the borders of words (where a border is
 * within 24 characters) and of characters.
 */
export function passageAround(
  reading: DocumentReading,
  at: number,
  { before, after }: PassageWindow,
  threshold: number,
  of: PassageOf,
): Passage {
  const { text, starts, ends, activations } = reading
  const count = starts.length
  const from = at - before <= 0 ? 0 : wordStart(text, starts[at - before]!)
  const to = at + after >= count - 1 ? text.length : wordEnd(text, ends[at + after]!)
  let first = at
  while (first > 0 && ends[first - 1]! > from) first--
  let last = at
  while (last < count - 1 && starts[last + 1]! < to) last++
  const shown = text.slice(from, to)
  const inside = (offset: number) => Math.min(Math.max(offset - from, 0), shown.length)
  const values = activations.subarray(first, last + 1)
  const marked = Uint8Array.from(values, (value) => (value > threshold ? 1 : 0))
  // Activations on tokens are kept to 8 bits, the pooled one exactly: the strongest token is above the threshold also where it is not.
  if (of.kind === 'activating') marked[at - first] = 1
  return {
    document: of.document,
    kind: of.kind,
    level: of.level ?? null,
    maximum: of.maximum ?? 0,
    text: shown,
    from,
    starts: starts.subarray(first, last + 1).map(inside),
    ends: ends.subarray(first, last + 1).map(inside),
    marked,
    active: Uint8Array.from(values, (value, token) => (value > 0 || marked[token] === 1 ? 1 : 0)),
    key: passageKey(shown),
  }
}

/** 16 hexadecimal digits, the same for texts with the same words, whatever their case, numbers and punctuation. */
export function passageKey(text: string): string {
  const words = text
    .toLowerCase()
    .replaceAll(/\p{N}+/gu, '0')
    .match(/[\p{L}\p{M}]+|0/gu)
  const said = words === null ? text.trim() : words.join(' ')
  return hex(hash32(said, 1)) + hex(hash32(said, 2))
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0')
}

function wordStart(text: string, offset: number): number {
  const border = characterBorder(text, offset, -1)
  let at = border
  while (at > 0 && isWithinWord(text, at)) {
    at--
    if (border - at > longestReach) return border
  }
  return at
}

function wordEnd(text: string, offset: number): number {
  const border = characterBorder(text, offset, 1)
  let at = border
  while (at < text.length && isWithinWord(text, at)) {
    at++
    if (at - border > longestReach) return border
  }
  return at
}

/** Moves an offset between the halves of a surrogate pair or before a combining mark out of the character. */
function characterBorder(text: string, offset: number, step: -1 | 1): number {
  let at = offset
  while (at > 0 && at < text.length && Math.abs(at - offset) < longestReach && isInsideCharacter(text, at)) at += step
  return at
}

function isInsideCharacter(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code >= 0xdc00 && code <= 0xdfff) {
    const before = text.charCodeAt(at - 1)
    return before >= 0xd800 && before <= 0xdbff
  }
  return code >= 0x300 && /\p{M}/u.test(text[at]!)
}

function isWithinWord(text: string, at: number): boolean {
  return isInsideCharacter(text, at) || (isWordUnit(text, at - 1) && isWordUnit(text, at))
}

const wordUnit = /[\p{L}\p{N}\p{M}_'’]/u

/** Of a code unit. Half a surrogate pair counts as part of a word: rare letters are written so. */
function isWordUnit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return (code >= 0xd800 && code <= 0xdfff) || wordUnit.test(text[at]!)
}
