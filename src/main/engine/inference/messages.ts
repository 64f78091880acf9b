import type { InferenceModel, SparseActivations, TokenBatch } from './inference-model.ts'

/** What the client sends to the process, and the process to its lanes; runs may be answered out of order. */
export type InferenceRequest =
  | { readonly kind: 'open'; readonly model: InferenceModel }
  | { readonly kind: 'run'; readonly id: number; readonly batch: TokenBatch }

/** What they answer. Failures of the runtime are told as text: they are not structured. */
export type InferenceReply =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'result'; readonly id: number; readonly activations: SparseActivations }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
