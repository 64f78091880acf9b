import { partitionRuns } from '../../numerics/partition-runs.ts'
import type { Connection } from '../connection.ts'
import { prepare } from '../connection.ts'
import { openPooled, openStagedPools } from './open-block.ts'
import { packRuns } from './pack-runs.ts'
import { float32Of, unsignedOf } from './read-runs.ts'

/** Blocks `first` to `end` (exclusive). */
export type BlockRange = { readonly first: number; readonly end: number }

/** Pooled entries transposed at a time (16 bytes each), so that memory does not grow with the documents. */
const entriesAtOnce = 4_000_000

/** Entries of one stored row of postings: about 100 kB packed. */
const chunkEntries = 16_384

/** Postings of some latents: entries of latent `latents[r]` are `starts[r]` to `starts[r + 1]`, ordinals ascending. */
export type Postings = {
  readonly latents: Uint32Array
  readonly starts: Uint32Array
  readonly ordinals: Uint32Array
  readonly maxima: Float32Array
  readonly tokensActive: Uint32Array
  readonly positions: Uint32Array
}

/** Turns the pooled rows of a segment's blocks into postings by latent, stores them, and hands each range of latents to `use`. */
export function transposePools(
  db: Connection,
  encoding: number,
  segment: number,
  blocks: BlockRange,
  dSae: number,
  use: (postings: Postings) => void,
  atOnce = entriesAtOnce,
): void {
  const starts = countByLatent(db, encoding, blocks, dSae)
  for (const { first, end } of partitionRuns(starts, atOnce)) {
    const postings = withoutAbsent(gatherPostings(db, encoding, blocks, starts, first, end))
    storePostings(db, encoding, segment, postings)
    use(postings)
  }
}

/** Prefix sums over latents of the documents they are active in, [dSae + 1]. */
function countByLatent(db: Connection, encoding: number, blocks: BlockRange, dSae: number): Uint32Array {
  const starts = new Uint32Array(dSae + 1)
  for (let block = blocks.first; block < blocks.end; block++) {
    for (const latent of unsignedOf(openPooled(db, encoding, block), 0)) starts[latent + 1]!++
  }
  for (let latent = 0; latent < dSae; latent++) starts[latent + 1]! += starts[latent]!
  return starts
}

/** The postings of the latents `first` to `end` (exclusive), absent ones with empty runs. */
function gatherPostings(
  db: Connection,
  encoding: number,
  blocks: BlockRange,
  allStarts: Uint32Array,
  first: number,
  end: number,
): Postings {
  const base = allStarts[first]!
  const starts = allStarts.slice(first, end + 1).map((start) => start - base)
  const entries = starts[end - first]!
  const ordinals = new Uint32Array(entries)
  const maxima = new Float32Array(entries)
  const tokensActive = new Uint32Array(entries)
  const positions = new Uint32Array(entries)
  const cursors = starts.slice()
  for (let block = blocks.first; block < blocks.end; block++) {
    const pooled = openPooled(db, encoding, block)
    const staged = openStagedPools(db, encoding, block)
    const latents = unsignedOf(pooled, 0)
    const blockMaxima = float32Of(pooled, 1)
    const blockTokens = unsignedOf(staged, 0)
    const blockPositions = unsignedOf(staged, 1)
    const firstOrdinal = firstOrdinalOf(db, encoding, block)
    for (let document = 0; document < pooled.keys.length; document++) {
      for (let entry = pooled.starts[document]!; entry < pooled.starts[document + 1]!; entry++) {
        const latent = latents[entry]!
        if (latent < first || latent >= end) continue
        const at = cursors[latent - first]!++
        ordinals[at] = firstOrdinal + document
        maxima[at] = blockMaxima[entry]!
        tokensActive[at] = blockTokens[entry]!
        positions[at] = blockPositions[entry]!
      }
    }
  }
  return {
    latents: Uint32Array.from({ length: end - first }, (_, at) => first + at),
    starts,
    ordinals,
    maxima,
    tokensActive,
    positions,
  }
}

/** The same without latents that are in no document. */
function withoutAbsent(postings: Postings): Postings {
  const present = postings.latents.filter((_, at) => postings.starts[at]! < postings.starts[at + 1]!)
  const offset = postings.latents[0] ?? 0
  const starts = Uint32Array.from([0, ...Array.from(present, (latent) => postings.starts[latent - offset + 1]!)])
  return { ...postings, latents: present, starts }
}

function storePostings(db: Connection, encoding: number, segment: number, postings: Postings): void {
  const insert = prepare(
    db,
    'INSERT INTO posting_chunks (encoding, segment, first_latent, last_latent, bytes) VALUES (?, ?, ?, ?, ?)',
  )
  for (const { first, end } of partitionRuns(postings.starts, chunkEntries)) {
    const bytes = packRuns({
      keys: postings.latents.subarray(first, end),
      starts: postings.starts.subarray(first, end + 1),
      columns: [
        { kind: 'ascending', values: postings.ordinals },
        { kind: 'float32', values: postings.maxima },
        { kind: 'varint', values: postings.tokensActive },
        { kind: 'varint', values: postings.positions },
      ],
    })
    insert.run(encoding, segment, postings.latents[first]!, postings.latents[end - 1]!, bytes)
  }
}

function firstOrdinalOf(db: Connection, encoding: number, block: number): number {
  const select = 'SELECT first_ordinal FROM activation_blocks WHERE encoding = ? AND block = ?'
  return prepare<number>(db, select, 'first-column').get(encoding, block)!
}
