/** A map from two non-negative integers to one: open addressing, no object a key. */
export class PairTable {
  #firsts: Int32Array
  #seconds: Int32Array
  #values: Int32Array
  #count = 0

  constructor(expected: number) {
    const size = 2 ** Math.max(4, Math.ceil(Math.log2(expected * 2)))
    this.#firsts = new Int32Array(size).fill(-1)
    this.#seconds = new Int32Array(size)
    this.#values = new Int32Array(size)
  }

  /** -1 where the pair is not in the map. */
  get(first: number, second: number): number {
    const slot = this.#slotOf(first, second)
    return this.#firsts[slot] === -1 ? -1 : (this.#values[slot] ?? -1)
  }

  set(first: number, second: number, value: number): void {
    const slot = this.#slotOf(first, second)
    const isNew = this.#firsts[slot] === -1
    this.#firsts[slot] = first
    this.#seconds[slot] = second
    this.#values[slot] = value
    if (isNew && ++this.#count * 2 > this.#firsts.length) this.#grow()
  }

  #slotOf(first: number, second: number): number {
    const firsts = this.#firsts
    const mask = firsts.length - 1
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)
    hash ^= hash >>> 15
    let slot = Math.imul(hash, 0x2c1b3c6d) & mask
    while (firsts[slot] !== -1 && (firsts[slot] !== first || this.#seconds[slot] !== second)) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const [firsts, seconds, values] = [this.#firsts, this.#seconds, this.#values]
    const size = firsts.length * 2
    this.#firsts = new Int32Array(size).fill(-1)
    this.#seconds = new Int32Array(size)
    this.#values = new Int32Array(size)
    this.#count = 0
    for (const [slot, first] of firsts.entries()) if (first !== -1) this.set(first, seconds[slot] ?? 0, values[slot] ?? 0)
  }
}
