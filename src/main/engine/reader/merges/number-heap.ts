/** A priority queue of numbers, the smallest first. */
export class NumberHeap {
  readonly #keys: number[] = []

  push(key: number): void {
    const keys = this.#keys
    let at = keys.length
    keys.push(key)
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = keys[parent] ?? 0
      if (above <= key) break
      keys[at] = above
      at = parent
    }
    keys[at] = key
  }

  pop(): number | undefined {
    const keys = this.#keys
    const smallest = keys[0]
    const last = keys.pop()
    if (smallest === undefined || last === undefined || keys.length === 0) return smallest
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= keys.length) break
      if ((keys[child + 1] ?? Infinity) < (keys[child] ?? Infinity)) child++
      const below = keys[child] ?? Infinity
      if (below >= last) break
      keys[at] = below
      at = child
    }
    keys[at] = last
    return smallest
  }
}
