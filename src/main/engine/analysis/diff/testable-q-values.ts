import { benjaminiHochberg } from '../../numerics/false-discovery.ts'

/** Benjamini and Hochberg's q-values among the latents that `mask` keeps, 1 elsewhere; all [dSae]. */
export function testableQValues(p: Float64Array, mask: Uint8Array): Float64Array {
  const tested = new Float64Array(p.length)
  for (let latent = 0; latent < p.length; latent++) tested[latent] = mask[latent] === 1 ? p[latent]! : NaN
  const q = benjaminiHochberg(tested)
  for (let latent = 0; latent < q.length; latent++) if (mask[latent] === 0) q[latent] = 1
  return q
}

export function countAtMost(values: Float64Array, rate: number): number {
  let count = 0
  for (let at = 0; at < values.length; at++) count += +(values[at]! <= rate)
  return count
}
