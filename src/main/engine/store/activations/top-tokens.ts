import { partitionRuns } from '../../numerics/partition-runs.ts'
import type { DrainedSums } from '../../numerics/sparse-sums.ts'
import { topK } from '../../numerics/top-k.ts'
import type { Connection } from '../connection.ts'
import { prepare } from '../connection.ts'
import { openRuns } from './open-runs.ts'
import { packRuns } from './pack-runs.ts'
import { float32Of, runOf, unsignedOf } from './read-runs.ts'

/** Tokens kept per latent. */
export const topTokenCount = 64

/** Entries of one stored row. */
const chunkEntries = 16_384

/** The tokens a latent is most active on, by the sum of its activations on them, largest first, equal sums by token id. */
export type TopTokens = {
  readonly tokenIds: Uint32Array
  /** How many tokens of this id it was active on. */
  readonly counts: Uint32Array
  /** Mean activation on those, 32-bit. */
  readonly means: Float32Array
}

/** A latent with what is kept of it. */
export type LatentTopTokens = TopTokens & { readonly latent: number }

export function topTokensOf(sums: DrainedSums): TopTokens {
  const places = topK(sums.sums, topTokenCount)
  return {
    tokenIds: Uint32Array.from(places, (place) => sums.keys[place]!),
    counts: Uint32Array.from(places, (place) => sums.counts[place]!),
    means: Float32Array.from(places, (place) => sums.sums[place]! / sums.counts[place]!),
  }
}

/** Stores the top tokens of a range of latents, ascending. */
export function storeTopTokens(db: Connection, encoding: number, latents: readonly LatentTopTokens[]): void {
  const insert = prepare(db, 'INSERT INTO latent_top_tokens (encoding, first_latent, last_latent, bytes) VALUES (?, ?, ?, ?)')
  const starts = new Uint32Array(latents.length + 1)
  for (const [run, { counts }] of latents.entries()) starts[run + 1] = starts[run]! + counts.length
  for (const { first, end } of partitionRuns(starts, chunkEntries)) {
    const chunk = latents.slice(first, end)
    const bytes = packRuns({
      keys: Uint32Array.from(chunk, ({ latent }) => latent),
      starts: starts.slice(first, end + 1).map((start) => start - starts[first]!),
      columns: [
        { kind: 'varint', values: Uint32Array.from(chunk.flatMap(({ tokenIds }) => Array.from(tokenIds))) },
        { kind: 'varint', values: Uint32Array.from(chunk.flatMap(({ counts }) => Array.from(counts))) },
        { kind: 'float32', values: Float32Array.from(chunk.flatMap(({ means }) => Array.from(means))) },
      ],
    })
    insert.run(encoding, chunk[0]!.latent, chunk[chunk.length - 1]!.latent, bytes)
  }
}

/** The top tokens of a latent; empty where it was never active or the encoding is not finished. */
export function readTopTokens(db: Connection, encoding: number, latent: number): TopTokens {
  const select = 'SELECT bytes FROM latent_top_tokens WHERE encoding = ? AND first_latent <= ? ORDER BY first_latent DESC LIMIT 1'
  const bytes = prepare<Buffer>(db, select, 'first-column').get(encoding, latent)
  const runs = bytes === undefined ? null : openRuns(bytes)
  const run = runs === null ? -1 : runOf(runs, latent)
  if (runs === null || run < 0) return { tokenIds: new Uint32Array(0), counts: new Uint32Array(0), means: new Float32Array(0) }
  return {
    tokenIds: unsignedOf(runs, 0, run, run + 1),
    counts: unsignedOf(runs, 1, run, run + 1),
    means: float32Of(runs, 2, run, run + 1),
  }
}
