import { Failure } from '../../../../contract/failure.ts'
import type { BinaryMatrix } from '../../numerics/binary-matrix.ts'
import { nearestCentre } from '../../numerics/k-means.ts'
import { seededRandom } from '../../numerics/seeded-random.ts'
import { affinityToCluster } from './affinity-to-cluster.ts'
import type { Affinity } from './affinity.ts'
import { conductances } from './affinity.ts'
import { compareRows } from './compare-rows.ts'
import type { DistinctRows } from './distinct-rows.ts'
import { checkWeights, distinctRows } from './distinct-rows.ts'
import { exactAffinity } from './exact-affinity.ts'
import { drawLandmarks, extendToAll } from './landmarks.ts'
import { neighbourGraph } from './neighbour-graph.ts'
import { planeLayout } from './plane-layout.ts'
import type { SpectralClusters } from './spectral-clusters.ts'
import { spectralClusters } from './spectral-clusters.ts'

export type ClusterMode = 'exact' | 'graph' | 'landmarks'

export type ClusterRequest = {
  /** Documents by latents: of an axis only those on it, so that a document without any is a row without columns. */
  readonly documents: BinaryMatrix
  /** [columns], above 0: weighted Jaccard. Without them every latent weighs 1. */
  readonly weights?: Float64Array
  /** How many clusters, or the number from 2 to 20 after which the eigenvalues fall most. */
  readonly k: number | 'eigengap'
  /** `auto`: exact up to 2,500 different documents, landmarks above 100,000, the neighbour graph between. */
  readonly mode?: ClusterMode | 'auto'
  /** Of each document in the graph; by default 100, fewer above 30,000 documents and 30 from 100,000 on. More cost memory, little time. */
  readonly neighbours?: number
  /** Documents drawn as landmarks. */
  readonly landmarks?: number
  readonly seed: number
  /** Told now and then which share of the comparing is done, 0 to 1; what it throws ends the work. */
  readonly progress?: (share: number) => void
}

export type DocumentClusters = {
  /** [rows]: 0..k-1, largest cluster first; -1 for a document without any latent, or with none that another one has. */
  readonly cluster: Int32Array
  /** How many there are: fewer than asked for if there are fewer different documents. */
  readonly k: number
  /** [k]: documents. */
  readonly sizes: Uint32Array
  /** Largest first, at most 1: the spectrum that the eigengap is read from; one more than k, as far as there are as many documents. */
  readonly eigenvalues: Float64Array
  /** [k], see `conductances`; of the landmarks in that mode. */
  readonly conductance: Float64Array
  /** [rows], see `affinityToCluster`: the most central documents of a cluster have the largest. */
  readonly affinity: Float64Array
  /** [rows * 2], see `planeLayout`; the origin for documents without a cluster. */
  readonly map: Float32Array
  readonly mode: ClusterMode
}

const mostExactByDefault = 2500
const mostGraphRows = 100_000
const usualLandmarks = 5000

/**
 * Clusters documents by the latents present in them: Jaccard similarity, spectral coordinates, k-means (Jiang et al. 2025,
 * https://arxiv.org/abs/2512.10092, whose route the exact mode is). The same request gives the same answer.
 *
 * @throws Failure `bad-input` for k, neighbours or weights that make no sense, `unsupported` where the exact mode would need too much memory
 */
export function clusterDocuments(request: ClusterRequest): DocumentClusters {
  const { documents, weights } = request
  checkNumbers(request)
  checkWeights(weights, documents.columns)
  const distinct = distinctRows(documents)
  const mode = modeFor(request.mode ?? 'auto', distinct.matrix.rows)
  const found = mode === 'landmarks' ? byLandmarks(request, distinct) : clusterAll(request, distinct, mode)
  const { place, sizes } = numberBySize(found.assigned, distinct.masses, found.k)
  const cluster = new Int32Array(documents.rows).fill(-1)
  const map = new Float32Array(documents.rows * 2)
  for (let row = 0; row < documents.rows; row++) {
    const from = distinct.rowOf[row]!
    if (from < 0 || found.assigned[from]! < 0) continue
    cluster[row] = place[found.assigned[from]!]!
    map[row * 2] = found.map[from * 2]!
    map[row * 2 + 1] = found.map[from * 2 + 1]!
  }
  const conductance = new Float64Array(sizes.length)
  for (const [which, value] of found.conductance.entries()) if (place[which]! >= 0) conductance[place[which]!] = value
  const affinity = affinityToCluster(documents, weights, cluster, sizes.length)
  return { cluster, k: sizes.length, sizes, eigenvalues: found.eigenvalues, conductance, affinity, map, mode }
}

/** Clusters of distinct rows, as found: not yet numbered by size, some perhaps empty. */
type Found = {
  /** [distinct rows]: 0..k-1 or -1. */
  readonly assigned: Int32Array
  readonly k: number
  readonly eigenvalues: Float64Array
  readonly conductance: Float64Array
  /** [distinct rows * 2]. */
  readonly map: Float32Array
}

type FoundAmongAll = Found &
  Pick<SpectralClusters, 'centres' | 'coordinates'> &
  Pick<Affinity, 'isolated'> & { readonly regularised: boolean }

