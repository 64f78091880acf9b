import { newerThanPatterns } from '../older-unicode.ts'
import { refusedPart } from '../tokenizer-json.ts'

/** Named classes of Oniguruma as sets of the `v` mode of JavaScript. */
const classes: Readonly<Record<string, string>> = {
  s: '\\p{White_Space}',
  d: known('\\p{Nd}'),
  w: `[${known('[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}]')}\\u{b2}\\u{b3}\\u{b9}\\u{bc}-\\u{be}]`,
  h: '[0-9a-fA-F]',
}
const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, a: 7, e: 27 }
const categories = /^(?:L[ulmot]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfos]?)$/
const scripts = /^(?:Han|Hiragana|Katakana|Hangul|Latin|Cyrillic|Greek|Arabic|Hebrew|Thai|Devanagari|Bengali|Tamil)$/
/** What folds to several characters in Oniguruma, and to none in JavaScript. */
const foldsTogether = /ss|st|f[fil]/i

/** A set without what Oniguruma's Unicode does not know yet. */
function known(set: string): string {
  return `[${set}--[${newerThanPatterns}]]`
}

/**
 * A regular expression of a tokenizer.json, which Oniguruma reads there, as one of JavaScript's with the flags g and v.
 *
 * Followed are literals, classes, alternatives, groups, looking around, repetition, and case-insensitive groups of ASCII letters. The
 * rest is refused, and so is what could take very long on some text: repetition of what has no fixed length, many characters counted
 * out, more than two repetitions without end in a row.
 */
export function translatePattern(source: string): RegExp {
  if (source.length > 5_000) throw refusedPart('a regular expression of more than 5,000 characters')
  const reader = new PatternReader(source)
  const { text, weight } = reader.alternatives(false, 0)
  reader.expectEnd()
  if (weight > heaviest) throw refusedPart(`the regular expression ${source}, which is too long`)
  try {
    return new RegExp(text, 'gv')
  } catch {
    throw refusedPart(`the regular expression ${source}`)
  }
}

/** A piece of the pattern translated. */
type Translated = {
  readonly text: string
  /** Whether all that it matches has one length. */
  readonly fixed: boolean
  /** Repetitions without end, one after the other. */
  readonly endless: number
  /** How long it is with all counted repetitions written out. */
  readonly weight: number
}
/** Of one character. */
const one = { fixed: true, endless: 0, weight: 1 }
const heaviest = 10_000

class PatternReader {
  readonly #source: string
  #at = 0
  #captures = 0

  constructor(source: string) {
    this.#source = source
  }

