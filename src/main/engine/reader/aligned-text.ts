/**
 * A text on its way from the raw document to the model, as normalisers leave it, and where each of its UTF-16 code units came from.
 *
 * A unit spans `starts[unit]` to `ends[unit]` of the raw text: the whole character it came from, both halves of a surrogate pair
 * alike. Where both are null, unit i is unit `origin` + i of the raw text. The rules for what comes from where are those of
 * huggingface/tokenizers (`NormalizedString`), so that offsets equal its own.
 */
export type AlignedText = {
  readonly text: string
  /** Where the stretch of the raw text that this was made from begins. */
  readonly origin: number
  readonly starts: Int32Array | null
  readonly ends: Int32Array | null
}

/** A stretch of the raw text, as it is. */
export function rawStretch(text: string, origin: number): AlignedText {
  return { text, origin, starts: null, ends: null }
}

export function rawStart({ origin, starts }: AlignedText, unit: number): number {
  return starts === null ? origin + unit : (starts[unit] ?? origin)
}

/** @param end one past the last unit */
export function rawEnd({ origin, ends }: AlignedText, end: number): number {
  return ends === null ? origin + end : (ends[end - 1] ?? origin)
}

/** A part of a text, not empty. */
export function sliced(aligned: AlignedText, start: number, end: number): AlignedText {
  if (start === 0 && end === aligned.text.length) {
    const origin = rawStart(aligned, 0)
    return origin === aligned.origin ? aligned : { ...aligned, origin }
  }
  return {
    text: aligned.text.slice(start, end),
    origin: rawStart(aligned, start),
    starts: aligned.starts?.subarray(start, end) ?? null,
    ends: aligned.ends?.subarray(start, end) ?? null,
  }
}

/** The same places under another text of the same length. */
export function rewritten(aligned: AlignedText, text: string): AlignedText {
  return text === aligned.text ? aligned : { ...aligned, text }
}

/** Puts a text before another that is not empty; it counts as part of the first character. */
export function prepended(before: string, aligned: AlignedText): AlignedText {
  const first = characterLength(aligned.text, 0)
  const writer = new AlignedWriter(aligned, before.length + aligned.text.length)
  writer.add(before, rawStart(aligned, 0), rawEnd(aligned, first))
  writer.keep(0, aligned.text.length)
  return writer.finish()
}

/** UTF-16 code units of the character at a place of a well-formed text. */
export function characterLength(text: string, at: number): number {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 ? 2 : 1
}

/** Where the character that a unit of a well-formed text belongs to begins. */
export function characterStart(text: string, unit: number): number {
  return (text.charCodeAt(unit) & 0xfc00) === 0xdc00 ? unit - 1 : unit
}

/** Builds a text from another, in order. */
export class AlignedWriter {
  readonly #source: AlignedText
  readonly #parts: string[] = []
  #starts: Int32Array<ArrayBuffer>
  #ends: Int32Array<ArrayBuffer>
  #length = 0

  constructor(source: AlignedText, expected = source.text.length + 16) {
    this.#source = source
    this.#starts = new Int32Array(expected)
    this.#ends = new Int32Array(expected)
  }

  /** Appends the units `from` to `to` of the source as they are. */
  keep(from: number, to: number): void {
    if (to <= from) return
    this.#reserve(to - from)
    const { text, origin, starts, ends } = this.#source
    this.#parts.push(from === 0 && to === text.length ? text : text.slice(from, to))
    if (starts !== null && ends !== null) {
      this.#starts.set(starts.subarray(from, to), this.#length)
      this.#ends.set(ends.subarray(from, to), this.#length)
      this.#length += to - from
      return
    }
    for (let unit = from; unit < to; unit++) {
      const code = text.charCodeAt(unit)
      this.#starts[this.#length] = origin + unit - ((code & 0xfc00) === 0xdc00 ? 1 : 0)
      this.#ends[this.#length++] = origin + unit + ((code & 0xfc00) === 0xd800 ? 2 : 1)
    }
  }

  /** Appends a text, all of which comes from one span of the raw text. */
  add(text: string, start: number, end: number): void {
    this.#reserve(text.length)
    this.#parts.push(text)
    this.#starts.fill(start, this.#length, this.#length + text.length)
    this.#ends.fill(end, this.#length, this.#length + text.length)
    this.#length += text.length
  }

  finish(): AlignedText {
    return {
      text: this.#parts.join(''),
      origin: this.#source.origin,
      starts: this.#starts.subarray(0, this.#length),
      ends: this.#ends.subarray(0, this.#length),
    }
  }

  #reserve(more: number): void {
    const needed = this.#length + more
    if (needed <= this.#starts.length) return
    const size = Math.max(needed, this.#starts.length * 2)
    const [starts, ends] = [new Int32Array(size), new Int32Array(size)]
    starts.set(this.#starts)
    ends.set(this.#ends)
    this.#starts = starts
    this.#ends = ends
  }
}

/** Writes something else in the place of each match of a pattern with the flag g. */
export function edited(
  aligned: AlignedText,
  pattern: RegExp,
  write: (writer: AlignedWriter, start: number, end: number) => void,
): AlignedText {
  const { text } = aligned
  if (text.search(pattern) === -1) return aligned
  const writer = new AlignedWriter(aligned)
  let done = 0
  for (const { index, 0: match } of text.matchAll(pattern)) {
    writer.keep(done, index)
    done = index + match.length
    write(writer, index, done)
  }
  writer.keep(done, text.length)
  return writer.finish()
}
