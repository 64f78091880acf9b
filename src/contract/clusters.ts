import { z } from 'zod'
import { type DocumentRef, groupSchema, type LatentName, type Made, scopeFields } from './analyses.ts'

export const clusterModes = ['auto', 'exact', 'graph', 'landmarks'] as const

export const clusterInput = z.object({
  ...scopeFields,
  group: groupSchema,
  /** The axis in words: latents whose labels are like it. */
  query: z.string().max(400).optional(),
  /** The axis by hand. */
  latents: z.array(z.number().int().min(0)).max(10_000).optional(),
  /** Absent: by the largest gap between eigenvalues. */
  k: z.number().int().min(2).max(100).optional(),
  mode: z.enum(clusterModes).default('auto'),
  seed: z.number().int().min(0).default(1),
  /** Documents given for each cluster, the most central first; all where absent. */
  documents: z.number().int().min(0).optional(),
})
export type ClusterRequest = z.output<typeof clusterInput>

export type ClusterLatent = LatentName & {
  /** Document frequency inside and outside, 0..1. Chosen by the clustering itself: the interval is of one latent, not of the largest. */
  readonly inside: number
  readonly outside: number
  readonly difference: number
  readonly interval: readonly [number, number]
  readonly onAxis: boolean
}

export type Cluster = {
  readonly id: number
  readonly name: string
  /**
   * Where a language model named it: the run, what it says of the documents, and the share of them that comes back by that alone, 0..1.
   * Absent where the name is made of labels.
   */
  readonly named?: { readonly run: number; readonly description: string | null; readonly accuracy: number | null }
  readonly size: number
  /** Share of affinity that leaves it, 0..1. */
  readonly conductance: number
  readonly latents: readonly ClusterLatent[]
  readonly documents: readonly (DocumentRef & { readonly affinity: number; readonly excerpt: string })[]
}

export type ClusterResult = Made & {
  readonly lens: string
  readonly documents: number
  readonly k: number
  readonly eigenvalues: readonly number[]
  readonly mode: 'exact' | 'graph' | 'landmarks'
  readonly clusters: readonly Cluster[]
  /** Documents with nothing on the axis. */
  readonly unassigned: number
  /** Share of documents with something on the axis. */
  readonly coverage: number
  /** Latents of the axis with their similarity to the query; empty where all latents take part. */
  readonly axisLatents: readonly (LatentName & { readonly similarity: number | null; readonly documentFrequency: number })[]
  /** One point a document, [documents] each, in the order of corpora and ordinals; cluster -1 is unassigned. */
  readonly map: {
    readonly corpora: readonly string[]
    readonly corpus: Uint16Array
    readonly ordinal: Uint32Array
    readonly cluster: Int32Array
    readonly x: Float32Array
    readonly y: Float32Array
  }
}