  expectEnd(): void {
    if (this.#at < this.#source.length) throw this.#refused()
  }

  /** @param folded whether upper and lower case are one */
  alternatives(folded: boolean, depth: number): Translated {
    if (depth > 20) throw this.#refused()
    const branches: Translated[] = []
    do branches.push(this.#branch(folded, depth))
    while (this.#take('|'))
    return {
      text: branches.map((each) => each.text).join('|'),
      fixed: branches.length === 1 && branches.every((each) => each.fixed),
      endless: Math.max(...branches.map((each) => each.endless)),
      weight: branches.reduce((sum, each) => sum + each.weight, 0),
    }
  }

  #branch(folded: boolean, depth: number): Translated {
    let text = ''
    let [fixed, endless, weight] = [true, 0, 0]
    let letters = ''
    while (this.#at < this.#source.length && !this.#source.startsWith('|', this.#at) && !this.#source.startsWith(')', this.#at)) {
      const from = this.#at
      const atom = this.#atom(folded, depth)
      const repeated = this.#repeated(atom)
      if (folded) {
        const read = this.#source.slice(from, this.#at)
        letters += read
        // oxlint-disable-next-line no-control-regex
        if (!/^[\x00-\x7f]*$/.test(read) || foldsTogether.test(letters)) throw this.#refused()
      }
      text += repeated.text
      fixed &&= repeated.fixed
      endless += repeated.endless
      weight += repeated.weight
    }
    if (endless > 2) throw this.#refused()
    return { text, fixed, endless, weight }
  }

  #atom(folded: boolean, depth: number): Translated {
    if (this.#take('(')) return this.#group(folded, depth)
    if (this.#take('[')) {
      if (folded) throw this.#refused()
      return { ...one, text: this.#set(0) }
    }
    if (this.#take('.')) return { ...one, text: '[^\\n]' }
    if (this.#take('\\')) return { ...one, text: this.#escape(folded) }
    const character = this.#character()
    if ('^$*+?{}'.includes(character)) throw this.#refused()
    return { ...one, text: folded ? foldedLiteral(character) : literal(character) }
  }

  #group(folded: boolean, depth: number): Translated {
    let opening = '(?:'
    let inner = folded
    let atomic = false
    if (this.#take('?i:')) inner = true
    else if (this.#take('?-i:')) inner = false
    else if (this.#take('?>')) atomic = true
    else {
      const look = ['?=', '?!', '?<=', '?<!'].find((each) => this.#take(each))
      if (look !== undefined) opening = `(${look}`
      else if (!this.#take('?:') && this.#source.startsWith('?', this.#at)) throw this.#refused()
    }
    const group = this.alternatives(inner, depth + 1)
    if (!this.#take(')')) throw this.#refused()
    return { ...group, text: atomic ? this.#atomic(group.text) : `${opening}${group.text})` }
  }

  /** What is matched once and not given back: JavaScript has no such group, but what a look ahead matched is fixed. */
  #atomic(text: string): string {
    this.#captures++
    return `(?:(?=(?<a${this.#captures}>${text}))\\k<a${this.#captures}>)`
  }

  #repeated(atom: Translated): Translated {
    const match = /[*+?]|\{(?:\d+,?\d*|,\d+)\}/y
    match.lastIndex = this.#at
    const count = match.exec(this.#source)?.[0]
    if (count === undefined) return atom
    this.#at += count.length
    const endless = /[*+]|,\}$/.test(count)
    const numbers = count.match(/\d+/g)?.map(Number) ?? []
    const most = Math.max(1, ...numbers)
    if (/^\(\?(?:[=!]|<[=!])/.test(atom.text) || ((endless || most > 1) && !atom.fixed)) throw this.#refused()
    const repeated = {
      text: `${atom.text}${count.replace('{,', '{0,')}`,
      fixed: atom.fixed && /^\{\d+\}$/.test(count),
      endless: atom.endless + (endless ? 1 : 0),
      weight: atom.weight * most,
    }
    if (repeated.weight > heaviest) throw this.#refused()
    // Oniguruma takes a sign after a count for a repetition of the repetition.
    const isCount = count.startsWith('{')
    if (!isCount && this.#take('+')) return { ...repeated, text: this.#atomic(repeated.text) }
    if (!isCount && this.#take('?')) return { ...repeated, text: `${repeated.text}?` }
    if (/[*+?{]/.test(this.#source.charAt(this.#at))) throw this.#refused()
    return repeated
  }

  /** The rest of a set after its opening bracket. */
  #set(depth: number): string {
    if (depth > 10) throw this.#refused()
    const negated = this.#take('^')
    const operands: string[] = ['']
    for (let first = true; !this.#take(']'); first = false) {
      if (this.#at >= this.#source.length) throw this.#refused()
      if (this.#take('&&')) {
        operands.push('')
        continue
      }
      let member: string
      let range = false
      if (this.#source.startsWith('[:', this.#at)) throw this.#refused()
      if (this.#take('[')) member = this.#set(depth + 1)
      else if (this.#take('\\')) {
        member = this.#escape(false)
        range = !/^(?:\[|\\[pP])/.test(member)
      } else {
        const character = this.#character()
        // A hyphen stands for itself only at either end.
        if (character === '-' && !first && !this.#source.startsWith(']', this.#at)) throw this.#refused()
        member = literal(character)
        range = true
      }
      if (range && /^-[^\]]/.test(this.#source.slice(this.#at, this.#at + 2)) && this.#take('-')) {
        const end = this.#take('\\') ? this.#escape(false) : literal(this.#character())
        if (/^(?:\[|\\[pP])/.test(end)) throw this.#refused()
        member += `-${end}`
      }
      operands[operands.length - 1] += member
    }
    if (operands.includes('')) throw this.#refused()
    const text = operands.length === 1 ? (operands[0] ?? '') : operands.map((each) => `[${each}]`).join('&&')
    return `[${negated ? '^' : ''}${text}]`
  }

  /** What follows a backslash: a class, or one character. */
  #escape(folded: boolean): string {
    const letter = this.#character()
    const named = classes[letter.toLowerCase()]
    if (named !== undefined && !folded) return letter === letter.toLowerCase() ? named : `[^${named}]`
    if ((letter === 'p' || letter === 'P') && !folded) return this.#property(letter === 'P')
    const control = controls[letter]
    if (control !== undefined) return codePoint(control)
    const code = /(?:x\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/y
    code.lastIndex = this.#at - letter.length
    const match = code.exec(this.#source)
    if (match !== null && !folded) {
      this.#at = code.lastIndex
      return codePoint(Number.parseInt(match[1] ?? match[2] ?? match[3] ?? '', 16))
    }
    if (/^[\p{L}\p{N}]/u.test(letter)) throw this.#refused()
    return literal(letter)
  }

  #property(negated: boolean): string {
    const match = /\{(\^?)(\w+)\}/y
    match.lastIndex = this.#at
    const found = match.exec(this.#source)
    const name = found?.[2] ?? ''
    if (found === null || !(categories.test(name) || scripts.test(name))) throw this.#refused()
    this.#at = match.lastIndex
    const set = propertySet(name)
    return (found[1] === '^') !== negated ? `[^${set}]` : set
  }

  #character(): string {
    const code = this.#source.codePointAt(this.#at)
    if (code === undefined) throw this.#refused()
    this.#at += code > 0xffff ? 2 : 1
    return String.fromCodePoint(code)
  }

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false
    this.#at += text.length
    return true
  }

  #refused(): Error {
    return refusedPart(`the regular expression ${this.#source}, from its place ${this.#at} on`)
  }
}

/** A category or a script as Oniguruma has it. */
function propertySet(name: string): string {
  if (scripts.test(name)) return known(`\\p{Script=${name}}`)
  // Not assigned yet, for Oniguruma.
  if (name === 'C') return `[\\p{C}${newerThanPatterns}]`
  // U+0295 changed from a small letter to another one.
  if (name === 'Ll') return known('[\\p{Ll}\\u{295}]')
  return name === 'Lo' ? known('[\\p{Lo}--\\u{295}]') : known(`\\p{${name}}`)
}

/**
 * An ASCII character in upper and lower case, and what else folds to it (U+017F, U+212A). Spelled out: where a pattern has `(?i:)`
 * anywhere, V8 (as of Node 24) ignores case in classes outside of it too.
 */
function foldedLiteral(character: string): string {
  if (!/[a-zA-Z]/.test(character)) return literal(character)
  const lower = character.toLowerCase()
  return `[${lower}${lower.toUpperCase()}${lower === 's' ? '\\u{17f}' : lower === 'k' ? '\\u{212a}' : ''}]`
}

/** A character that matches just itself. */
export function literal(character: string): string {
  return /^[a-zA-Z0-9]$/.test(character) ? character : codePoint(character.codePointAt(0) ?? 0)
}

function codePoint(code: number): string {
  return `\\u{${code.toString(16)}}`
}
