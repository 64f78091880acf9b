import type { BinaryMatrix } from '../../src/main/engine/numerics/binary-matrix.ts'
import { seededRandom, shuffle } from '../../src/main/engine/numerics/seeded-random.ts'

export type AxesShape = {
  /** Levels of each axis; documents stand at every combination. */
  readonly levels: readonly number[]
  /** Documents at each combination. */
  readonly perCell: number
  /** Latents of each level; `latentsOf` [axes] says it axis by axis. */
  readonly latents: number
  readonly latentsOf?: readonly number[]
  /** Rate at which a latent is present in documents of its level, and in others. */
  readonly on: number
  readonly off: number
  /** Latents that are present at rates from 0.01 to 0.3 whatever the level. */
  readonly background: number
  readonly seed: number
}

export type PlantedAxes = {
  readonly documents: BinaryMatrix
  /** Each axis: the level of each document. */
  readonly truth: readonly Int32Array[]
  /** Each axis: its latents, ascending. */
  readonly latentsOf: readonly number[][]
}

/** Documents on independent axes, in random order; columns are the levels' latents, axis by axis, then the background. */
export function plantedAxes(shape: AxesShape): PlantedAxes {
  const { levels, perCell, on, off, background } = shape
  const random = seededRandom(shape.seed)
  const cells = levels.reduce((product, count) => product * count, 1)
  const order = shuffle(
    Array.from({ length: cells * perCell }, (_, at) => at % cells),
    random,
  )
  const truth = levels.map((count, axis) => {
    const below = levels.slice(0, axis).reduce((product, each) => product * each, 1)
    return Int32Array.from(order, (cell) => Math.floor(cell / below) % count)
  })
  const latentsOf: number[][] = []
  const owners: { axis: number; level: number }[] = []
  for (const [axis, count] of levels.entries()) {
    const each = shape.latentsOf?.[axis] ?? shape.latents
    latentsOf.push(Array.from({ length: count * each }, (_, at) => owners.length + at))
    for (let at = 0; at < count * each; at++) owners.push({ axis, level: Math.floor(at / each) })
  }
  const starts = new Uint32Array(order.length + 1)
  const indices: number[] = []
  for (let row = 0; row < order.length; row++) {
    for (const [column, { axis, level }] of owners.entries())
      if (random() < (truth[axis]![row] === level ? on : off)) indices.push(column)
    for (let at = 0; at < background; at++) {
      if (random() < 0.01 + (0.29 * at) / Math.max(1, background - 1)) indices.push(owners.length + at)
    }
    starts[row + 1] = indices.length
  }
  return {
    documents: { rows: order.length, columns: owners.length + background, starts, indices: Uint32Array.from(indices) },
    truth,
    latentsOf,
  }
}
