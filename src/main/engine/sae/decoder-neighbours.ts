import { readFloats } from '../tensor-files/read-floats.ts'
import type { TensorLocation } from '../tensor-files/tensor-location.ts'
import { rowBlocks } from './row-norms.ts'

export type LatentNeighbour = { readonly latent: number; readonly cosine: number }

/** The k latents whose decoder directions, rows [dSae, dIn], point most nearly the same way as that of `latent`, nearest first. */
export async function decoderNeighbours(decoder: TensorLocation, latent: number, k: number): Promise<readonly LatentNeighbour[]> {
  const [count = 0, width = 0] = decoder.shape
  if (latent < 0 || latent >= count) return []
  const own = await readFloats(decoder, latent * width, width)
  const cosines = new Float32Array(count)
  for await (const { first, rows } of rowBlocks(decoder)) cosinesWith(own, rows, cosines, first)
  const nearest = Uint32Array.from(cosines.keys()).filter((each) => each !== latent)
  nearest.sort((a, b) => (cosines[b] ?? 0) - (cosines[a] ?? 0) || a - b)
  return [...nearest.subarray(0, k)].map((each) => ({ latent: each, cosine: cosines[each] ?? 0 }))
}

/** Decoder directions of some latents at unit length, [latents x width]; zeros stay zeros. */
export async function decoderDirections(decoder: TensorLocation, latents: ArrayLike<number>): Promise<Float32Array> {
  const [, width = 0] = decoder.shape
  const directions = new Float32Array(latents.length * width)
  for (let at = 0; at < latents.length; at++) {
    const row = await readFloats(decoder, latents[at]! * width, width)
    const length = Math.sqrt(row.reduce((sum, each) => sum + each * each, 0))
    if (length > 0)
      directions.set(
        row.map((each) => each / length),
        at * width,
      )
  }
  return directions
}

/** Writes the cosine of `own` with each row; 0 where either is all zeros. */
function cosinesWith(own: Float32Array, rows: Float32Array, cosines: Float32Array, first: number): void {
  const width = own.length
  const ownLength = Math.sqrt(own.reduce((sum, each) => sum + each * each, 0))
  for (let row = 0; row * width < rows.length; row++) {
    let product = 0
    let squares = 0
    for (let at = 0; at < width; at++) {
      const value = rows[row * width + at] ?? 0
      product += value * (own[at] ?? 0)
      squares += value * value
    }
    const lengths = ownLength * Math.sqrt(squares)
    cosines[first + row] = lengths === 0 ? 0 : product / lengths
  }
}
