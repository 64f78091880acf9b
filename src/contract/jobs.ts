import { z } from 'zod'
import type { FailureValue } from './failure.ts'

export type JobKind = 'import' | 'encode' | 'export' | 'model' | 'lens' | 'device'
/** `paused`: stopped by the user, to go on later; also after Etalon was closed. */
export type JobState = 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'

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
  /** Below 0 for jobs on lenses, which belong to no project and go on when another is opened. */
  readonly id: number
  readonly kind: JobKind
  readonly title: string
  readonly state: JobState
  readonly progress: JobProgress | null
  readonly failure: FailureValue | null
  readonly createdAt: string
  /** When it last began; null before. */
  readonly startedAt: string | null
  readonly finishedAt: string | null
  /** Whether it can be paused: what it has done by then is kept, and it goes on from there. */
  readonly pausable: boolean
  /** Whether it can be started again after it failed or was stopped. */
  readonly again: boolean
  /** Lines of its log so far, those no longer kept included. */
  readonly lines: number
  /** What came of it (for an import `ImportedCorpus[]`, for an encoding `EncodingSummary[]`). */
  readonly result: unknown
}

/** What a job can be told, by its kind. Runs of language models go on from their own screen, where they are confirmed. */
export const jobAbilities: Readonly<Record<JobKind, Pick<Job, 'pausable' | 'again'>>> = {
  import: { pausable: true, again: true },
  encode: { pausable: true, again: true },
  export: { pausable: false, again: true },
  lens: { pausable: false, again: true },
  device: { pausable: false, again: true },
  model: { pausable: false, again: false },
}

/** A line of a job's log. */
export type JobLine = { readonly at: string; readonly text: string; readonly warning: boolean }

export const jobInput = z.object({ id: z.number().int() })

/** Areas whose queries are refetched when they change. */
export const topics = [
  'project',
  'corpora',
  'encodings',
  'labels',
  'findings',
  'lenses',
  'analyses',
  'models',
  'notes',
  'settings',
  'devices',
] as const
export type Topic = (typeof topics)[number]

/** The first event of a subscription is always a snapshot of the jobs. */
export type ChangeEvent =
  { readonly kind: 'jobs'; readonly jobs: readonly Job[] } | { readonly kind: 'changed'; readonly topics: readonly Topic[] }
