import { sketchSize } from './shingle-sketch.ts'

const chunkSketches = 2048

/** Sketches of up to `sketchSize` numbers per document, kept one behind the other in chunks of 1 MiB: none is ever copied to grow. */
export class SketchPool {
  readonly #chunks: Uint32Array[] = []
  /** [documents], where in its chunk a sketch begins, how long it is (0: none), and in which chunk it is. */
  readonly #starts: Uint32Array
  readonly #sizes: Uint8Array
  readonly #chunkOf: Uint32Array
  #filled = 0

  constructor(documents: number) {
    this.#starts = new Uint32Array(documents)
    this.#sizes = new Uint8Array(documents)
    this.#chunkOf = new Uint32Array(documents)
  }

  keep(document: number, sketch: Uint32Array, size: number): void {
    const last = this.#chunks.at(-1)
    const fits = last !== undefined && this.#filled + size <= last.length
    const chunk = fits ? last : new Uint32Array(chunkSketches * sketchSize)
    if (!fits) {
      this.#chunks.push(chunk)
      this.#filled = 0
    }
    for (let at = 0; at < size; at++) chunk[this.#filled + at] = sketch[at]!
    this.#starts[document] = this.#filled
    this.#sizes[document] = size
    this.#chunkOf[document] = this.#chunks.length - 1
    this.#filled += size
  }

  /** [size], empty where none was kept. Not to be written to. */
  of(document: number): Uint32Array {
    const start = this.#starts[document]!
    const size = this.#sizes[document]!
    return size === 0 ? new Uint32Array() : this.#chunks[this.#chunkOf[document]!]!.subarray(start, start + size)
  }

  has(document: number): boolean {
    return this.#sizes[document]! > 0
  }
}
