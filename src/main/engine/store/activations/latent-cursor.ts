import type { Connection } from '../connection.ts'
import { prepare } from '../connection.ts'
import { openRuns } from './open-runs.ts'
import type { OpenRuns } from './open-runs.ts'

/** A latent's run in an open table. */
export type LatentRun = { readonly runs: OpenRuns; readonly run: number }

/** Tables of latents that are cut into rows by latent, and the column that tells their sources (blocks, segments or merges) apart. */
const sourceColumns = {
  activation_parts: 'block',
  staged_values: 'block',
  posting_chunks: 'segment',
  merged_token_sums: 'merge',
} as const

export type LatentTable = keyof typeof sourceColumns

type ChunkRow = { readonly first_latent: number; readonly last_latent: number; readonly bytes: Buffer }

/** The row that holds `latent`, or would if it were active there, or the next one; undefined behind the last. */
export function chunkFrom(
  db: Connection,
  table: LatentTable,
  encoding: number,
  source: number,
  latent: number,
): ChunkRow | undefined {
  const select = `SELECT first_latent, last_latent, bytes FROM ${table} WHERE encoding = ? AND ${sourceColumns[table]} = ?`
  const row = prepare<ChunkRow>(db, `${select} AND first_latent <= ? ORDER BY first_latent DESC LIMIT 1`).get(
    encoding,
    source,
    latent,
  )
  if (row !== undefined && row.last_latent >= latent) return row
  return prepare<ChunkRow>(db, `${select} AND first_latent > ? ORDER BY first_latent LIMIT 1`).get(encoding, source, latent)
}

/** Walks one source's latents upwards, one row in memory at a time. */
export type LatentCursor = {
  /** The run of this latent, null where it is not active; latents must be asked in ascending order. */
  seek(latent: number): LatentRun | null
}

export function openLatentCursor(db: Connection, table: LatentTable, encoding: number, source: number): LatentCursor {
  let runs: OpenRuns | null = null
  let first = 0
  let last = -1
  let run = 0
  return {
    seek(latent) {
      if (latent > last) {
        const row = chunkFrom(db, table, encoding, source, latent)
        runs = row === undefined ? null : openRuns(row.bytes)
        first = row?.first_latent ?? Infinity
        last = row?.last_latent ?? Infinity
        run = 0
      }
      if (runs === null || latent < first) return null
      while (runs.keys[run]! < latent) run++
      return runs.keys[run] === latent ? { runs, run } : null
    },
  }
}
