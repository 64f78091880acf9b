import { hashPair } from '../../numerics/hash-pair.ts'

/** What a UTF-16 code unit does to words. */
const between = 0
const inside = 1
const alone = 2
const sign = 3
const ignored = 4

/** Of the 32-bit FNV-1a hash (Fowler, Noll, Vo), taken here over code units. */
const fnvBasis = 0x811c9dc5
const fnvPrime = 0x01000193

/**
 * The words of a text as 32-bit numbers, read from its code units in one pass, without case, white space and punctuation.
 *
 * A word is a run of letters, digits and combining marks, lower-cased; in scripts written without spaces each character is one. Symbols
 * (+ = < $ % & @, signs like the check mark) are words by themselves, and so are - * / ^ before a digit, so that "7 - 3" and "7 * 3" are two
 * texts. All other punctuation, apostrophes and the bars of tables included, only separates. Format characters (soft hyphen, zero-width space)
 * are as if absent. Unicode is not normalised otherwise. The buffer is kept and read again: it grows to the longest text.
 */
export class WordHashes {
  /** The words of the text read last are the first `count`. */
  words = new Uint32Array(1024)
  count = 0
  /** 64-bit content key of the text read last: equal for texts with the same words in the same order, and for those without words where
   * they are the same but for white space around them. */
  high = 0
  low = 0

  readonly #kinds: Uint8Array
  readonly #folded: Uint16Array

  constructor() {
    const { kinds, folded } = characterTables()
    this.#kinds = kinds
    this.#folded = folded
  }

  read(text: string): void {
    const kinds = this.#kinds
    const folded = this.#folded
    this.count = 0
    this.high = 0
    let low = 0
    let word = 0
    let inWord = false
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      const kind = kinds[code]!
      if (kind === inside) {
        word = Math.imul((inWord ? word : fnvBasis) ^ folded[code]!, fnvPrime)
        low = extend(low, folded[code]!)
        inWord = true
      } else if (kind !== ignored) {
        if (inWord) {
          this.#push(word)
          low = extend(low, 0)
          inWord = false
        }
        if (kind === alone || (kind === sign && digitFollows(text, at + 1))) {
          this.#push(Math.imul(fnvBasis ^ folded[code]!, fnvPrime))
          low = extend(extend(low, folded[code]!), 0)
        }
      }
    }
    if (inWord) {
      this.#push(word)
      low = extend(low, 0)
    }
    if (this.count === 0) for (const each of text.trim()) low = extend(low, each.codePointAt(0)!)
    this.low = hashPair(low, this.count)
  }

  #push(word: number): void {
    if (this.count === this.words.length) {
      const grown = new Uint32Array(2 * this.count)
      grown.set(this.words)
      this.words = grown
    }
    const hash = hashPair(word, 0)
    this.words[this.count++] = hash
    this.high = hashPair(this.high, hash)
  }
}

/**
 * The content key of a text as 16 hexadecimal digits: the same for texts with the same words in the same order (see `WordHashes`), another
 * one otherwise but for a chance of about 2^-64 for each two texts (2^-32 for two without any word).
 */
export function contentKey({ high, low }: { readonly high: number; readonly low: number }): string {
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
}

/** A rolling hash of code units unlike that of single words, so that two words that collide do not make two texts collide. */
function extend(hash: number, code: number): number {
  return Math.imul(((hash << 5) | (hash >>> 27)) ^ code, 0x9e3779b1)
}

/** Whether the first character from `at` on that is no space is a digit. */
function digitFollows(text: string, at: number): boolean {
  while (text.charCodeAt(at) === 0x20) at++
  const code = text.charCodeAt(at)
  return code >= 0x30 && code <= 0x39
}

type CharacterTables = { readonly kinds: Uint8Array; readonly folded: Uint16Array }
let tables: CharacterTables | null = null

/** [65,536] each: what a code unit does to words, and its lower case. Surrogates are inside words. Made once. */
function characterTables(): CharacterTables {
  if (tables !== null) return tables
  const kinds = new Uint8Array(0x10000)
  const folded = new Uint16Array(0x10000)
  const unspaced =
    /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]$/u
  for (let code = 0; code < 0x10000; code++) {
    const character = String.fromCharCode(code)
    const lower = character.toLowerCase()
    folded[code] = lower.length === 1 ? lower.charCodeAt(0) : code
    if ((code >= 0xd800 && code < 0xe000) || /^[\p{L}\p{N}\p{M}]$/u.test(character))
      kinds[code] = unspaced.test(character) ? alone : inside
    else if ('-*/^'.includes(character)) kinds[code] = sign
    else if (character === '|') kinds[code] = between
    else if (/^[\p{Sm}\p{Sc}\p{So}%&@]$/u.test(character)) kinds[code] = alone
    else if (/^\p{Cf}$/u.test(character)) kinds[code] = ignored
  }
  tables = { kinds, folded }
  return tables
}
