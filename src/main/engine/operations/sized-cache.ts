/**
 * What was worked out from things that never change under their key (encodings, channels), kept until it takes more than `limit` bytes; what was
 * longest not asked for is forgotten first. The newest is always kept.
 */
export class SizedCache {
  readonly #limit: number
  readonly #kept = new Map<string, { readonly value: unknown; readonly bytes: number }>()
  #bytes = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get<Value>(key: string, work: () => Value, bytesOf: (value: Value) => number): Value {
    const known = this.#kept.get(key)
    this.#kept.delete(key)
    const entry = known ?? this.#made(work(), bytesOf)
    this.#kept.set(key, entry)
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#bytes <= this.#limit || oldest === key) break
      this.#kept.delete(oldest)
      this.#bytes -= bytes
    }
    return entry.value as Value
  }

  #made<Value>(value: Value, bytesOf: (value: Value) => number): { value: Value; bytes: number } {
    const bytes = bytesOf(value)
    this.#bytes += bytes
    return { value, bytes }
  }
}
