import { z } from 'zod'
import type { FailureValue } from './failure.ts'

export type JobKind = 'import' | 'encode' | 'export' | 'model'
export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

export type JobProgress = {
  /** What is being done now: a corpus, a step. */
  readonly doing: string
  /** Of `total`, in `unit`; total null where it is not known. */
  readonly done: number
  readonly total: number | null
  readonly unit: string
  /** Units a second over the last seconds, and what remains in seconds; null until known. */
  readonly rate: number | null
  readonly remaining: number | null
}

export type Job = {
  readonly id: number
  readonly kind: JobKind
  readonly title: string
  readonly state: JobState
  readonly progress: JobProgress | null
  readonly failure: FailureValue | null
  readonly createdAt: string
  readonly finishedAt: string | null
  /** What came of it (for an import `ImportedCorpus[]`, for an encoding `EncodingSummary[]`). */
  readonly result: unknown
}

export const jobInput = z.object({ id: z.number().int() })

/** Areas whose queries are refetched when they change. */
export const topics = ['project', 'corpora', 'encodings', 'labels', 'findings', 'lenses', 'analyses', 'models', 'notes'] as const
export type Topic = (typeof topics)[number]

/** The first event of a subscription is always a snapshot of the jobs. */
export type ChangeEvent =
  { readonly kind: 'jobs'; readonly jobs: readonly Job[] } | { readonly kind: 'changed'; readonly topics: readonly Topic[] }
