import type { Connection } from '../connection.ts'
import { prepare } from '../connection.ts'
import { openRuns } from './open-runs.ts'
import { packRuns } from './pack-runs.ts'
import { float32Of, float64Of, unsignedOf } from './read-runs.ts'

/** Counts and extremes of every latent over the documents of an encoding, [dSae] each. */
export type LatentStatistics = {
  /** Documents with a pooled activation above 0. */
  readonly documentsActive: Uint32Array
  /** Documents with a pooled activation above the lens's threshold. */
  readonly documentsPresent: Uint32Array
  /** Tokens with activation above 0. */
  readonly tokensActive: Uint32Array
  /** The largest activation; 0 where never active. */
  readonly maxima: Float32Array
  /** The sum of activations over all tokens; 0 until the encoding is finished. */
  readonly sums: Float64Array
}

export function emptyStatistics(dSae: number): LatentStatistics {
  return {
    documentsActive: new Uint32Array(dSae),
    documentsPresent: new Uint32Array(dSae),
    tokensActive: new Uint32Array(dSae),
    maxima: new Float32Array(dSae),
    sums: new Float64Array(dSae),
  }
}

/** The statistics of the segments folded so far; empty before the first. */
export function loadStatistics(db: Connection, encoding: number, dSae: number): LatentStatistics {
  const statistics = emptyStatistics(dSae)
  const select = 'SELECT bytes FROM latent_statistics WHERE encoding = ?'
  const bytes = prepare<Buffer>(db, select, 'first-column').get(encoding)
  if (bytes === undefined) return statistics
  const runs = openRuns(bytes)
  const stored = [unsignedOf(runs, 0), unsignedOf(runs, 1), unsignedOf(runs, 2), float32Of(runs, 3), float64Of(runs, 4)] as const
  for (let run = 0; run < runs.keys.length; run++) {
    const latent = runs.keys[run]!
    statistics.documentsActive[latent] = stored[0][run]!
    statistics.documentsPresent[latent] = stored[1][run]!
    statistics.tokensActive[latent] = stored[2][run]!
    statistics.maxima[latent] = stored[3][run]!
    statistics.sums[latent] = stored[4][run]!
  }
  return statistics
}

/** Replaces what is stored; a run of one entry per latent that was ever active. */
export function storeStatistics(db: Connection, encoding: number, statistics: LatentStatistics): void {
  const latents = Uint32Array.from(statistics.documentsActive.keys()).filter((latent) => statistics.documentsActive[latent]! > 0)
  const bytes = packRuns({
    keys: latents,
    starts: Uint32Array.from({ length: latents.length + 1 }, (_, run) => run),
    columns: [
      { kind: 'varint', values: latents.map((latent) => statistics.documentsActive[latent]!) },
      { kind: 'varint', values: latents.map((latent) => statistics.documentsPresent[latent]!) },
      { kind: 'varint', values: latents.map((latent) => statistics.tokensActive[latent]!) },
      { kind: 'float32', values: Float32Array.from(latents, (latent) => statistics.maxima[latent]!) },
      { kind: 'float64', values: Float64Array.from(latents, (latent) => statistics.sums[latent]!) },
    ],
  })
  prepare(
    db,
    'INSERT INTO latent_statistics (encoding, bytes) VALUES (?, ?) ON CONFLICT (encoding) DO UPDATE SET bytes = excluded.bytes',
  ).run(encoding, bytes)
}
