import { createSparseSums } from '../../numerics/sparse-sums.ts'
import type { Connection } from '../connection.ts'
import { prepare } from '../connection.ts'
import { write } from '../write.ts'
import { readProgress, segmentBlocks } from './activation-progress.ts'
import type { ActivationProgress } from './activation-progress.ts'
import { fillWindows } from './fill-windows.ts'
import { foldSegment } from './fold-segment.ts'
import { addExamples, emptyExamples } from './gathered-examples.ts'
import { loadStatistics, storeStatistics } from './latent-statistics.ts'
import { openAllSums } from './merge-token-sums.ts'
import { openPostings, postingsOfLatent } from './read-postings.ts'
import { bandCount, examplesPerBand, selectExamples, topExampleCount } from './select-examples.ts'
import { storeExamples } from './store-examples.ts'
import { storedBlocks } from './stored-block.ts'
import { sumsOfLatent } from './sums-cursor.ts'
import { storeTopTokens, topTokensOf } from './top-tokens.ts'
import type { LatentTopTokens } from './top-tokens.ts'

/** Latents whose examples are gathered at a time: at most 50 MB of windows. */
const latentsAtOnce = 16_384

/** Rows of about 200 kB dropped at a time, and free pages given back. */
const rowsAtOnce = 200
const pagesAtOnce = 2000

export type FinishProgress = {
  readonly doing: 'statistics' | 'top tokens' | 'examples' | 'tidying'
  /** Of `total`: segments, latents, blocks, or pages. */
  readonly done: number
  readonly total: number
}

/**
 * Everything that is known only once all blocks are in: the last segment, sums, top tokens, examples; then gives disk space back.
 *
 * A generator, so that its caller can report, yield to others or stop between steps; started again it goes on, and comes to the same
 * result. Each step is short (the longest, folding a segment, about two seconds) and what it stores is one transaction.
 */
export function* finishEncoding(db: Connection, encoding: number, thresholds: Float32Array): Generator<FinishProgress, void, void> {
  if (readProgress(db, encoding) === null) return storeNothingRead(db, encoding, thresholds.length)
  let progress = readProgress(db, encoding)!
  if (progress.finished) return
  const segments = Math.ceil(progress.blocks / segmentBlocks)
  for (let segment = progress.segments; segment < segments; segment++) {
    foldSegment(db, encoding, segment, thresholds)
    yield { doing: 'statistics', done: segment + 1, total: segments }
  }
  progress = readProgress(db, encoding)!
  for (let first = progress.finishedLatents; first < progress.dSae; first += latentsAtOnce) {
    yield* finishLatents(db, encoding, progress, first, Math.min(progress.dSae, first + latentsAtOnce))
  }
  yield* tidy(db, encoding)
  write(db, () => prepare(db, 'UPDATE activation_progress SET finished = 1 WHERE encoding = ?').run(encoding))
}

/** A corpus without documents is finished at once. */
function storeNothingRead(db: Connection, encoding: number, dSae: number): void {
  const insert = `INSERT INTO activation_progress (encoding, d_sae, blocks, documents, tokens, nonzeros, segments, finished_latents, finished)
    VALUES (?, ?, 0, 0, 0, 0, 0, ?, 1)`
  write(db, () => prepare(db, insert).run(encoding, dSae, dSae))
}

/** Top tokens, sums and examples of the latents `first` to `end` (exclusive), stored in one transaction. */
function* finishLatents(
  db: Connection,
  encoding: number,
  progress: ActivationProgress,
  first: number,
  end: number,
): Generator<FinishProgress, void, void> {
  const sums = openAllSums(db, encoding, progress)
  const postings = openPostings(db, encoding)
  const byToken = createSparseSums()
  const topTokens: LatentTopTokens[] = []
  const totals = new Float64Array(end - first)
  const examples = emptyExamples((end - first) * (topExampleCount + bandCount * examplesPerBand))
  for (let latent = first; latent < end; latent++) {
    const tokens = sumsOfLatent(sums, latent, byToken)
    if (tokens !== null) {
      totals[latent - first] = tokens.sums.reduce((total, sum) => total + sum, 0)
      topTokens.push({ latent, ...topTokensOf(tokens) })
      const documents = postingsOfLatent(postings, latent)
      addExamples(examples, latent, documents, selectExamples(latent, documents.ordinals, documents.maxima))
    }
    if (latent % 64 === 63) yield { doing: 'top tokens', done: latent + 1, total: progress.dSae }
  }
  const blocks = storedBlocks(db, encoding, 0, progress.blocks)
  for (const done of fillWindows(db, encoding, examples, blocks)) yield { doing: 'examples', done, total: blocks.length }
  write(db, () => {
    storeTopTokens(db, encoding, topTokens)
    storeExamples(db, encoding, examples)
    const statistics = loadStatistics(db, encoding, progress.dSae)
    statistics.sums.set(totals, first)
    storeStatistics(db, encoding, statistics)
    prepare(db, 'UPDATE activation_progress SET finished_latents = ? WHERE encoding = ?').run(end, encoding)
  })
}

/** Drops what was needed only until here and gives the free pages back to the file system, step by step. */
function* tidy(db: Connection, encoding: number): Generator<FinishProgress, void, void> {
  for (const table of ['staged_values', 'merged_token_sums']) {
    const drop = prepare(db, `DELETE FROM ${table} WHERE encoding = ? LIMIT ${rowsAtOnce}`)
    while (write(db, () => drop.run(encoding).changes) > 0) yield { doing: 'tidying', done: 0, total: 1 }
  }
  const total = freePages(db)
  for (let left = total; left > 0;) {
    write(db, () => db.pragma(`incremental_vacuum(${pagesAtOnce})`))
    const now = freePages(db)
    if (now >= left) return
    left = now
    yield { doing: 'tidying', done: total - left, total }
  }
}

function freePages(db: Connection): number {
  return db.pragma('freelist_count', { simple: true }) as number
}
