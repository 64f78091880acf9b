import type { BinaryMatrix } from '../../src/main/engine/numerics/binary-matrix.ts'
import { seededRandom } from '../../src/main/engine/numerics/seeded-random.ts'

export type Planted = { readonly documents: BinaryMatrix; readonly truth: Int32Array }

export type PlantedShape = {
  readonly rows: number
  readonly columns: number
  /** Mean present columns of a row. */
  readonly present: number
  readonly clusters: number
  /** Columns of each cluster that its rows have more often. */
  readonly signature: number
  /** How many times as often. */
  readonly lift: number
  readonly seed: number
}

/**
 * Documents of planted clusters: column c has the rate min(0.6, A / (c + 10)), A such that `present` are present on average, and each
 * cluster has `signature` columns, drawn among those of rates 0.002 to 0.1, which its rows have `lift` times as often (at most 0.6).
 * Rows differ in how rich they are: all rates of a row are multiplied by one number from 0.6 to 1.4.
 */
export function plantedClusters({ rows, columns, present, clusters, signature, lift, seed }: PlantedShape): Planted {
  const random = seededRandom(seed)
  const rates = powerLawRates(columns, present)
  const candidates = [...rates.keys()].filter((column) => rates[column]! >= 0.002 && rates[column]! <= 0.1)
  const ofCluster = Array.from({ length: clusters }, () => {
    const raised = rates.slice()
    for (let i = 0; i < signature; i++) {
      const column = candidates[Math.floor(random() * candidates.length)]!
      raised[column] = Math.min(0.6, lift * rates[column]!)
    }
    return raised
  })
  const bounds = ofCluster.map((raised) =>
    Float64Array.from({ length: Math.ceil(columns / 2 ** blockBits) }, (_, block) =>
      raised.subarray(block << blockBits, (block + 1) << blockBits).reduce((most, rate) => Math.max(most, rate), 0),
    ),
  )
  const truth = new Int32Array(rows)
  const starts = new Uint32Array(rows + 1)
  let indices = new Uint32Array(rows * present)
  let end = 0
  for (let row = 0; row < rows; row++) {
    const cluster = Math.floor(random() * clusters)
    truth[row] = cluster
    const richness = 0.6 + 0.8 * random()
    const raised = ofCluster[cluster]!
    const most = bounds[cluster]!
    for (let column = 0; column < columns; column++) {
      // Geometric steps to the next column that a row at the block's highest rate would have, which is then kept with the chance it has.
      const bound = 1.4 * most[column >>> blockBits]!
      const block = column >>> blockBits
      column += Math.floor(Math.log(1 - random()) / Math.log(1 - bound))
      if (column >>> blockBits !== block) {
        column = ((block + 1) << blockBits) - 1
        continue
      }
      if (column >= columns || random() * bound >= richness * raised[column]!) continue
      if (end === indices.length) {
        const larger = new Uint32Array(Math.ceil(end * 1.2))
        larger.set(indices)
        indices = larger
      }
      indices[end++] = column
    }
    starts[row + 1] = end
  }
  return { documents: { rows, columns, starts, indices: indices.slice(0, end) }, truth }
}

const blockBits = 4

function powerLawRates(columns: number, present: number): Float64Array {
  const at = (scale: number) => Float64Array.from({ length: columns }, (_, column) => Math.min(0.6, scale / (column + 10)))
  let low = 0
  let high = columns
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (at(middle).reduce((sum, rate) => sum + rate, 0) < present) low = middle
    else high = middle
  }
  return at(high)
}
