import type { Connection } from '../connection.ts'
import { prepare } from '../connection.ts'
import { openRuns } from './open-runs.ts'
import type { OpenRuns } from './open-runs.ts'

/** Per document of a block: token ids, gaps between characters, lengths in characters. */
export function openTokens(db: Connection, encoding: number, block: number): OpenRuns {
  return openBlob(db, 'token_blocks', encoding, block)
}

/** Per document of a block: its latents and their maxima. */
export function openPooled(db: Connection, encoding: number, block: number): OpenRuns {
  return openBlob(db, 'pooled_blocks', encoding, block)
}

/** As `openPooled`, entry by entry: tokens above 0 and the place of the maximum; only until the segment is folded. */
export function openStagedPools(db: Connection, encoding: number, block: number): OpenRuns {
  return openBlob(db, 'staged_pools', encoding, block)
}

function openBlob(db: Connection, table: string, encoding: number, block: number): OpenRuns {
  const select = `SELECT bytes FROM ${table} WHERE encoding = ? AND block = ?`
  const bytes = prepare<Buffer>(db, select, 'first-column').get(encoding, block)
  if (bytes === undefined) throw new Error(`block ${block} of encoding ${encoding} has no ${table}`)
  return openRuns(bytes)
}
