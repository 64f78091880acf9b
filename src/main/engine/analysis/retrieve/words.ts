/** What a UTF-16 unit does to a text's words; any other entry of the table is the unit it is folded to. */
const separator = 0
/** Belongs to the word it stands in and is left out of it: a diacritic, a soft hyphen. */
const silent = 1
/** Of a script that is written without spaces. */
const unspaced = 2
const surrogate = 3

const wordCharacter = /[\p{L}\p{N}\p{Mn}\p{Mc}\p{Co}]/u
const unspacedCharacter =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
/** Combining diacritics, those for symbols, variation selectors, half marks; the soft hyphen: first and last units. */
const silentRanges = [
  [0x300, 0x36f],
  [0xad, 0xad],
  [0x20d0, 0x20ff],
  [0xfe00, 0xfe0f],
  [0xfe20, 0xfe2f],
] as const
const plainLetter = /^[a-z]/

/** Longer words are told apart by their first units only. */
const longestWord = 64

/** What each UTF-16 unit is, [65536]; made with the first text. */
let table: Uint16Array | undefined

/** A word of a text: its folded units `units[0..length)`, their hash (32 bits, signed), and where it stands, in UTF-16 units. */
export type WordVisitor = (units: Uint16Array, length: number, hash: number, start: number, end: number) => void

/**
 * Visits the words of a text in order: runs of letters, digits and marks, lower-cased, without diacritics.
 *
 * Folds as SQLite's FTS5 does with `unicode61 remove_diacritics 2`, with three differences: vowel signs (Mn, Mc) do not cut a word in two, a soft
 * hyphen neither, and scripts without spaces give each character and each pair of neighbours as words. `units` is reused from word to word.
 */
export function eachWord(text: string, visit: WordVisitor): void {
  const folds = (table ??= foldTable())
  const units = new Uint16Array(longestWord)
  let length = 0
  let start = 0
  /** One past the word's last unit, silent ones included. */
  let end = 0
  /** Where the character of an unspaced script just before began; -1 without one. */
  let before = -1
  for (let at = 0; at < text.length; at++) {
    const fold = folds[text.charCodeAt(at)]!
    if (fold > surrogate) {
      if (length === 0) start = at
      if (length < longestWord) units[length++] = fold
      end = at + 1
      before = -1
      continue
    }
    if (fold === silent) {
      if (length > 0) end = at + 1
      continue
    }
    const wide = fold === surrogate ? astralFold(text, at) : null
    if (wide !== null && wide.kind > surrogate) {
      if (length === 0) start = at
      for (let part = 0; part < wide.folded.length && length < longestWord; part++) units[length++] = wide.folded.charCodeAt(part)
      end = at + 2
      before = -1
      at++
      continue
    }
    if (length > 0) {
      visit(units, length, hashOf(units, length), start, end)
      length = 0
    }
    if (fold !== unspaced && wide?.kind !== unspaced) {
      before = -1
      if (wide !== null) at += wide.width - 1
      continue
    }
    const width = wide?.width ?? 1
    visitSlice(text, at, at + width, units, visit)
    if (before >= 0) visitSlice(text, before, at + width, units, visit)
    before = at
    at += width - 1
  }
  if (length > 0) visit(units, length, hashOf(units, length), start, end)
}

function visitSlice(text: string, start: number, end: number, units: Uint16Array, visit: WordVisitor): void {
  let length = 0
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at)
    if (table![unit]! !== silent) units[length++] = unit
  }
  visit(units, length, hashOf(units, length), start, end)
}

/** 32 bits over a word's units, multiplied in one by one and mixed at the end (the finaliser of MurmurHash3). */
function hashOf(units: Uint16Array, length: number): number {
  let hash = length
  for (let at = 0; at < length; at++) hash = Math.imul(hash ^ units[at]!, 0x5bd1e995) + 0x7ed55d16
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

type Astral = { readonly kind: number; readonly folded: string; readonly width: number }

/** The character beyond U+FFFF that begins at `at`; half a pair is a separator. */
function astralFold(text: string, at: number): Astral {
  const character = String.fromCodePoint(text.codePointAt(at)!)
  if (character.length === 1) return { kind: separator, folded: '', width: 1 }
  if (unspacedCharacter.test(character)) return { kind: unspaced, folded: character, width: 2 }
  const isWord = wordCharacter.test(character)
  return { kind: isWord ? surrogate + 1 : separator, folded: character.toLowerCase(), width: 2 }
}

function foldTable(): Uint16Array {
  const folds = new Uint16Array(65536)
  for (let unit = 0x30; unit < 65536; unit++) {
    if (unit >= 0xd800 && unit < 0xe000) {
      folds[unit] = surrogate
      continue
    }
    const character = String.fromCharCode(unit)
    if (silentRanges.some(([first, last]) => unit >= first && unit <= last)) folds[unit] = silent
    else if (!wordCharacter.test(character)) folds[unit] = separator
    else if (unspacedCharacter.test(character)) folds[unit] = unspaced
    else folds[unit] = foldOf(character)
  }
  return folds
}

/** The small letter, so that long s, final sigma and the like are the ordinary letter; an ASCII letter for one with diacritics. */
function foldOf(character: string): number {
  const upper = character.toUpperCase()
  const lower = (upper.length === 1 ? upper : character).toLowerCase()
  const base = lower.normalize('NFD')
  return (plainLetter.test(base) ? base : lower).charCodeAt(0)
}
