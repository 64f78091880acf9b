import type { Connection } from '../connection.ts'
import { prepare } from '../connection.ts'
import { write } from '../write.ts'
import { readProgress, segmentBlocks } from './activation-progress.ts'
import { loadStatistics, storeStatistics } from './latent-statistics.ts'
import type { LatentStatistics } from './latent-statistics.ts'
import { mergeTokenSums } from './merge-token-sums.ts'
import { transposePools } from './transpose-pools.ts'
import type { BlockRange, Postings } from './transpose-pools.ts'

/**
 * In one transaction: postings by latent of a segment's blocks and its share of the statistics; its staged rows are dropped.
 *
 * Segments are folded in order. What comes of it depends on the blocks and thresholds alone. Of the last segment, unless it is full, the
 * staged activations stay until `finishEncoding` has added them up.
 */
export function foldSegment(db: Connection, encoding: number, segment: number, thresholds: Float32Array): void {
  write(db, () => {
    const progress = readProgress(db, encoding)
    if (progress?.segments !== segment) throw new Error(`segment ${segment} where ${progress?.segments} was due`)
    const blocks = { first: segment * segmentBlocks, end: Math.min(progress.blocks, (segment + 1) * segmentBlocks) }
    const statistics = loadStatistics(db, encoding, progress.dSae)
    transposePools(db, encoding, segment, blocks, progress.dSae, (postings) => addPostings(statistics, postings, thresholds))
    storeStatistics(db, encoding, statistics)
    dropStaged(db, 'staged_pools', encoding, blocks)
    if (blocks.end - blocks.first === segmentBlocks) {
      mergeTokenSums(db, encoding, segment, blocks, progress.dSae)
      dropStaged(db, 'staged_values', encoding, blocks)
    }
    prepare(db, 'UPDATE activation_progress SET segments = segments + 1 WHERE encoding = ?').run(encoding)
  })
}

function addPostings(statistics: LatentStatistics, postings: Postings, thresholds: Float32Array): void {
  const { latents, starts, maxima, tokensActive } = postings
  for (let run = 0; run < latents.length; run++) {
    const latent = latents[run]!
    const threshold = thresholds[latent]!
    let maximum = statistics.maxima[latent]!
    for (let entry = starts[run]!; entry < starts[run + 1]!; entry++) {
      if (maxima[entry]! > threshold) statistics.documentsPresent[latent]!++
      statistics.tokensActive[latent]! += tokensActive[entry]!
      maximum = Math.max(maximum, maxima[entry]!)
    }
    statistics.documentsActive[latent]! += starts[run + 1]! - starts[run]!
    statistics.maxima[latent] = maximum
  }
}

function dropStaged(db: Connection, table: 'staged_pools' | 'staged_values', encoding: number, { first, end }: BlockRange): void {
  prepare(db, `DELETE FROM ${table} WHERE encoding = ? AND block >= ? AND block < ?`).run(encoding, first, end)
}
