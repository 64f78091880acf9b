/**
 * Edges of about `bins` equal bins from 0 to at least `maximum`, at round numbers: a step of 1, 2 or 5 times a power of ten, chosen as
 * d3-array's ticks are (the nearest in ratio). [bins + 1]; [0, 1] where `maximum` is not above 0.
 */
export function roundBinEdges(maximum: number, bins: number): Float64Array {
  if (!(maximum > 0)) return Float64Array.of(0, 1)
  const wanted = maximum / bins
  const power = Math.floor(Math.log10(wanted))
  const ratio = wanted / 10 ** power
  const factor = ratio >= Math.sqrt(50) ? 10 : ratio >= Math.sqrt(10) ? 5 : ratio >= Math.sqrt(2) ? 2 : 1
  // Below 1 the step is the reciprocal of a whole number, so that edges are the nearest numbers to 0.1, 0.2, 0.3.
  const edge = power < 0 ? (at: number) => at / (10 ** -power / factor) : (at: number) => at * 10 ** power * factor
  let count = Math.max(1, Math.round(maximum / edge(1)))
  while (edge(count) < maximum) count++
  while (count > 1 && edge(count - 1) >= maximum) count--
  return Float64Array.from({ length: count + 1 }, (_, at) => edge(at))
}

/** How many values lie in each bin [edge, next edge), the last one closed; those outside are not counted. `edges` ascending. */
export function countInBins(values: ArrayLike<number>, edges: Float64Array): Uint32Array {
  const bins = edges.length - 1
  const counts = new Uint32Array(bins)
  const first = edges[0]!
  const last = edges[bins]!
  const perUnit = bins / (last - first)
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!
    if (!(value >= first && value <= last)) continue
    let bin = Math.min(bins - 1, Math.floor((value - first) * perUnit))
    while (value < edges[bin]!) bin--
    while (bin < bins - 1 && value >= edges[bin + 1]!) bin++
    counts[bin]!++
  }
  return counts
}
