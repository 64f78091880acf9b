import { z } from 'zod'
import { type ComparedBy, type DocumentRef, groupSchema, type LatentName, type Made, scopeFields } from './analyses.ts'
import type { NamedCluster } from './hypotheses.ts'

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

/** What a cluster is called: in a person's own words, or by a proposal that a person took over. */
export type ClusterName = {
  readonly cluster: number
  readonly name: string
  /** Whoever thought of it: a person's account, or the model. */
  readonly author: string
  readonly at: string
  /** Of a proposal: its run, what it says of a document, and what judging that came to; null for a person's own words. */
  readonly proposed: (Pick<NamedCluster, 'description' | 'accuracy' | 'interval'> & { readonly run: number }) | null
}

/** What a cluster is called. */
export const clusterTitle = ({ name, named }: Pick<Cluster, 'name' | 'named'>): string => named?.name ?? name

/** Gives clusters of a recorded clustering names, or takes them away. */
export const setClusterNamesInput = z.object({
  /** The clustering. */
  id: z.number().int(),
  names: z
    .array(
      z.object({
        cluster: z.number().int().min(0),
        /** Null takes the name away: it is then made of labels again. */
        name: z.string().trim().min(1).max(200).nullable(),
        /** The run that proposed it in these words; null where they are a person's own. */
        run: z.number().int().nullable().default(null),
      }),
    )
    .min(1)
    .max(1000),
  /** Whether a proposal takes the place of a person's own words too; else those stand. */
  replace: z.boolean().default(false),
})

export type Cluster = {
  readonly id: number
  /** Made of labels. */
  readonly name: string
  /** What it is called instead; absent where nobody gave it a name. */
  readonly named?: ClusterName
  readonly size: number
  /** Share of affinity that leaves it, 0..1. */
  readonly conductance: number
  readonly latents: readonly ClusterLatent[]
  readonly documents: readonly (DocumentRef & { readonly affinity: number; readonly excerpt: string })[]
}

export type ClusterResult = Made & {
  readonly lens: string
  /** null where no words were compared with labels; absent in results of earlier versions. */
  readonly compared?: ComparedBy | null
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
