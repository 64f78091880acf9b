import type { NeighbourHeaps } from '../../numerics/neighbour-heaps.ts'
import type { Affinity } from './affinity.ts'

/**
 * The graph in which documents are joined by their Jaccard similarity if one of the two is among the nearest neighbours of the other.
 *
 * As in the exact affinity copies count; but one document is joined to no more copies of one row than it may have neighbours.
 */
export function neighbourGraph(nearest: NeighbourHeaps, masses: Uint32Array): Affinity {
  const { rows: size, capacity } = nearest
  const { starts, others, values } = joined(nearest)
  const reach = (mass: number) => Math.min(mass, Math.max(1, capacity))
  const own = Float64Array.from(masses, (mass) => mass * reach(mass - 1))
  for (let row = 0; row < size; row++) {
    const mass = masses[row]!
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const otherMass = masses[others[at]!]!
      values[at]! *= (mass * reach(otherMass) + otherMass * reach(mass)) / 2
    }
  }
  const multiply = (x: Float64Array, y: Float64Array) => {
    for (let row = 0; row < size; row++) {
      const end = starts[row + 1]!
      let sum = own[row]! * x[row]!
      for (let at = starts[row]!; at < end; at++) sum += values[at]! * x[others[at]!]!
      y[row] = sum
    }
  }
  const degrees = new Float64Array(size)
  multiply(new Float64Array(size).fill(1), degrees)
  const isolated = Uint8Array.from(degrees, (degree) => (degree === 0 ? 1 : 0))
  return { size, multiply, degrees, isolated, connected: isConnected(starts, others, isolated), nearest }
}

type Joined = { readonly starts: Uint32Array; readonly others: Int32Array; readonly values: Float32Array }

/** Each pair once from either side, compressed by rows; pairs that hold each other in their heaps are not counted twice. */
function joined({ rows, capacity, sizes, others, similarities }: NeighbourHeaps): Joined {
  const holds = (row: number, other: number) => {
    for (let at = row * capacity; at < row * capacity + sizes[row]!; at++) if (others[at] === other) return true
    return false
  }
  const starts = new Uint32Array(rows + 1)
  // 1 where the neighbour does not hold the row, so that the link back has to be added.
  const oneSided = new Uint8Array(others.length)
  for (let row = 0; row < rows; row++) {
    for (let at = row * capacity; at < row * capacity + sizes[row]!; at++) {
      starts[row + 1]!++
      if (holds(others[at]!, row)) continue
      oneSided[at] = 1
      starts[others[at]! + 1]!++
    }
  }
  for (let row = 0; row < rows; row++) starts[row + 1]! += starts[row]!
  const cursors = starts.slice(0, rows)
  const graph = { starts, others: new Int32Array(starts[rows]!), values: new Float32Array(starts[rows]!) }
  for (let row = 0; row < rows; row++) {
    for (let at = row * capacity; at < row * capacity + sizes[row]!; at++) {
      const other = others[at]!
      const place = cursors[row]!++
      graph.others[place] = other
      graph.values[place] = similarities[at]!
      if (oneSided[at] === 0) continue
      const back = cursors[other]!++
      graph.others[back] = row
      graph.values[back] = similarities[at]!
    }
  }
  return graph
}

function isConnected(starts: Uint32Array, others: Int32Array, isolated: Uint8Array): boolean {
  const seen = isolated.slice()
  const first = seen.indexOf(0)
  if (first < 0) return true
  const waiting = new Int32Array(seen.length)
  let end = 1
  seen[first] = 1
  waiting[0] = first
  for (let next = 0; next < end; next++) {
    for (let at = starts[waiting[next]!]!; at < starts[waiting[next]! + 1]!; at++) {
      const other = others[at]!
      if (seen[other] === 1) continue
      seen[other] = 1
      waiting[end++] = other
    }
  }
  return !seen.includes(0)
}
