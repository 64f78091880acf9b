import type { SaeActivation } from './sae-encoder.ts'
import { missingK, refusedSae } from './refused-sae.ts'

/** The k largest of a token; `k` is checked against the number of latents. */
export function topK(path: string, k: number | null | undefined, dSae: number): SaeActivation & { kind: 'topk' } {
  if (k === null || k === undefined) throw missingK(path)
  if (!Number.isSafeInteger(k) || k < 1 || k > dSae) throw refusedSae(path, `it keeps ${k} latents of a token, of ${dSae}`)
  return { kind: 'topk', k, scale: null, divided: false }
}
