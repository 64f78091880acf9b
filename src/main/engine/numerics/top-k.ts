/**
 * Places of the `k` largest values, largest first, equal values by place; what is not a finite number is left out.
 *
 * The best so far are kept in order, and a value that passes the last of them is moved up to its place: made for small `k`.
 */
export function topK(values: ArrayLike<number>, k: number): number[] {
  const places = new Uint32Array(k)
  const best = new Float64Array(k)
  let size = 0
  let threshold = k === 0 ? Infinity : -Infinity
  for (let place = 0; place < values.length; place++) {
    const value = values[place]!
    if (!(value > threshold) || value === Infinity) continue
    let at = size < k ? size++ : k - 1
    for (; at > 0 && best[at - 1]! < value; at--) {
      best[at] = best[at - 1]!
      places[at] = places[at - 1]!
    }
    best[at] = value
    places[at] = place
    if (size === k) threshold = best[k - 1]!
  }
  return Array.from(places.subarray(0, size))
}
