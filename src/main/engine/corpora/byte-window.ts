/** A moving view of a stream of bytes, long enough for one whole record at a time. */
export class ByteWindow {
  bytes: Buffer = Buffer.alloc(0)
  /** whether the window reaches to the end of the stream */
  ended = false
  readonly #chunks: AsyncIterator<Buffer>

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  /** Drops the bytes before `from` and appends at least as many as remain, so that rereading a long record stays linear. */
  async grow(from: number): Promise<void> {
    const parts = [this.bytes.subarray(from)]
    const remaining = this.bytes.length - from
    let added = 0
    while (!this.ended && added <= remaining) {
      const next = await this.#chunks.next()
      if (next.done === true) this.ended = true
      else {
        parts.push(next.value)
        added += next.value.length
      }
    }
    this.bytes = parts.length === 2 && remaining === 0 ? (parts[1] as Buffer) : Buffer.concat(parts)
  }

  /** Appends until the window has this many bytes, or ends. */
  async fill(bytes: number): Promise<void> {
    while (!this.ended && this.bytes.length < bytes) await this.grow(0)
  }

  /** Drops everything up to and with the next such byte from `from` on; false when the stream ends before it. */
  async skipPast(byte: number, from: number): Promise<boolean> {
    this.bytes = this.bytes.subarray(from)
    for (;;) {
      const found = this.bytes.indexOf(byte)
      if (found >= 0) {
        this.bytes = this.bytes.subarray(found + 1)
        return true
      }
      if (this.ended) {
        this.bytes = Buffer.alloc(0)
        return false
      }
      await this.grow(this.bytes.length)
    }
  }

  /** Lets go of the stream, read to its end or not. */
  async close(): Promise<void> {
    await this.#chunks.return?.()
  }
}
