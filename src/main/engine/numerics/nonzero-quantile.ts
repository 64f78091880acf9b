/** Leading bits of a positive 32-bit float that say which bucket it is in: 8 of the exponent, 6 of the fraction, so 64 buckets an octave. */
const bucketShift = 17
/** Fewer values than this are simply sorted. */
const fewValues = 1000
const counts = new Uint32Array(1 << (31 - bucketShift))

/**
 * Quantile `share` (0..1) of the values above 0, interpolated linearly between the two nearest (type 7 of Hyndman & Fan 1996; numpy's default).
 *
 * NaN without any. The bits of positive floats are in the order of the floats: one pass counts buckets of bits, the next sorts only the bucket
 * (or two) that is meant. Values are finite.
 */
export function nonzeroQuantile(values: Float32Array, share: number): number {
  if (values.length < fewValues) return sortedQuantile(values.filter((value) => value > 0).sort(), share)
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length)
  counts.fill(0)
  let positive = 0
  for (let at = 0; at < bits.length; at++) {
    if (bits[at]! <= 0) continue
    counts[bits[at]! >>> bucketShift]!++
    positive++
  }
  if (positive === 0) return NaN
  const place = share * (positive - 1)
  const low = Math.floor(place)
  const high = Math.min(low + 1, positive - 1)
  const first = bucketOf(low)
  const last = bucketOf(high)
  const inside = new Float32Array(last.end - first.start)
  for (let at = 0, size = 0; size < inside.length; at++) {
    const bucket = bits[at]! >>> bucketShift
    if (bits[at]! > 0 && bucket >= first.bucket && bucket <= last.bucket) inside[size++] = values[at]!
  }
  inside.sort()
  const below = inside[low - first.start]!
  return below + (inside[high - first.start]! - below) * (place - low)
}

/** Of ascending values, interpolated linearly between the two nearest (type 7); NaN without any. */
export function sortedQuantile(sorted: Float32Array | Float64Array, share: number): number {
  if (sorted.length === 0) return NaN
  const place = share * (sorted.length - 1)
  const low = Math.floor(place)
  const below = sorted[low]!
  return below + (sorted[Math.min(low + 1, sorted.length - 1)]! - below) * (place - low)
}

type Bucket = { readonly bucket: number; readonly start: number; readonly end: number }

/** The bucket with the value at `place` in ascending order, and the places it spans. */
function bucketOf(place: number): Bucket {
  let start = 0
  for (let bucket = 0; ; bucket++) {
    const end = start + counts[bucket]!
    if (place < end) return { bucket, start, end }
    start = end
  }
}
