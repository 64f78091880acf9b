/** Sets of the numbers 0 to `count` - 1, each alone at first, that can be joined (union by size, path halving). */
export class DisjointSets {
  readonly #parents: Uint32Array
  readonly #sizes: Uint32Array

  constructor(count: number) {
    this.#parents = Uint32Array.from({ length: count }, (_, each) => each)
    this.#sizes = new Uint32Array(count).fill(1)
  }

  /** The number that stands for the set of `each`. */
  rootOf(each: number): number {
    const parents = this.#parents
    while (parents[each] !== each) {
      parents[each] = parents[parents[each]!]!
      each = parents[each]!
    }
    return each
  }

  /** Whether they were in two sets before. */
  join(a: number, b: number): boolean {
    let larger = this.rootOf(a)
    let smaller = this.rootOf(b)
    if (larger === smaller) return false
    if (this.#sizes[larger]! < this.#sizes[smaller]!) [larger, smaller] = [smaller, larger]
    this.#parents[smaller] = larger
    this.#sizes[larger]! += this.#sizes[smaller]!
    return true
  }
}
