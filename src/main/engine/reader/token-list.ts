import type { Tokenization } from './tokenization.ts'

/** Collects tokens with their spans into arrays that grow. */
export class TokenList {
  #ids = new Int32Array(256)
  #starts = new Int32Array(256)
  #ends = new Int32Array(256)
  #count = 0

  push(id: number, start: number, end: number): void {
    if (this.#count === this.#ids.length) {
      this.#ids = doubled(this.#ids)
      this.#starts = doubled(this.#starts)
      this.#ends = doubled(this.#ends)
    }
    this.#ids[this.#count] = id
    this.#starts[this.#count] = start
    this.#ends[this.#count] = end
    this.#count++
  }

  /** Lets the last token end later. */
  widenLast(end: number): void {
    if (this.#count > 0) this.#ends[this.#count - 1] = end
  }

  finish(): Tokenization {
    return {
      ids: this.#ids.slice(0, this.#count),
      starts: this.#starts.slice(0, this.#count),
      ends: this.#ends.slice(0, this.#count),
    }
  }
}

function doubled(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2)
  larger.set(values)
  return larger
}
