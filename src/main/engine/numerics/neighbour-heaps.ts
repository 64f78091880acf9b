import { hashPair } from './hash-pair.ts'

/** The `capacity` most similar others of each of `rows` things, as one heap per row with the least similar on top. */
export type NeighbourHeaps = {
  readonly rows: number
  readonly capacity: number
  /** [rows]: how many others are held. */
  readonly sizes: Int32Array
  /** [rows * capacity]. */
  readonly others: Int32Array
  readonly similarities: Float32Array
  /** [rows]: s / (1 + s) of the least similar held, 0 until the heap is full. */
  readonly bars: Float64Array
}

/** Empty heaps; 8 bytes for each place. */
export function neighbourHeaps(rows: number, capacity: number): NeighbourHeaps {
  return {
    rows,
    capacity,
    sizes: new Int32Array(rows),
    others: new Int32Array(rows * capacity),
    similarities: new Float32Array(rows * capacity),
    bars: new Float64Array(rows),
  }
}

/**
 * The similarity of a pair, made smaller by a share of less than 2^-16 that only the pair decides: of equally similar others, each row
 * keeps other ones. By order alone, all rows would keep the same first ones.
 */
export function withoutTies(similarity: number, a: number, b: number): number {
  return similarity * (1 - hashPair(a, b) * 2 ** -48)
}

/** Holds `other` if it is more similar to `row` than the least similar held; `similarity` is above 0. */
export function offerNeighbour(heaps: NeighbourHeaps, row: number, other: number, similarity: number): void {
  const { capacity, sizes, others, similarities, bars } = heaps
  const first = row * capacity
  let size = sizes[row]!
  let at: number
  if (size < capacity) {
    at = size++
    sizes[row] = size
    for (; at > 0;) {
      const parent = (at - 1) >> 1
      if (similarities[first + parent]! <= similarity) break
      similarities[first + at] = similarities[first + parent]!
      others[first + at] = others[first + parent]!
      at = parent
    }
  } else {
    if (capacity === 0 || similarity <= similarities[first]!) return
    at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= size) break
      if (child + 1 < size && similarities[first + child + 1]! < similarities[first + child]!) child++
      if (similarities[first + child]! >= similarity) break
      similarities[first + at] = similarities[first + child]!
      others[first + at] = others[first + child]!
      at = child
    }
  }
  similarities[first + at] = similarity
  others[first + at] = other
  if (size === capacity) bars[row] = similarities[first]! / (1 + similarities[first]!)
}
