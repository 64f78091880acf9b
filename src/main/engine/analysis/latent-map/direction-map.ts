import { nearestRows, type UnitRows } from '../../numerics/nearest-rows.ts'
import { seededRandom } from '../../numerics/seeded-random.ts'
import { neighbourGraph } from '../cluster/neighbour-graph.ts'
import { planeLayout } from '../cluster/plane-layout.ts'
import { spectralEmbedding } from '../cluster/spectral-embedding.ts'

/** Others that each direction is joined to; `planeLayout` draws it to as many. */
const neighbours = 15

/**
 * Places in the plane, [rows * 2], in which directions of like cosine lie near each other: laid out as clusters' documents are, from the
 * spectral coordinates of the graph of nearest neighbours. NaN for rows of zeros. The same for the same directions.
 */
export function directionMap(directions: UnitRows): Float32Array {
  const random = seededRandom(1)
  const nearest = nearestRows(directions, Math.min(neighbours, Math.max(0, directions.rows - 1)), random)
  const masses = new Uint32Array(directions.rows).fill(1)
  const graph = neighbourGraph(nearest, masses)
  const none = new Float64Array(directions.rows)
  const { coordinates } =
    directions.rows < 4 ? { coordinates: [] } : spectralEmbedding(graph, masses, { count: 3, random, regularised: true })
  const map = planeLayout(nearest, coordinates[1] ?? none, coordinates[2] ?? none, random)
  const { values, rows, width } = directions
  for (let row = 0; row < rows; row++)
    if (values.subarray(row * width, (row + 1) * width).every((value) => value === 0)) map.fill(NaN, row * 2, row * 2 + 2)
  return map
}
