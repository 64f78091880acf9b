/**
 * An order of items in which neighbours are alike: a short path through all of them, by the cosine distance of their profiles.
 *
 * Paths from each item to the nearest that is left, and the order given, are tried; the shortest is mended by turning stretches round
 * (2-opt) until no turn shortens it. Never longer than the order given. O(items³), for some dozens of items.
 *
 * @param profiles [items][values]
 */
export function seriate(profiles: readonly (readonly number[])[]): readonly number[] {
  const count = profiles.length
  const lengths = profiles.map((profile) => Math.hypot(...profile))
  const far = profiles.map((one, a) =>
    Float64Array.from(profiles, (other, b) => {
      const sizes = lengths[a]! * lengths[b]!
      return sizes === 0 ? 1 : 1 - one.reduce((sum, value, at) => sum + value * other[at]!, 0) / sizes
    }),
  )
  let best = profiles.map((_, item) => item)
  let least = pathLength(best, far)
  for (let start = 0; start < count; start++) {
    const path = nearestNext(start, far)
    const length = pathLength(path, far)
    if (length < least - 1e-12) [best, least] = [path, length]
  }
  return turned(best, far)
}

export function pathLength(path: readonly number[], far: readonly ArrayLike<number>[]): number {
  let length = 0
  for (let at = 1; at < path.length; at++) length += far[path[at - 1]!]![path[at]!]!
  return length
}

function nearestNext(start: number, far: readonly Float64Array[]): number[] {
  const path = [start]
  const left = new Set(far.keys())
  left.delete(start)
  while (left.size > 0) {
    const from = far[path.at(-1)!]!
    let next = -1
    for (const item of left) if (next < 0 || from[item]! < from[next]!) next = item
    left.delete(next)
    path.push(next)
  }
  return path
}

/** Turns stretches of the path round as long as that shortens it. */
function turned(path: number[], far: readonly Float64Array[]): readonly number[] {
  const between = (from: number | undefined, to: number | undefined) =>
    from === undefined || to === undefined ? 0 : far[from]![to]!
  for (let better = true; better;) {
    better = false
    for (let from = 0; from < path.length - 1; from++)
      for (let to = from + 1; to < path.length; to++) {
        const before = between(path[from - 1], path[from]) + between(path[to], path[to + 1])
        const after = between(path[from - 1], path[to]) + between(path[from], path[to + 1])
        if (after >= before - 1e-12) continue
        path.splice(from, to - from + 1, ...path.slice(from, to + 1).reverse())
        better = true
      }
  }
  return path
}
