import { PairTable } from '../pair-table.ts'
import { NumberHeap } from './number-heap.ts'

/** What is left when all is joined: ids, and which symbol each begins with, one more than there are ids. */
export type JoinedSymbols = { readonly ids: Int32Array; readonly firsts: Int32Array }

/** Byte-pair encoding: the pair learned earliest is joined first, the leftmost of equals, until none of the learned is left. */
export class PairMerges {
  /** left id, right id -> rank */
  readonly #ranks: PairTable
  /** rank -> id of the joined pair */
  readonly #joined: Int32Array

  constructor(merges: readonly (readonly [string, string])[], idOf: (word: string) => number | undefined) {
    this.#ranks = new PairTable(merges.length)
    this.#joined = new Int32Array(merges.length)
    for (const [rank, [left, right]] of merges.entries()) {
      const ids = [idOf(left), idOf(right), idOf(left + right)] as const
      if (ids[0] === undefined || ids[1] === undefined || ids[2] === undefined) continue
      this.#ranks.set(ids[0], ids[1], rank)
      this.#joined[rank] = ids[2]
    }
  }

  /** Joins symbols, in time n log n in their number. */
  join(symbols: Int32Array): JoinedSymbols {
    const count = symbols.length
    const ids = symbols.slice()
    // A list linked both ways; a symbol that was joined to the one before it has no id.
    const next = Int32Array.from({ length: count }, (_, at) => at + 1)
    const previous = Int32Array.from({ length: count }, (_, at) => at - 1)
    const rankAt = (at: number): number => {
      const right = next[at] ?? count
      return right >= count ? -1 : this.#ranks.get(ids[at] ?? 0, ids[right] ?? 0)
    }
    // Keys order by rank, then by place.
    const queue = new NumberHeap()
    const enqueue = (at: number) => {
      const rank = rankAt(at)
      if (rank >= 0) queue.push(rank * 2 ** 32 + at)
    }
    for (let at = 0; at < count - 1; at++) enqueue(at)
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      const at = key % 2 ** 32
      const rank = (key - at) / 2 ** 32
      // Either symbol may have changed since.
      if (ids[at] === -1 || rankAt(at) !== rank) continue
      const right = next[at] ?? count
      ids[at] = this.#joined[rank] ?? 0
      ids[right] = -1
      const after = next[right] ?? count
      next[at] = after
      if (after < count) previous[after] = at
      enqueue(at)
      const before = previous[at] ?? -1
      if (before >= 0) enqueue(before)
    }
    const firsts: number[] = []
    for (let at = 0; at < count; at = next[at] ?? count) firsts.push(at)
    return { ids: Int32Array.from(firsts, (at) => ids[at] ?? 0), firsts: Int32Array.from([...firsts, count]) }
  }
}
