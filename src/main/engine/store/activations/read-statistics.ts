import type { Connection } from '../connection.ts'
import { prepare } from '../connection.ts'
import { readProgress, segmentBlocks } from './activation-progress.ts'
import { emptyStatistics, loadStatistics } from './latent-statistics.ts'
import type { LatentStatistics } from './latent-statistics.ts'

/** Statistics of every latent, and how much they were counted over. */
export type EncodingStatistics = LatentStatistics & {
  readonly dSae: number
  /** Documents and tokens of the folded segments: all of the encoding once it is finished. */
  readonly documents: number
  readonly tokens: number
}

/** The statistics of an encoding; `dSae` 0 and nothing counted where nothing was read yet. */
export function readStatistics(db: Connection, encoding: number): EncodingStatistics {
  const progress = readProgress(db, encoding)
  if (progress === null) return { dSae: 0, documents: 0, tokens: 0, ...emptyStatistics(0) }
  const { documents, tokens } = prepare<{ documents: number; tokens: number }>(
    db,
    `SELECT coalesce(sum(documents), 0) AS documents, coalesce(sum(tokens), 0) AS tokens
     FROM activation_blocks WHERE encoding = ? AND block < ?`,
  ).get(encoding, progress.segments * segmentBlocks)!
  return { dSae: progress.dSae, documents, tokens, ...loadStatistics(db, encoding, progress.dSae) }
}
