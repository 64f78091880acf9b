import { rowBlocks } from './row-norms.ts'
import type { SaeEncoder } from './sae-encoder.ts'

/** Activations of some tokens, in any order. */
export type TokenActivations = {
  readonly token: ArrayLike<number>
  readonly latent: ArrayLike<number>
  readonly value: ArrayLike<number>
}

/** How well an SAE gives back what it read. */
export type GivenBack = {
  /** Share of the variance; NaN for numbers that are none. */
  readonly explained: number
  /**
   * |mean e|² / mean |e|² of the error e = y - z D - decoder's bias over the tokens, 0..1: how much of the error is the same for all of them.
   * A decoder whose bias was trained on squared error leaves nothing of it, at the place where it was trained. Null without such a bias.
   */
  readonly constantError: number | null
}

/**
 * Share of the residual stream's variance that the decoder gives back of what the encoder read, 1 - Var(y - z D) / Var(y), with variances
 * summed over the places of the stream, each about its mean over the tokens: a constant part, as the decoder's bias is, does not count.
 * y is what the SAE reads after its normalisation, before its bias. Below 0 where it gives back something else; NaN for numbers that are none.
 *
 * @param stream the residual stream [tokens, dIn]
 * @param used tokens that count, ascending
 */
export async function givenBack(
  encoder: SaeEncoder,
  stream: Float32Array,
  activations: TokenActivations,
  used: readonly number[],
): Promise<GivenBack | null> {
  const { decoder, decoderBias, dIn } = encoder
  if (decoder === null) return null
  const rest = normalised(encoder, stream)
  const total = variance(rest, dIn, used)
  const { order, starts } = byLatent(activations.latent, encoder.dSae)
  const { activation } = encoder
  const scale = 'scale' in activation && !('divided' in activation && activation.divided) ? activation.scale : null
  for await (const { first, rows } of rowBlocks(decoder))
    for (let row = 0; row * dIn < rows.length; row++) {
      const latent = first + row
      // An activation that was scaled stands for a decoder direction that was scaled the other way.
      const factor = scale === null ? 1 : scale[latent] === 0 ? 0 : 1 / scale[latent]!
      for (let at = starts[latent]!; at < starts[latent + 1]!; at++) {
        const entry = order[at]!
        const value = activations.value[entry]! * factor
        const origin = activations.token[entry]! * dIn
        for (let place = 0; place < dIn; place++) rest[origin + place]! -= value * rows[row * dIn + place]!
      }
    }
  return {
    explained: 1 - variance(rest, dIn, used) / total,
    constantError: decoderBias === null ? null : constantShare(rest, decoderBias, used),
  }
}

/** What an SAE makes of the residual stream before its bias; see `SaeEncoder`. [tokens, dIn] */
function normalised({ dIn, centre, normalise, inputScale }: SaeEncoder, stream: Float32Array): Float32Array {
  const y = stream.slice()
  for (let from = 0; from < y.length; from += dIn) {
    const token = y.subarray(from, from + dIn)
    if (centre || normalise === 'layer-norm') {
      const mean = token.reduce((sum, each) => sum + each, 0) / dIn
      for (let place = 0; place < dIn; place++) token[place]! -= mean
    }
    let factor = inputScale
    const squares = token.reduce((sum, each) => sum + each * each, 0)
    if (normalise === 'length') factor *= Math.sqrt(dIn / squares)
    if (normalise === 'layer-norm') factor /= Math.sqrt(squares / (dIn - 1)) + 1e-5
    if (factor !== 1) for (let place = 0; place < dIn; place++) token[place]! *= factor
  }
  return y
}

/** Entries of each latent: `order` from `starts[latent]` to `starts[latent + 1]`. */
function byLatent(latents: ArrayLike<number>, dSae: number): { readonly order: Uint32Array; readonly starts: Uint32Array } {
  const starts = new Uint32Array(dSae + 1)
  for (let entry = 0; entry < latents.length; entry++) starts[latents[entry]! + 1]!++
  for (let latent = 0; latent < dSae; latent++) starts[latent + 1]! += starts[latent]!
  const next = starts.slice()
  const order = new Uint32Array(latents.length)
  for (let entry = 0; entry < latents.length; entry++) order[next[latents[entry]!]!++] = entry
  return { order, starts }
}

/** |mean(row - bias)|² / mean |row - bias|² over the tokens; rows [tokens, dIn], bias [dIn]. */
function constantShare(rows: Float32Array, bias: Float32Array, used: readonly number[]): number {
  const sums = new Float64Array(bias.length)
  let squares = 0
  for (const token of used)
    for (let place = 0; place < bias.length; place++) {
      const error = rows[token * bias.length + place]! - bias[place]!
      sums[place]! += error
      squares += error ** 2
    }
  return squares === 0 ? 0 : sums.reduce((sum, each) => sum + each ** 2, 0) / used.length / squares
}

/** Summed over places, each about its mean over the tokens. */
function variance(values: Float32Array, dIn: number, used: readonly number[]): number {
  const means = new Float64Array(dIn)
  for (const token of used) for (let place = 0; place < dIn; place++) means[place]! += values[token * dIn + place]! / used.length
  let squares = 0
  for (const token of used) for (let place = 0; place < dIn; place++) squares += (values[token * dIn + place]! - means[place]!) ** 2
  return squares
}
