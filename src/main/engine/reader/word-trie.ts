import { PairTable } from './pair-table.ts'

/** Words by their UTF-16 code units. A node is a number; the root is 0. */
export class WordTrie {
  readonly #children: PairTable
  /** Children of the root, by code unit: nearly every look-up begins there. */
  readonly #firsts = new Int32Array(0x10000).fill(-1)
  readonly #ids: number[] = [-1]

  constructor(words: number) {
    this.#children = new PairTable(words * 4)
  }

  /** A word added again takes the id it came with last. */
  add(word: string, id: number): void {
    let node = 0
    for (let at = 0; at < word.length; at++) {
      const unit = word.charCodeAt(at)
      let next = this.child(node, unit)
      if (next === -1) {
        next = this.#ids.push(-1) - 1
        if (node === 0) this.#firsts[unit] = next
        else this.#children.set(node, unit, next)
      }
      node = next
    }
    this.#ids[node] = id
  }

  /** -1 where no word goes on so. */
  child(node: number, unit: number): number {
    return node === 0 ? (this.#firsts[unit] ?? -1) : this.#children.get(node, unit)
  }

  /** The id of the word that ends at a node; -1 where none does. */
  idAt(node: number): number {
    return this.#ids[node] ?? -1
  }
}
