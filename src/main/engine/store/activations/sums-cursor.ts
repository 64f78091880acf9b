import { addSum, drainSums } from '../../numerics/sparse-sums.ts'
import type { DrainedSums, SparseSums } from '../../numerics/sparse-sums.ts'
import type { Connection } from '../connection.ts'
import { openLatentCursor } from './latent-cursor.ts'
import { openTokens } from './open-block.ts'
import type { OpenRuns } from './open-runs.ts'
import { float32Of, float64Of, unsignedOf } from './read-runs.ts'

/** One source's activations by token id; latents are asked in ascending order, and each row is unpacked once. */
export type SumsCursor = { addTo(byToken: SparseSums, latent: number): void }

/** The activations of a block, 32-bit, as long as they are staged. */
export function openBlockSums(db: Connection, encoding: number, block: number): SumsCursor {
  const tokenIds = unsignedOf(openTokens(db, encoding, block), 0)
  const parts = openLatentCursor(db, 'activation_parts', encoding, block)
  const staged = openLatentCursor(db, 'staged_values', encoding, block)
  let open: OpenRuns | null = null
  let tokens = new Uint32Array(0)
  let values = new Float32Array(0)
  return {
    addTo(byToken, latent) {
      const part = parts.seek(latent)
      const exact = staged.seek(latent)
      if (part === null || exact === null) return
      if (part.runs !== open) {
        open = part.runs
        tokens = unsignedOf(open, 0)
        values = float32Of(exact.runs, 0)
      }
      const end = open.starts[part.run + 1]!
      for (let at = open.starts[part.run]!; at < end; at++) addSum(byToken, tokenIds[tokens[at]!]!, 1, values[at]!)
    },
  }
}

/** Sums that were merged before. */
export function openMergedSums(db: Connection, encoding: number, merge: number): SumsCursor {
  const cursor = openLatentCursor(db, 'merged_token_sums', encoding, merge)
  let open: OpenRuns | null = null
  let ids = new Uint32Array(0)
  let counts = new Uint32Array(0)
  let sums = new Float64Array(0)
  return {
    addTo(byToken, latent) {
      const found = cursor.seek(latent)
      if (found === null) return
      if (found.runs !== open) {
        open = found.runs
        ids = unsignedOf(open, 0)
        counts = unsignedOf(open, 1)
        sums = float64Of(open, 2)
      }
      const end = open.starts[found.run + 1]!
      for (let at = open.starts[found.run]!; at < end; at++) addSum(byToken, ids[at]!, counts[at]!, sums[at]!)
    },
  }
}

/** The sums of one latent over several sources, added source by source, so that they are the same however reading was interrupted. */
export function sumsOfLatent(cursors: readonly SumsCursor[], latent: number, byToken: SparseSums): DrainedSums | null {
  for (const cursor of cursors) cursor.addTo(byToken, latent)
  return byToken.size === 0 ? null : drainSums(byToken)
}
