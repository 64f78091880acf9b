import type { ByteWindow } from '../../corpora/byte-window.ts'
import { largestRow } from './found-row.ts'

const lineFeed = 10
const quote = 34
const backslash = 92

/** Goes through JSON text value by value, holding no more of it than the value at hand. */
export class JsonCursor {
  readonly #window: ByteWindow
  #at = 0
  /** whether a value could not be passed: what follows it cannot be found */
  isStuck = false
  #line = 1
  /** the first line feed that is not counted in `#line`, Infinity where the window holds none, -1 where it was not looked for */
  #feed = -1

  constructor(window: ByteWindow) {
    this.#window = window
  }

  /** The line of the next byte, 1-based. */
  line(): number {
    if (this.#feed < 0) this.#feed = this.#feedFrom(0)
    while (this.#feed < this.#at) {
      this.#line++
      this.#feed = this.#feedFrom(this.#feed + 1)
    }
    return this.#line
  }

  #feedFrom(offset: number): number {
    const found = this.#window.bytes.indexOf(lineFeed, offset)
    return found < 0 ? Infinity : found
  }

  /** The next byte that is neither white space nor a comma, -1 at the end of the text; it is not passed. */
  async peek(): Promise<number> {
    for (;;) {
      const { bytes } = this.#window
      for (; this.#at < bytes.length; this.#at++) {
        const byte = bytes[this.#at]!
        if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9 && byte !== 44) return byte
      }
      if (this.#window.ended) return -1
      await this.#grow()
    }
  }

  /** Passes one byte. */
  skip(): void {
    this.#at++
  }

  /** The bytes of the value that begins here, passed; null where the text ends before it does, or it is above 16 MiB. */
  async value(): Promise<Buffer | null> {
    for (;;) {
      const { bytes, ended } = this.#window
      const end = valueEnd(bytes, this.#at, ended)
      if (end >= 0) {
        const value = bytes.subarray(this.#at, end)
        this.#at = end
        return value
      }
      if (ended || bytes.length - this.#at > largestRow) {
        this.isStuck = true
        return null
      }
      await this.#grow()
    }
  }

  /** Passes all to the next line; false where there is none. */
  async skipLine(): Promise<boolean> {
    this.line()
    const from = this.#at
    this.#at = 0
    this.#feed = -1
    this.#line++
    return this.#window.skipPast(lineFeed, from)
  }

  async #grow(): Promise<void> {
    this.line()
    await this.#window.grow(this.#at)
    this.#at = 0
    this.#feed = -1
  }
}

/** Where the JSON value at `from` ends, -1 where the bytes end before it. Brackets are counted, not matched: the parser judges. */
function valueEnd(bytes: Buffer, from: number, last: boolean): number {
  let depth = 0
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (byte === quote) {
      at = stringEnd(bytes, at)
      if (at < 0) return -1
      if (depth === 0) return at + 1
    } else if (byte === 123 || byte === 91) depth++
    else if (byte === 125 || byte === 93) {
      if (depth <= 1) return depth === 0 ? at : at + 1
      depth--
    } else if (depth === 0 && (byte === 44 || byte === 58 || byte === 32 || byte === lineFeed || byte === 13 || byte === 9)) {
      // a colon only ends what is no value; one byte at least is passed
      return Math.max(at, from + 1)
    }
  }
  return depth === 0 && last ? bytes.length : -1
}

/** Offset of the quote that closes the string opened at `from`, -1 where the bytes end before it. */
function stringEnd(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(quote, from + 1); at >= 0; at = bytes.indexOf(quote, at + 1)) {
    let slashes = 0
    while (bytes[at - 1 - slashes] === backslash) slashes++
    if (slashes % 2 === 0) return at
  }
  return -1
}
