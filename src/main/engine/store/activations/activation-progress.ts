import type { Connection } from '../connection.ts'
import { prepare } from '../connection.ts'

/** Blocks of one segment: their postings are transposed, and their statistics added up, together. */
export const segmentBlocks = 32

/** How far reading has come; a row is there from the first block on. */
export type ActivationProgress = {
  readonly dSae: number
  readonly blocks: number
  readonly documents: number
  readonly tokens: number
  readonly nonzeros: number
  /** Segments whose postings and statistics are stored. */
  readonly segments: number
  /** Latents below this have their top tokens and examples. */
  readonly finishedLatents: number
  readonly finished: boolean
}

type ProgressRow = {
  readonly d_sae: number
  readonly blocks: number
  readonly documents: number
  readonly tokens: number
  readonly nonzeros: number
  readonly segments: number
  readonly finished_latents: number
  readonly finished: number
}

/** Null where no block was committed yet. */
export function readProgress(db: Connection, encoding: number): ActivationProgress | null {
  const row = prepare<ProgressRow>(
    db,
    `SELECT d_sae, blocks, documents, tokens, nonzeros, segments, finished_latents, finished
     FROM activation_progress WHERE encoding = ?`,
  ).get(encoding)
  if (row === undefined) return null
  const { d_sae: dSae, finished_latents: finishedLatents, finished, ...counts } = row
  return { ...counts, dSae, finishedLatents, finished: finished === 1 }
}

export type ResumePoint = {
  /** The block to be committed next. */
  readonly block: number
  /** The ordinal of its first document. */
  readonly ordinal: number
  /** Whether `finishEncoding` came to its end. */
  readonly finished: boolean
}

/** Where reading goes on after a kill or a cancel. */
export function resumePoint(db: Connection, encoding: number): ResumePoint {
  const progress = readProgress(db, encoding)
  return { block: progress?.blocks ?? 0, ordinal: progress?.documents ?? 0, finished: progress?.finished ?? false }
}
