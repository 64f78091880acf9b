import type { Random } from './seeded-random.ts'

export type KMeansProblem = {
  /** [count * dimensions], one point after the other. */
  readonly points: Float64Array
  readonly dimensions: number
  /** [count]: how many documents each point stands for; 0 for one that is only to be assigned. */
  readonly masses: ArrayLike<number>
  readonly k: number
  readonly random: Random
  /** The best of so many starts is given back. */
  readonly starts?: number
}

export type KMeans = {
  /** [count]: cluster of each point. */
  readonly assigned: Int32Array
  /** [k * dimensions]. */
  readonly centres: Float64Array
  /** Sum over points of mass times squared distance to the own centre. */
  readonly spread: number
}

/**
 * Lloyd's k-means on weighted points; starts by greedy k-means++ (Arthur and Vassilvitskii 2007), best of `starts`.
 *
 * A cluster that loses all its points takes the point that lies farthest from its centre. With fewer distinct points than k, some stay empty.
 */
export function kMeans({ points, dimensions, masses, k, random, starts = 10 }: KMeansProblem): KMeans {
  let best: KMeans | undefined
  for (let start = 0; start < starts; start++) {
    const found = lloyd(points, dimensions, masses, plusPlus(points, dimensions, masses, k, random))
    if (best === undefined || found.spread < best.spread) best = found
  }
  return best ?? { assigned: new Int32Array(masses.length), centres: new Float64Array(k * dimensions), spread: 0 }
}

/** The centre nearest to point `at`; the first of equally near ones. */
export function nearestCentre(points: Float64Array, at: number, centres: Float64Array, dimensions: number): number {
  let best = 0
  let least = Infinity
  for (let centre = 0; centre * dimensions < centres.length; centre++) {
    const distance = squaredDistance(points, at, centres, centre, dimensions)
    if (distance >= least) continue
    least = distance
    best = centre
  }
  return best
}

/** Squared distance of point `at` to centre `centre`. */
function squaredDistance(points: Float64Array, at: number, centres: Float64Array, centre: number, dimensions: number): number {
  let sum = 0
  for (let d = 0; d < dimensions; d++) {
    const difference = points[at * dimensions + d]! - centres[centre * dimensions + d]!
    sum += difference * difference
  }
  return sum
}

function plusPlus(points: Float64Array, dimensions: number, masses: ArrayLike<number>, k: number, random: Random): Float64Array {
  const count = masses.length
  const centres = new Float64Array(k * dimensions)
  const nearest = new Float64Array(count).fill(1)
  // A centre is drawn in proportion to mass times squared distance to those there are; of a few draws, the one that leaves least is taken.
  const tries = 2 + Math.floor(Math.log(k))
  let distances = new Float64Array(count)
  let kept = new Float64Array(count)
  for (let centre = 0; centre < k; centre++) {
    let least = Infinity
    for (let attempt = 0; attempt < (centre === 0 ? 1 : tries); attempt++) {
      const chosen = draw(nearest, masses, random)
      let left = 0
      for (let i = 0; i < count; i++) {
        const to = squaredDistance(points, i, points, chosen, dimensions)
        const reach = centre === 0 ? to : Math.min(nearest[i]!, to)
        distances[i] = reach
        left += reach * masses[i]!
      }
      if (left >= least) continue
      least = left
      ;[distances, kept] = [kept, distances]
      centres.set(points.subarray(chosen * dimensions, (chosen + 1) * dimensions), centre * dimensions)
    }
    nearest.set(kept)
  }
  return centres
}

/** A place drawn in proportion to value times mass; the first where all are 0. */
function draw(values: Float64Array, masses: ArrayLike<number>, random: Random): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i]! * masses[i]!
  let left = random() * total
  let last = 0
  for (let i = 0; i < values.length; i++) {
    const share = values[i]! * masses[i]!
    if (share === 0) continue
    last = i
    left -= share
    if (left < 0) break
  }
  return last
}

function lloyd(points: Float64Array, dimensions: number, masses: ArrayLike<number>, centres: Float64Array): KMeans {
  const count = masses.length
  const k = centres.length / dimensions
  const assigned = new Int32Array(count).fill(-1)
  const distances = new Float64Array(count)
  const totals = new Float64Array(k)
  let spread = 0
  for (let iteration = 0; iteration < 300; iteration++) {
    let moved = 0
    spread = 0
    for (let i = 0; i < count; i++) {
      const best = nearestCentre(points, i, centres, dimensions)
      const least = squaredDistance(points, i, centres, best, dimensions)
      if (assigned[i] !== best) moved++
      assigned[i] = best
      distances[i] = least
      spread += least * masses[i]!
    }
    if (moved === 0) break
    totals.fill(0)
    for (let i = 0; i < count; i++) totals[assigned[i]!]! += masses[i]!
    for (let centre = 0; centre < k; centre++) if (totals[centre] === 0) takeFarthest(assigned, distances, masses, totals, centre)
    centres.fill(0)
    for (let i = 0; i < count; i++) {
      if (masses[i] === 0) continue
      const share = masses[i]! / totals[assigned[i]!]!
      for (let d = 0; d < dimensions; d++) centres[assigned[i]! * dimensions + d]! += share * points[i * dimensions + d]!
    }
  }
  return { assigned, centres, spread }
}

/** Gives an empty cluster the point farthest from its centre; none where all lie on theirs. */
function takeFarthest(
  assigned: Int32Array,
  distances: Float64Array,
  masses: ArrayLike<number>,
  totals: Float64Array,
  empty: number,
): void {
  let farthest = -1
  for (let i = 0; i < distances.length; i++) {
    const farther = masses[i]! > 0 && distances[i]! > (farthest < 0 ? 0 : distances[farthest]!)
    if (farther && totals[assigned[i]!]! > masses[i]!) farthest = i
  }
  if (farthest < 0) return
  totals[assigned[farthest]!]! -= masses[farthest]!
  totals[empty] = masses[farthest]!
  assigned[farthest] = empty
  distances[farthest] = 0
}
