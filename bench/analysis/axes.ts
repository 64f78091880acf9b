import { parseArgs } from 'node:util'
import { clusterDocuments } from '../../src/main/engine/analysis/cluster/cluster-documents.ts'
import type { BinaryMatrix } from '../../src/main/engine/numerics/binary-matrix.ts'
import { hungarianAccuracy } from '../measures/cluster-agreement.ts'
import { kMeans } from '../../src/main/engine/numerics/k-means.ts'
import { seededRandom, shuffle } from '../../src/main/engine/numerics/seeded-random.ts'
import { plantedAxes } from '../../test/support/planted-axes.ts'

/**
 * Hungarian accuracy of clustering 960 documents on four planted axes, filtered to an axis, over rates at which its latents are present in
 * documents of other levels; beside k-means on the same columns, and beside as many latents drawn at random from all.
 *
 * node bench/analysis/axes.ts [--seeds 3] [--json]     Means over seeds. Unassigned documents are errors.
 */
const { values: options } = parseArgs({
  options: { seeds: { type: 'string', default: '3' }, json: { type: 'boolean', default: false } },
})
const levels = [4, 2, 3, 2]
const axisNames = ['topic (4)', 'tone (2)', 'time (3)', 'style (2)']
const rates = [0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4]
const methods = ['filtered', 'k-means', 'random latents'] as const

type Row = { axis: string; off: number } & Record<(typeof methods)[number], number>
const grid: Row[] = []
for (const off of rates) {
  const sums = levels.map(() => ({ filtered: 0, 'k-means': 0, 'random latents': 0 }))
  for (let seed = 1; seed <= Number(options.seeds); seed++) {
    const { documents, truth, latentsOf } = plantedAxes({ levels, perCell: 20, latents: 10, on: 0.6, off, background: 300, seed })
    for (const [axis, k] of levels.entries()) {
      const onAxis = columnsOnly(documents, latentsOf[axis]!)
      const all = Array.from({ length: documents.columns }, (_, column) => column)
      const drawn = shuffle(all, seededRandom(seed)).slice(0, onAxis.columns)
      const accuracy = (cluster: Int32Array) => hungarianAccuracy(truth[axis]!, cluster)
      const sum = sums[axis]!
      sum['filtered'] += accuracy(clusterDocuments({ documents: onAxis, k, seed }).cluster)
      sum['k-means'] += accuracy(byKMeans(onAxis, k, seed))
      sum['random latents'] += accuracy(clusterDocuments({ documents: columnsOnly(documents, drawn), k, seed }).cluster)
    }
  }
  for (const [axis, sum] of sums.entries()) {
    const mean = (method: (typeof methods)[number]) => sum[method] / Number(options.seeds)
    grid.push({
      axis: axisNames[axis]!,
      off,
      filtered: mean('filtered'),
      'k-means': mean('k-means'),
      'random latents': mean('random latents'),
    })
  }
}

if (options.json) console.log(JSON.stringify(grid))
else {
  for (const method of methods) {
    console.log(`\n${method}: accuracy by rate in other levels (in the own level 0.6)`)
    console.log(['axis'.padEnd(10), ...rates.map((rate) => rate.toFixed(2).padStart(6))].join(' '))
    for (const axis of axisNames) {
      const cells = grid.filter((row) => row.axis === axis).map((row) => row[method].toFixed(3).padStart(6))
      console.log([axis.padEnd(10), ...cells].join(' '))
    }
  }
}

/** k-means on rows of zeros and ones. */
function byKMeans({ rows, columns, starts, indices }: BinaryMatrix, k: number, seed: number): Int32Array {
  const points = new Float64Array(rows * columns)
  for (let row = 0; row < rows; row++)
    for (let at = starts[row]!; at < starts[row + 1]!; at++) points[row * columns + indices[at]!] = 1
  return kMeans({ points, dimensions: columns, masses: new Uint8Array(rows).fill(1), k, random: seededRandom(seed) }).assigned
}

function columnsOnly({ rows, columns, starts, indices }: BinaryMatrix, kept: readonly number[]): BinaryMatrix {
  const place = new Int32Array(columns).fill(-1)
  for (const [at, column] of [...kept].sort((a, b) => a - b).entries()) place[column] = at
  const filtered = new Uint32Array(rows + 1)
  const places: number[] = []
  for (let row = 0; row < rows; row++) {
    for (let at = starts[row]!; at < starts[row + 1]!; at++) if (place[indices[at]!]! >= 0) places.push(place[indices[at]!]!)
    filtered[row + 1] = places.length
  }
  return { rows, columns: kept.length, starts: filtered, indices: Uint32Array.from(places) }
}
