import { transpose } from '../../src/main/engine/numerics/binary-matrix.ts'
import type { BinaryMatrix } from '../../src/main/engine/numerics/binary-matrix.ts'
import { shuffle } from '../../src/main/engine/numerics/seeded-random.ts'
import type { Random } from '../../src/main/engine/numerics/seeded-random.ts'

/**
 * A matrix drawn at random among those with as many columns in each row and as many rows in each column as this one, by curveball trades
 * (Strona et al. 2014, "A fast and unbiased procedure to randomize ecological binary matrices with fixed row and column totals"): two
 * columns put what only one of them has together and deal it out again. `rounds` trades a column.
 */
export function curveball(matrix: BinaryMatrix, random: Random, rounds = 5): BinaryMatrix {
  const byColumn = transpose(matrix)
  const { starts } = byColumn
  const indices = byColumn.indices.slice()
  const columns = matrix.columns
  for (let trade = 0; trade < rounds * columns && columns > 1; trade++) {
    const one = Math.floor(random() * columns)
    const other = (one + 1 + Math.floor(random() * (columns - 1))) % columns
    dealAgain(indices.subarray(starts[one], starts[one + 1]), indices.subarray(starts[other], starts[other + 1]), random)
  }
  return transpose({ ...byColumn, indices })
}

/** Both ascending before and after. */
function dealAgain(one: Uint32Array, other: Uint32Array, random: Random): void {
  const shared: number[] = []
  const single: number[] = []
  let a = 0
  let b = 0
  while (a < one.length || b < other.length) {
    const next = Math.min(one[a] ?? Infinity, other[b] ?? Infinity)
    const inBoth = one[a] === next && other[b] === next
    ;(inBoth ? shared : single).push(next)
    if (one[a] === next) a++
    if (other[b] === next) b++
  }
  shuffle(single, random)
  one.set(shared)
  other.set(shared)
  one.set(single.slice(0, one.length - shared.length), shared.length)
  other.set(single.slice(one.length - shared.length), shared.length)
  one.sort()
  other.sort()
}
