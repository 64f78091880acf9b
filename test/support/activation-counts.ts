import type { Connection } from '../../src/main/engine/store/connection.ts'
import { prepare } from '../../src/main/engine/store/connection.ts'
import { readProgress } from '../../src/main/engine/store/activations/activation-progress.ts'

/** Columns that hold an encoding's blobs, and what each is for. */
const blobColumns = {
  activations: ['activation_parts', 'bytes'],
  tokens: ['token_blocks', 'bytes'],
  pooled: ['pooled_blocks', 'bytes'],
  postings: ['posting_chunks', 'bytes'],
  statistics: ['latent_statistics', 'bytes'],
  topTokens: ['latent_top_tokens', 'bytes'],
  examples: ['latent_examples', 'bytes'],
  exampleWindows: ['latent_examples', 'windows'],
  stagedPools: ['staged_pools', 'bytes'],
  stagedValues: ['staged_values', 'bytes'],
  mergedSums: ['merged_token_sums', 'bytes'],
} as const

export type ActivationCounts = {
  readonly documents: number
  readonly tokens: number
  readonly nonzeros: number
  /** Bytes of blobs by what they hold, without SQLite's own pages. */
  readonly bytes: Readonly<Record<keyof typeof blobColumns, number>>
}

/** How much an encoding holds, and what it takes on disk. */
export function activationCounts(db: Connection, encoding: number): ActivationCounts {
  const { documents, tokens, nonzeros } = readProgress(db, encoding) ?? { documents: 0, tokens: 0, nonzeros: 0 }
  const sizes = Object.entries(blobColumns).map(([name, [table, column]]) => {
    const select = `SELECT coalesce(sum(length(${column})), 0) FROM ${table} WHERE encoding = ?`
    return [name, prepare<number>(db, select, 'first-column').get(encoding)!] as const
  })
  return { documents, tokens, nonzeros, bytes: Object.fromEntries(sizes) as ActivationCounts['bytes'] }
}
