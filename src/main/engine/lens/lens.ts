import type { ModelGraph } from '../graph/model-graph.ts'
import type { TokenizerFiles } from '../reader/tokenizer.ts'
import type { LatentNeighbour } from '../sae/decoder-neighbours.ts'
import type { SaeEncoder, SaeNames } from '../sae/sae-encoder.ts'
import type { LensLabel } from './lens-labels.ts'

/** Everything needed to read text: a reader, a hook point, an SAE on it, a tokenizer, thresholds, labels. */
export type Lens = {
  readonly folder: string
  /** SHA-256 of all that decides tokens and activations: lenses with equal hashes read equally, wherever they lie. */
  readonly hash: string
  readonly name: string
  readonly title: string
  readonly description: string
  readonly license: string
  readonly hook: string
  /** Tokens read at once, BOS included. */
  readonly contextSize: number
  readonly prependBos: boolean
  readonly dSae: number
  readonly dModel: number
  readonly tokenizerFiles: TokenizerFiles
  /** A latent is present where its activation is above this, [dSae]; 0 where the lens does not say. */
  readonly thresholds: Float32Array
  /** The reader, whole, its weights in their files. */
  readonly graph: ModelGraph
  /** Blocks of the reader; null where it has no config. */
  readonly layers: number | null
  readonly encoder: SaeEncoder
  /** What its SAE goes by elsewhere, to tell whose labels fit. */
  readonly saeNames: SaeNames
  labels(): Promise<readonly LensLabel[]>
  /** The k latents whose decoder directions are nearest, nearest first; none where the SAE holds no decoder. */
  neighbours(latent: number, k: number): Promise<readonly LatentNeighbour[]>
  /** Decoder directions of some latents at unit length, [latents x dModel]; null where the SAE holds no decoder. */
  directions(latents: ArrayLike<number>): Promise<Float32Array | null>
}
