import { type AlignedText, AlignedWriter, characterLength, characterStart, rawEnd, rawStart } from './aligned-text.ts'

/**
 * Rewrites a text character by character, with the places `NormalizedString::transform` gives.
 *
 * Each new character says how it changes the source: 0 replaces the next character, -n replaces the next and removes n after it, 1 is
 * put in and counts as part of the character before the place reached.
 */
export class CharacterRewrite {
  readonly #source: AlignedText
  readonly #writer: AlignedWriter
  #at = 0

  /** @param removed characters left out at the start */
  constructor(source: AlignedText, removed = 0) {
    this.#source = source
    this.#writer = new AlignedWriter(source)
    for (let count = 0; count < removed; count++) this.#skip()
  }

  /** Takes over the next units as they are. */
  keep(units: number): void {
    this.#writer.keep(this.#at, this.#at + units)
    this.#at += units
  }

  put(character: string, change: number): void {
    const { text, origin } = this.#source
    const last = text.length - 1
    if (change > 0) {
      if (this.#at === 0) this.#writer.add(character, origin, origin)
      else this.#add(character, Math.min(this.#at - 1, last))
      return
    }
    this.#add(character, Math.min(this.#at, last))
    const { length } = text
    for (let removed = change; removed <= 0 && this.#at < length; removed++) this.#skip()
  }

  finish(): AlignedText {
    return this.#writer.finish()
  }

  #add(character: string, unit: number): void {
    const { text } = this.#source
    const start = characterStart(text, unit)
    this.#writer.add(character, rawStart(this.#source, start), rawEnd(this.#source, start + characterLength(text, start)))
  }

  #skip(): void {
    if (this.#at < this.#source.text.length) this.#at += characterLength(this.#source.text, this.#at)
  }
}
