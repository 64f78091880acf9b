import { setImmediate } from 'node:timers/promises'
import { tensorBlocks } from '../graph/tensor-values.ts'
import { findUnembedding, type NoUnembedding, type Unembedding } from '../reader/unembedding.ts'
import type { Lens } from './lens.ts'

export type LogitWeights = { readonly head: Unembedding['kind']; /** [vocabulary] */ readonly weights: Float32Array }

/**
 * W d: the unembedding's product with a latent's decoder direction at unit length, without the last norm. One pass over the matrix in its
 * file; what the blocks in between make of the direction is not in it.
 */
export async function logitWeights(
  lens: Pick<Lens, 'graph' | 'dModel' | 'reader' | 'directions'>,
  latent: number,
): Promise<LogitWeights | NoUnembedding> {
  const direction = await lens.directions([latent])
  if (direction === null) return { reason: 'The SAE came without its decoder: there are no directions.' }
  const found = findUnembedding(lens.graph, lens.dModel, lens.reader.tied === true)
  if ('reason' in found) return found
  return { head: found.kind, weights: await product(found, direction) }
}

async function product({ matrix, byToken, scale }: Unembedding, direction: Float32Array): Promise<Float32Array> {
  const [stored = 0, columns = 0] = matrix.dims
  const weights = new Float32Array(byToken ? stored : columns)
  for await (const { first, rows } of tensorBlocks(matrix)) {
    if (byToken) dotRows(rows, direction, weights, first)
    else addRows(rows, direction, weights, first)
    await setImmediate()
  }
  if (scale !== null)
    for await (const { first, rows } of tensorBlocks(scale)) rows.forEach((each, at) => (weights[first + at]! *= each))
  return weights
}

/** Of rows [tokens, width]. */
function dotRows(rows: Float32Array, direction: Float32Array, weights: Float32Array, first: number): void {
  const width = direction.length
  for (let row = 0; row * width < rows.length; row++) {
    let sum = 0
    for (let at = 0; at < width; at++) sum += rows[row * width + at]! * direction[at]!
    weights[first + row] = sum
  }
}

/** Of rows [width, tokens]. */
function addRows(rows: Float32Array, direction: Float32Array, weights: Float32Array, first: number): void {
  const tokens = weights.length
  for (let row = 0; row * tokens < rows.length; row++) {
    const factor = direction[first + row]!
    for (let token = 0; token < tokens; token++) weights[token]! += factor * rows[row * tokens + token]!
  }
}
