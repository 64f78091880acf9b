import type { TensorLocation } from '../tensor-files/tensor-location.ts'

/**
 * Every checkpoint format in one form. With x the residual stream [dIn] of a token:
 *
 *     y = normalised(x - (centre ? mean(x) : 0)) * inputScale - inputBias
 *     pre = y W + bias
 *
 * and the activation of each latent follows from `activation`.
 */
export type SaeEncoder = {
  readonly dIn: number
  readonly dSae: number
  readonly weights: TensorLocation
  /** Whether the weights are [dSae, dIn] instead of [dIn, dSae]. */
  readonly transposed: boolean
  /** [dSae] */
  readonly bias: Float32Array
  readonly centre: boolean
  /**
   * `length`: x sqrt(dIn) / |x|. `layer-norm`: (x - mean) / (std + 1e-5) with the deviation over dIn - 1, as torch.std has it.
   */
  readonly normalise: 'none' | 'length' | 'layer-norm'
  readonly inputScale: number
  /** [dIn], subtracted; null for none. */
  readonly inputBias: Float32Array | null
  readonly activation: SaeActivation
  /** Decoder directions [dSae, dIn], to compare latents by; null where the checkpoint has none in this layout. */
  readonly decoder: TensorLocation | null
  /** Files besides the tensors that decide what it computes. */
  readonly files: readonly string[]
}

export type SaeActivation =
  /** max(pre, 0) */
  | { readonly kind: 'relu' }
  /** pre where pre > max(threshold, 0), [dSae]; the value is not shifted by the threshold */
  | { readonly kind: 'jumprelu'; readonly threshold: Float32Array }
  /** pre * scale [dSae], the k largest of a token, then those above 0 */
  | { readonly kind: 'topk'; readonly k: number; readonly scale: Float32Array | null }
  /** Where pre > 0: max(y W * magnitudeScale + magnitudeBias, 0), both [dSae] */
  | { readonly kind: 'gated'; readonly magnitudeScale: Float32Array; readonly magnitudeBias: Float32Array }

/** A checkpoint format: how its folder is recognised, and how it is read. Errors of the file system come as they are. */
export type SaeFormat = {
  readonly name: string
  recognises(files: readonly string[]): boolean
  open(folder: string): Promise<OpenedSae>
}

export type OpenedSae = {
  readonly encoder: SaeEncoder
  /** The hook point it was trained on, where the checkpoint says so. */
  readonly hook: string | null
  readonly names: SaeNames
}

/** What a checkpoint says it is called; null where it does not say. Decides nothing about what it computes. */
export type SaeNames = {
  /** of the model that it was trained on: "gpt2-small" */
  readonly model: string | null
  /** Neuronpedia's, the model before a slash: "gpt2-small/6-res-jb" */
  readonly sae: string | null
}
