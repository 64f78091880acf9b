import type { NeighbourHeaps } from '../../numerics/neighbour-heaps.ts'
import type { Random } from '../../numerics/seeded-random.ts'

/** Neighbours of each document that draw it near; more make the map no better and slower. */
const pulls = 15
/** Documents it is pushed away from for each neighbour that draws it near. */
const pushes = 3
/** Similarity in the plane is 1 / (1 + closeness d²): 0.5 at a distance of 0.75. */
const closeness = 1.8

/**
 * Places of documents in the plane, [rows * 2], so that near neighbours lie together: from spectral coordinates, neighbours are drawn
 * together and random others pushed apart, by stochastic gradient descent on the cross-entropy of UMAP (McInnes, Healy and Melville 2018,
 * https://arxiv.org/abs/1802.03426) with the kernel above.
 *
 * A document pulls its neighbours in proportion to their similarity; its strongest has weight 1. Distances between far groups mean little.
 */
export function planeLayout(nearest: NeighbourHeaps, first: Float64Array, second: Float64Array, random: Random): Float32Array {
  const { rows } = nearest
  const places = new Float32Array(rows * 2)
  spread(places, 0, first, random)
  spread(places, 1, second, random)
  const edges = strongest(nearest)
  const rounds = Math.max(30, Math.min(100, Math.round(5e5 / Math.max(1, rows))))
  for (let round = 0; round < rounds; round++) {
    const step = 1 - round / rounds
    for (let at = 0; at < edges.weights.length; at++) {
      if (random() >= edges.weights[at]!) continue
      const from = edges.from[at]!
      pull(places, from, edges.to[at]!, step)
      for (let push = 0; push < pushes; push++) pushAway(places, from, Math.floor(random() * rows), step)
    }
  }
  return places
}

/** Coordinates scaled to a spread of 5 about their mean, at most 15 from it, with a little noise so that none coincide. */
function spread(places: Float32Array, axis: number, values: Float64Array, random: Random): void {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length))
  for (let row = 0; row < values.length; row++) {
    const scaled = deviation > 1e-12 ? (5 * (values[row]! - mean)) / deviation : 0
    places[row * 2 + axis] = Math.max(-15, Math.min(15, scaled)) + 0.1 * (random() - 0.5)
  }
}

type Edges = { readonly from: Int32Array; readonly to: Int32Array; readonly weights: Float32Array }

function strongest({ rows, capacity, sizes, others, similarities }: NeighbourHeaps): Edges {
  const total = sizes.reduce((sum, size) => sum + Math.min(size, pulls), 0)
  const edges = { from: new Int32Array(total), to: new Int32Array(total), weights: new Float32Array(total) }
  let at = 0
  for (let row = 0; row < rows; row++) {
    const order = Array.from({ length: sizes[row]! }, (_, i) => row * capacity + i).sort(
      (a, b) => similarities[b]! - similarities[a]!,
    )
    for (const place of order.slice(0, pulls)) {
      edges.from[at] = row
      edges.to[at] = others[place]!
      edges.weights[at++] = similarities[place]! / similarities[order[0]!]!
    }
  }
  return edges
}

/** Moves both ends up the gradient of log(1 / (1 + closeness d²)). */
function pull(places: Float32Array, a: number, b: number, step: number): void {
  const dx = places[a * 2]! - places[b * 2]!
  const dy = places[a * 2 + 1]! - places[b * 2 + 1]!
  const strength = (-2 * closeness) / (1 + closeness * (dx * dx + dy * dy))
  const mx = step * bounded(strength * dx)
  const my = step * bounded(strength * dy)
  places[a * 2]! += mx
  places[a * 2 + 1]! += my
  places[b * 2]! -= mx
  places[b * 2 + 1]! -= my
}

/** Moves `a` up the gradient of log(1 - 1 / (1 + closeness d²)), softened where the two coincide. */
function pushAway(places: Float32Array, a: number, b: number, step: number): void {
  if (a === b) return
  const dx = places[a * 2]! - places[b * 2]!
  const dy = places[a * 2 + 1]! - places[b * 2 + 1]!
  const squared = dx * dx + dy * dy
  const strength = 2 / ((0.001 + squared) * (1 + closeness * squared))
  places[a * 2]! += step * bounded(strength * dx)
  places[a * 2 + 1]! += step * bounded(strength * dy)
}

function bounded(move: number): number {
  return Math.max(-4, Math.min(4, move))
}
