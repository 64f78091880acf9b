const utf8 = new TextEncoder()

/** Writes a protocol buffers message, field by field, into memory that grows. */
export class WireWriter {
  #bytes = new Uint8Array(256)
  #length = 0

  /** A whole number, |value| up to 2^53. */
  number(field: number, value: number): this {
    this.#varint(field * 8)
    return this.#varint(value)
  }

  float(field: number, value: number): this {
    this.#varint(field * 8 + 5)
    const bytes = new Uint8Array(4)
    new DataView(bytes.buffer).setFloat32(0, value, true)
    return this.#append(bytes)
  }

  bytes(field: number, content: Uint8Array): this {
    this.#varint(field * 8 + 2)
    this.#varint(content.length)
    return this.#append(content)
  }

  string(field: number, text: string): this {
    return this.bytes(field, utf8.encode(text))
  }

  message(field: number, content: WireWriter): this {
    return this.bytes(field, content.finish())
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #varint(value: number): this {
    // Two's complement over 64 bits, as int64 fields want negative numbers.
    let rest = BigInt.asUintN(64, BigInt(value))
    const bytes: number[] = []
    do {
      bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0))
      rest >>= 7n
    } while (rest > 0n)
    return this.#append(Uint8Array.from(bytes))
  }

  #append(content: Uint8Array): this {
    const length = this.#length + content.length
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, this.#bytes.length * 2))
      larger.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = larger
    }
    this.#bytes.set(content, this.#length)
    this.#length = length
    return this
  }
}
