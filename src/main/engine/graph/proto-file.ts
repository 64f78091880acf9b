import type { FileHandle } from 'node:fs/promises'
import { readField, WireError, type WireField } from './wire.ts'

/** Bytes read at a time. */
const window = 1 << 18
/** A tag and a length, each at most ten bytes. */
const longestHead = 20

/** Walks the fields of a message in a file of any size; contents are read only where asked for. */
export class ProtoFile {
  readonly size: number
  readonly #handle: FileHandle
  #bytes: Uint8Array = new Uint8Array(0)
  #origin = 0

  constructor(handle: FileHandle, size: number) {
    this.#handle = handle
    this.size = size
  }

  /** The fields between two positions of the file, in order. */
  async *fields(start: number, end: number): AsyncGenerator<WireField> {
    for (let at = start; at < end;) {
      const headEnd = Math.min(at + longestHead, end)
      if (!this.#holds(at, headEnd)) await this.#load(at, headEnd)
      const field = readField(this.#bytes, at - this.#origin, headEnd - this.#origin, end, this.#origin)
      yield field
      at = field.end
    }
  }

  /** A copy of the bytes between two positions. */
  async read(start: number, end: number): Promise<Uint8Array> {
    if (!this.#holds(start, end)) await this.#load(start, end)
    return this.#bytes.slice(start - this.#origin, end - this.#origin)
  }

  #holds(start: number, end: number): boolean {
    return start >= this.#origin && end <= this.#origin + this.#bytes.length
  }

  async #load(start: number, end: number): Promise<void> {
    const length = Math.min(Math.max(window, end - start), this.size - start)
    if (start + length < end) throw new WireError('the file is cut off')
    const bytes = new Uint8Array(length)
    let filled = 0
    while (filled < length) {
      const { bytesRead } = await this.#handle.read(bytes, filled, length - filled, start + filled)
      if (bytesRead === 0) throw new WireError('the file is cut off')
      filled += bytesRead
    }
    this.#bytes = bytes
    this.#origin = start
  }
}
