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
  /** [dIn, dSae], whichever way its file keeps it. */
  readonly weights: TensorLocation
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
  /** Decoder directions [dSae, dIn], to compare latents by; null where the checkpoint has none. */
  readonly decoder: TensorLocation | null
  /** [dIn], what the decoder adds to give back y + inputBias; null where the checkpoint has none. Decides no activation. */
  readonly decoderBias: Float32Array | null
  /** Files besides the tensors that decide what it computes. */
  readonly files: readonly string[]
  /** What decides what it computes and stands in no file, but in the name of a folder or in `SaeSettings`. */
  readonly settings: SaeSettings
}

export type SaeActivation =
  /** max(pre, 0) * scale [dSae] */
  | { readonly kind: 'relu'; readonly scale: Float32Array | null }
  /** pre where pre > max(threshold, 0), [dSae]; the value is not shifted by the threshold */
  | { readonly kind: 'jumprelu'; readonly threshold: Float32Array }
  /** Where pre * scale [dSae] is among the k largest of a token and above 0: that product, or where `divided` pre itself */
  | { readonly kind: 'topk'; readonly k: number; readonly scale: Float32Array | null; readonly divided: boolean }
  /** Of each of `groups` runs of dSae / groups neighbouring latents the largest pre, where above 0 */
  | { readonly kind: 'groupmax'; readonly groups: number }
  /** Where pre > 0: max(y W * magnitudeScale + magnitudeBias, 0), both [dSae] */
  | { readonly kind: 'gated'; readonly magnitudeScale: Float32Array; readonly magnitudeBias: Float32Array }

/** What some checkpoints leave unsaid. */
export type SaeSettings = {
  /** How many latents of a token are kept. */
  readonly k?: number
  /** What the residual stream is multiplied by, so that it has the length the SAE was trained on: sqrt(dIn) / mean length. */
  readonly inputScale?: number
  /** Whether each token's residual stream is centred first, as TransformerLens centres what writes into it. */
  readonly centre?: boolean
}

export type OpenedSae = {
  readonly encoder: SaeEncoder
  /** The hook point it was trained on, where the checkpoint says so. */
  readonly hook: string | null
  readonly names: SaeNames
  /** How texts were read in its training, as far as the checkpoint, or what is known of its makers, says so. */
  readonly training?: SaeTraining
}

/** `contextSize`: tokens read at once. `bos`: whether texts began with a BOS. `active`: latents active on a token, on average. */
export type SaeTraining = { readonly contextSize?: number; readonly bos?: boolean; readonly active?: number }

/** What a checkpoint says it is called; null where it does not say. Decides nothing about what it computes. */
export type SaeNames = {
  /** of the model that it was trained on: "gpt2-small" */
  readonly model: string | null
  /** Neuronpedia's, the model before a slash: "gpt2-small/6-res-jb" */
  readonly sae: string | null
}

type Needed = 'weights' | 'bias' | 'activation'

/** An encoder that reads the residual stream as it is, but for what is given; its sizes are those of the weights, the decoder's bias is what is subtracted. */
export function encoderOf(parts: Pick<SaeEncoder, Needed> & Partial<SaeEncoder>): SaeEncoder {
  const [dIn = 0, dSae = 0] = parts.weights.shape
  return {
    dIn,
    dSae,
    centre: false,
    normalise: 'none',
    inputScale: 1,
    inputBias: null,
    decoder: null,
    decoderBias: parts.inputBias ?? null,
    files: [],
    settings: {},
    ...parts,
  }
}
