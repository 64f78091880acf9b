import type { Device } from '../../../contract/device-names.ts'

/** How one input of a graph is filled for a batch. `kept` lists the flat indices of the tokens to report. */
export type InputPlan = {
  readonly name: string
  readonly elementType: 'int64' | 'int32' | 'float32' | 'float16' | 'bool'
  readonly source: 'ids' | 'attention-mask' | 'positions' | 'kept' | 'zeros'
  readonly dims: readonly (number | 'rows' | 'sequence' | 'kept')[]
}

/** How a graph's two outputs become activations; `index` is int32, `value` float32. */
export type Readout = { readonly index: string; readonly value: string } & (
  | {
      /**
       * The graph passes on whole groups of `width` neighbouring latents of which at least one may be active: `index` [groups] is
       * kept token * (latents / width) + group, `value` [groups, width] holds products p. A latent is active where p > limit; its
       * activation is p * scale + shift. Every array [latents].
       */
      readonly kind: 'groups'
      readonly width: number
      readonly latents: number
      readonly limit: Float32Array
      readonly scale: Float32Array | null
      readonly shift: Float32Array
    }
  /** The same number of latents of every kept token, [kept, k] both; those above 0 are active. */
  | { readonly kind: 'top' }
)

/** A graph that turns tokens into activations. */
export type InferenceModel = {
  /** ONNX, whose weights may lie in files relative to `folder`. */
  readonly graph: Uint8Array
  readonly folder: string
  /** About what the weights take in memory, in bytes. */
  readonly weightBytes: number
  readonly inputs: readonly InputPlan[]
  readonly readout: Readout
  /** Special tokens: read, but never reported. */
  readonly maskedIds: readonly number[]
  readonly device: Device
  /** Processor threads; absent: one per core. */
  readonly threads?: number
}

/**
 * Texts of like length: `ids` [rows * sequence], padded on the right with any id; `lengths` [rows] real tokens of each. Of a row the
 * tokens `from` to `to` - 1 are reported, [rows] both; all real ones where it is not said.
 */
export type TokenBatch = {
  readonly ids: Int32Array
  readonly lengths: Int32Array
  readonly reported?: { readonly from: Int32Array; readonly to: Int32Array }
  readonly rows: number
  readonly sequence: number
}

/** Activations above zero, ordered by token; `token` is row * sequence + position in the padded batch. */
export type SparseActivations = {
  readonly token: Int32Array
  readonly latent: Int32Array
  readonly value: Float32Array
}
