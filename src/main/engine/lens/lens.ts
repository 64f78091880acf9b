import type { DocumentReading } from '../../../contract/project.ts'
import type { ModelGraph } from '../graph/model-graph.ts'
import type { DocumentFrame } from '../reader/chat/chat-template.ts'
import type { TokenizerFiles } from '../reader/tokenizer.ts'
import type { LatentNeighbour } from '../sae/decoder-neighbours.ts'
import type { SaeEncoder, SaeNames, SaeTraining } from '../sae/sae-encoder.ts'
import type { LensLabel } from './lens-labels.ts'
import type { ReaderConfig } from './reader-config.ts'

/** Everything needed to read text: a reader, a hook point, an SAE on it, a tokenizer, thresholds, labels. */
export type Lens = {
  readonly folder: string
  /** SHA-256 of all that decides tokens and activations: lenses with equal hashes read equally, wherever they lie. */
  readonly hash: string
  /** SHA-256 of the files it reads with, by part. */
  readonly contents: Readonly<Record<string, readonly string[]>>
  readonly name: string
  readonly title: string
  readonly description: string
  readonly license: string
  readonly hook: string
  /** Tokens read at once, all that stands around a document included. */
  readonly contextSize: number
  readonly documents: DocumentReading
  /** What stands around a document. Throws Failure 'unsupported' for a chat template that cannot be used. */
  frame(): Promise<DocumentFrame>
  readonly dSae: number
  readonly dModel: number
  readonly tokenizerFiles: TokenizerFiles
  /** A latent is present where its activation is above this, [dSae]; 0 where the lens does not say. */
  readonly thresholds: Float32Array
  /** The reader, whole, its weights in their files. */
  readonly graph: ModelGraph
  /** What the reader's config says. */
  readonly reader: ReaderConfig
  readonly encoder: SaeEncoder
  /** What its SAE goes by elsewhere, to tell whose labels fit. */
  readonly saeNames: SaeNames
  /** What its SAE says of its training; `hook` null where it does not say where. */
  readonly training: SaeTraining & { readonly hook: string | null }
  labels(): Promise<readonly LensLabel[]>
  /** The k latents whose decoder directions are nearest, nearest first; none where the SAE holds no decoder. */
  neighbours(latent: number, k: number): Promise<readonly LatentNeighbour[]>
  /** Decoder directions of some latents at unit length, [latents x dModel]; null where the SAE holds no decoder. */
  directions(latents: ArrayLike<number>): Promise<Float32Array | null>
}
