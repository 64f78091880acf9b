import { createSparseSums } from '../../numerics/sparse-sums.ts'
import type { DrainedSums } from '../../numerics/sparse-sums.ts'
import type { Connection } from '../connection.ts'
import { prepare } from '../connection.ts'
import { segmentBlocks } from './activation-progress.ts'
import type { ActivationProgress } from './activation-progress.ts'
import { packRuns } from './pack-runs.ts'
import { openBlockSums, openMergedSums, sumsOfLatent } from './sums-cursor.ts'
import type { SumsCursor } from './sums-cursor.ts'
import type { BlockRange } from './transpose-pools.ts'

/** Pairs of latent and token in one stored row. */
const chunkPairs = 32_768

/** So many merges of one level are merged into one of the next, so that few are ever read together. */
const mergeWidth = 16

/** The number of a merge: its level times this, plus its place among the merges of the level. Level 0 are the segments. */
const placesOfLevel = 2 ** 20

/** Adds up the activations of a full segment's blocks by latent and token id, and full levels of merges above it. */
export function mergeTokenSums(db: Connection, encoding: number, segment: number, blocks: BlockRange, dSae: number): void {
  storeMerge(db, encoding, segment, openStaged(db, encoding, blocks), dSae)
  for (let level = 0, merged = segment + 1; merged % mergeWidth === 0; level++, merged /= mergeWidth) {
    const first = level * placesOfLevel + merged - mergeWidth
    const below = Array.from({ length: mergeWidth }, (_, at) => openMergedSums(db, encoding, first + at))
    storeMerge(db, encoding, (level + 1) * placesOfLevel + merged / mergeWidth - 1, below, dSae)
    prepare(db, 'DELETE FROM merged_token_sums WHERE encoding = ? AND merge >= ? AND merge < ?').run(
      encoding,
      first,
      first + mergeWidth,
    )
  }
}

/** Cursors over all that was read, in order: what is merged, then the blocks behind the last full segment. */
export function openAllSums(db: Connection, encoding: number, progress: ActivationProgress): SumsCursor[] {
  const select = 'SELECT DISTINCT merge FROM merged_token_sums WHERE encoding = ?'
  const merges = prepare<number>(db, select, 'first-column').all(encoding)
  const levelOf = (merge: number) => Math.floor(merge / placesOfLevel)
  merges.sort((a, b) => levelOf(b) - levelOf(a) || a - b)
  const rest = { first: progress.blocks - (progress.blocks % segmentBlocks), end: progress.blocks }
  return [...merges.map((merge) => openMergedSums(db, encoding, merge)), ...openStaged(db, encoding, rest)]
}

function openStaged(db: Connection, encoding: number, { first, end }: BlockRange): SumsCursor[] {
  return Array.from({ length: end - first }, (_, at) => openBlockSums(db, encoding, first + at))
}

type SumsOfLatent = { readonly latent: number; readonly sums: DrainedSums }

/** Stores what the sources add up to as one merge. */
function storeMerge(db: Connection, encoding: number, merge: number, sources: readonly SumsCursor[], dSae: number): void {
  const byToken = createSparseSums()
  let gathered: SumsOfLatent[] = []
  let pairs = 0
  for (let latent = 0; latent < dSae; latent++) {
    const sums = sumsOfLatent(sources, latent, byToken)
    if (sums === null) continue
    gathered.push({ latent, sums })
    pairs += sums.keys.length
    if (pairs < chunkPairs) continue
    storeChunk(db, encoding, merge, gathered, pairs)
    gathered = []
    pairs = 0
  }
  if (pairs > 0) storeChunk(db, encoding, merge, gathered, pairs)
}

function storeChunk(db: Connection, encoding: number, merge: number, gathered: readonly SumsOfLatent[], pairs: number): void {
  const starts = new Uint32Array(gathered.length + 1)
  const ids = new Uint32Array(pairs)
  const counts = new Uint32Array(pairs)
  const sums = new Float64Array(pairs)
  for (const [run, { sums: drained }] of gathered.entries()) {
    const at = starts[run]!
    ids.set(drained.keys, at)
    counts.set(drained.counts, at)
    sums.set(drained.sums, at)
    starts[run + 1] = at + drained.keys.length
  }
  const keys = Uint32Array.from(gathered, ({ latent }) => latent)
  const bytes = packRuns({
    keys,
    starts,
    columns: [
      { kind: 'ascending', values: ids },
      { kind: 'varint', values: counts },
      { kind: 'float64', values: sums },
    ],
  })
  const insert = 'INSERT INTO merged_token_sums (encoding, merge, first_latent, last_latent, bytes) VALUES (?, ?, ?, ?, ?)'
  prepare(db, insert).run(encoding, merge, keys[0]!, keys[keys.length - 1]!, bytes)
}
