import { setImmediate } from 'node:timers/promises'
import { product } from '../numerics/nearest-rows.ts'
import { readFloats } from '../tensor-files/read-floats.ts'
import type { TensorLocation } from '../tensor-files/tensor-location.ts'
import { rowBlocks } from './row-norms.ts'

/** Rows compared with every latent while they are in the processor's cache. */
const rowsTogether = 64

/** Products after which others get a turn: some 50 ms. */
const productsAtOnce = 50_000_000

/**
 * As `decoderNeighbours` of each of some latents, without the cosines and in one pass over the decoder: [latents], the k whose directions
 * point most nearly the same way, nearest first, equal ones by latent; none for a latent that the decoder does not have.
 */
export async function nearestDirections(decoder: TensorLocation, latents: ArrayLike<number>, k: number): Promise<Uint32Array[]> {
  const [count = 0, width = 0] = decoder.shape
  const own = new Float32Array(latents.length * width)
  for (let at = 0; at < latents.length; at++)
    if (latents[at]! < count) own.set(unit(await readFloats(decoder, latents[at]! * width, width)), at * width)
  const best = Array.from({ length: latents.length }, () => ({ found: 0, cosines: new Float32Array(k), rows: new Uint32Array(k) }))
  const cosines = new Float32Array(rowsTogether)
  let products = 0
  for await (const { first, rows } of rowBlocks(decoder)) {
    const blockRows = rows.length / width
    for (let row = 0; row < blockRows; row += rowsTogether) {
      const tile = rows.subarray(row * width, Math.min(blockRows, row + rowsTogether) * width)
      const lengths = lengthsOf(tile, width)
      for (let at = 0; at < latents.length; at++) {
        if (latents[at]! >= count) continue
        for (let each = 0; each < lengths.length; each++)
          cosines[each] = lengths[each] === 0 ? 0 : product(own, at * width, tile, each * width, width) / lengths[each]!
        keepNearest(best[at]!, cosines.subarray(0, lengths.length), first + row, latents[at]!)
        products += tile.length
        if (products < productsAtOnce) continue
        products = 0
        await setImmediate()
      }
    }
  }
  return best.map(({ found, rows }) => rows.slice(0, found))
}

type Nearest = { found: number; readonly cosines: Float32Array; readonly rows: Uint32Array }

/** Moves each row that is nearer than the last one kept up to its place; rows come in ascending order. */
function keepNearest(best: Nearest, cosines: Float32Array, first: number, self: number): void {
  const most = best.rows.length
  for (let at = 0; at < cosines.length; at++) {
    const cosine = cosines[at]!
    if (first + at === self || (best.found === most && !(cosine > best.cosines[most - 1]!))) continue
    let place = best.found < most ? best.found++ : most - 1
    for (; place > 0 && best.cosines[place - 1]! < cosine; place--) {
      best.cosines[place] = best.cosines[place - 1]!
      best.rows[place] = best.rows[place - 1]!
    }
    best.cosines[place] = cosine
    best.rows[place] = first + at
  }
}

function lengthsOf(rows: Float32Array, width: number): Float64Array {
  return Float64Array.from({ length: rows.length / width }, (_, row) =>
    Math.sqrt(product(rows, row * width, rows, row * width, width)),
  )
}

/** At unit length; zeros stay zeros. */
function unit(row: Float32Array): Float32Array {
  const [length = 0] = lengthsOf(row, row.length)
  return length === 0 ? row : row.map((value) => value / length)
}
