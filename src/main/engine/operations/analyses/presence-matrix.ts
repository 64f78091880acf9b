import type { BinaryMatrix } from '../../numerics/binary-matrix.ts'
import type { LatentSource } from './active-source.ts'
import type { Sample } from './sample.ts'

/** Which documents of a sample each latent is present in. */
export type PresenceMatrix = {
  /** The latents of the rows, ascending. */
  readonly latents: Uint32Array
  /** [latents x documents] */
  readonly matrix: BinaryMatrix
}

/** Latents present in at least `fewest` and at most `most` of the documents; of those in `among` where given. One pass over the source. */
export function presenceMatrix(
  source: LatentSource,
  { thresholds, minTokens, documents }: Sample,
  { fewest = 1, most = documents, among = null }: { fewest?: number; most?: number; among?: ReadonlySet<number> | null } = {},
): PresenceMatrix {
  const latents: number[] = []
  const starts: number[] = [0]
  let indices = new Uint32Array(1 << 16)
  let size = 0
  source.each((latent, { count, documents: active, maxima, tokensActive }) => {
    if (among !== null && !among.has(latent)) return
    if (size + count > indices.length) indices = grown(indices, 2 * (size + count), size)
    const threshold = thresholds[latent]!
    let end = size
    for (let at = 0; at < count; at++) if (maxima[at]! > threshold && tokensActive[at]! >= minTokens) indices[end++] = active[at]!
    if (end - size < fewest || end - size > most) return
    latents.push(latent)
    starts.push((size = end))
  })
  return {
    latents: Uint32Array.from(latents),
    matrix: { rows: latents.length, columns: documents, starts: Uint32Array.from(starts), indices: indices.slice(0, size) },
  }
}

function grown(array: Uint32Array, length: number, used: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length)
  larger.set(array.subarray(0, used))
  return larger
}
