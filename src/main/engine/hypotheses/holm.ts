/**
 * Holm's adjusted p-values (1979), [p.length]: of the i-th smallest of m the largest of (m - j + 1) p_j over j <= i, at most 1. Those at or
 * below a level hold all together with that chance of any error, however the tests depend on each other.
 */
export function holm(p: Float64Array): Float64Array {
  const order = [...p.keys()].sort((a, b) => p[a]! - p[b]!)
  const adjusted = new Float64Array(p.length)
  let largest = 0
  order.forEach((each, at) => {
    largest = Math.max(largest, Math.min(1, (p.length - at) * p[each]!))
    adjusted[each] = largest
  })
  return adjusted
}
