import { setImmediate } from 'node:timers/promises'
import { hashPair } from '../numerics/hash-pair.ts'
import { toUnit, type UnitRows } from '../numerics/nearest-rows.ts'
import type { TensorLocation } from '../tensor-files/tensor-location.ts'
import { rowBlocks } from './row-norms.ts'

/**
 * Decoder directions at unit length in at most `widest` numbers each: wider ones by a count sketch (Charikar et al. 2002), in which each place
 * is added, with a sign, to one of the sums; cosines stay right within about 1 / √widest. One pass over the file.
 */
export async function sketchedDirections(decoder: TensorLocation, widest: number): Promise<UnitRows> {
  const [rows = 0, dModel = 0] = decoder.shape
  const width = Math.min(dModel, widest)
  const values = new Float32Array(rows * width)
  const sums = Int32Array.from({ length: dModel }, (_, place) => (dModel <= widest ? place : hashPair(place, 1) % width))
  const signs = Int8Array.from({ length: dModel }, (_, place) => (dModel <= widest || hashPair(place, 2) % 2 === 0 ? 1 : -1))
  for await (const { first, rows: block } of rowBlocks(decoder)) {
    for (let row = 0; row * dModel < block.length; row++) {
      const to = (first + row) * width
      for (let place = 0; place < dModel; place++) values[to + sums[place]!]! += signs[place]! * block[row * dModel + place]!
      toUnit(values, to, width)
    }
    await setImmediate()
  }
  return { values, rows, width }
}