/** All pairs of rows are compared. */
function clusterAll(
  request: ClusterRequest,
  rows: Pick<DistinctRows, 'matrix' | 'masses'>,
  mode: 'exact' | 'graph',
): FoundAmongAll {
  const { weights, k: wanted, neighbours = usualNeighbours(rows.matrix.rows), seed, progress } = request
  const comparison = { matrix: rows.matrix, weights, neighbours, progress }
  const affinity = mode === 'exact' ? exactAffinity(comparison, rows.masses) : neighbourGraph(compareRows(comparison), rows.masses)
  const random = seededRandom(seed)
  const regularised = mode === 'graph' || !affinity.connected
  const { assigned, k, centres, eigenvalues, coordinates } = spectralClusters(affinity, rows.masses, wanted, regularised, random)
  const none = new Float64Array(affinity.size)
  const map = planeLayout(affinity.nearest, coordinates[1] ?? none, coordinates[2] ?? none, random)
  const conductance = conductances(affinity, assigned, k)
  return { assigned, k, centres, eigenvalues, coordinates, isolated: affinity.isolated, conductance, map, regularised }
}

/** Documents drawn at random are clustered, all others carried to them. */
function byLandmarks(request: ClusterRequest, distinct: DistinctRows): Found {
  const { weights, landmarks: drawn = usualLandmarks, seed, progress } = request
  const landmarks = drawLandmarks(distinct, drawn, seededRandom(seed))
  const neighbours = request.neighbours ?? usualNeighbours(landmarks.matrix.rows)
  const among = clusterAll(
    { ...request, progress: (share) => progress?.(share / 4) },
    landmarks,
    landmarks.matrix.rows <= mostExactByDefault ? 'exact' : 'graph',
  )
  const { k, centres, eigenvalues, coordinates, isolated, regularised } = among
  const dimensions = centres.length / Math.max(1, k)
  const assigned = new Int32Array(distinct.matrix.rows)
  const map = new Float32Array(distinct.matrix.rows * 2)
  extendToAll({
    matrix: distinct.matrix,
    weights,
    landmarks: { ...landmarks, masses: landmarks.masses.map((mass, at) => (isolated[at] === 1 ? 0 : mass)) },
    neighbours,
    coordinates: [
      ...coordinates.slice(0, dimensions),
      ...[0, 1].map((axis) => Float64Array.from(isolated, (_, at) => among.map[at * 2 + axis]!)),
    ],
    pulls: [...new Array<number>(dimensions).fill(regularised ? 1 : 0), 0, 0],
    // A coordinate whose eigenvalue is nearly 0 is all rounding errors, and stays as it is.
    divisors: [...eigenvalues.slice(0, dimensions).map((value) => (Math.abs(value) < 1e-3 ? 1 : value)), 1, 1],
    take: (row, point) => {
      assigned[row] = Number.isNaN(point[0]!) ? -1 : nearestCentre(point, 0, centres, dimensions)
      map[row * 2] = point[dimensions]!
      map[row * 2 + 1] = point[dimensions + 1]!
    },
    progress: (share) => progress?.(0.25 + 0.75 * share),
  })
  for (const [at, row] of landmarks.places.entries()) {
    assigned[row] = among.assigned[at]!
    map[row * 2] = among.map[at * 2]!
    map[row * 2 + 1] = among.map[at * 2 + 1]!
  }
  return { assigned, k, eigenvalues, conductance: among.conductance, map }
}

function usualNeighbours(rows: number): number {
  return Math.max(30, Math.min(100, Math.round(3e6 / Math.max(1, rows))))
}

function modeFor(mode: ClusterMode | 'auto', rows: number): ClusterMode {
  if (mode !== 'auto') return mode
  return rows <= mostExactByDefault ? 'exact' : rows <= mostGraphRows ? 'graph' : 'landmarks'
}

/** The place of each cluster when the largest comes first, -1 for an empty one, and the documents of each place. */
function numberBySize(assigned: Int32Array, masses: Uint32Array, k: number): { place: Int32Array; sizes: Uint32Array } {
  const documents = new Uint32Array(k)
  for (let row = 0; row < assigned.length; row++) if (assigned[row]! >= 0) documents[assigned[row]!]! += masses[row]!
  const order = [...documents.keys()]
    .filter((which) => documents[which]! > 0)
    .sort((a, b) => documents[b]! - documents[a]! || a - b)
  const place = new Int32Array(k).fill(-1)
  for (const [at, which] of order.entries()) place[which] = at
  return { place, sizes: Uint32Array.from(order, (which) => documents[which]!) }
}

function checkNumbers({ k, neighbours = 1, landmarks = usualLandmarks }: ClusterRequest): void {
  const whole = (value: number, least: number) => Number.isInteger(value) && value >= least
  if (k !== 'eigengap' && !whole(k, 1))
    throw new Failure('bad-input', `There cannot be ${k} clusters.`, 'Ask for a whole number from 1 on.')
  if (!whole(neighbours, 1) || neighbours > 1000) {
    throw new Failure(
      'bad-input',
      `A document cannot have ${neighbours} neighbours here.`,
      'Choose a whole number from 1 to 1,000.',
    )
  }
  if (!whole(landmarks, 1))
    throw new Failure('bad-input', `There cannot be ${landmarks} landmarks.`, 'Choose a whole number from 1 on, usually 5,000.')
}
