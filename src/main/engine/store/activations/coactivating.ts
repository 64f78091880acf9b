import { npmi } from '../../numerics/npmi.ts'
import { topK } from '../../numerics/top-k.ts'
import type { Connection } from '../connection.ts'
import { openPooled } from './open-block.ts'
import { readPostings } from './read-postings.ts'
import { float32Of, unsignedOf } from './read-runs.ts'
import { readStatistics } from './read-statistics.ts'
import { storedBlocks } from './stored-block.ts'
import type { StoredBlock } from './stored-block.ts'

/** Pooled entries read at most for one latent: some 20 ms. */
const entriesRead = 1_500_000

export type CoactivatingLatent = {
  readonly latent: number
  /** Normalised pointwise mutual information over documents, -1..1. */
  readonly npmi: number
  /** Documents where both are present; estimated from those read unless all were. */
  readonly documents: number
}

export type Coactivating = {
  /** By NPMI, largest first, equal ones by latent. */
  readonly latents: readonly CoactivatingLatent[]
  /** Documents where the latent is present, and how many of them were read. */
  readonly documents: number
  readonly documentsRead: number
}

/**
 * The latents that go most with one latent: by NPMI over documents, both present (above the lens's `thresholds`, those given when encoding).
 *
 * Counts of the single latents are exact; how often two are together is counted in the latent's documents of some of the blocks that have
 * any, evenly spread, and scaled up; of rare latents and small encodings in all. Latents together in fewer than `minimumDocuments` of the
 * documents read are left out. `atMost` entries of pooled blocks are read, about.
 */
export function coactivating(
  db: Connection,
  encoding: number,
  latent: number,
  k: number,
  thresholds: Float32Array,
  minimumDocuments = 5,
  atMost = entriesRead,
): Coactivating {
  const { documents: total, documentsPresent, documentsActive } = readStatistics(db, encoding)
  const { ordinals, maxima } = readPostings(db, encoding, latent)
  const present = ordinals.filter((_, at) => maxima[at]! > thresholds[latent]!)
  const entries = documentsActive.reduce((sum, count) => sum + count, 0)
  const all = storedBlocks(db, encoding, 0, Number.MAX_SAFE_INTEGER)
  const blocks = spread(ordinalsByBlock(all, present), Math.ceil((atMost * all.length) / entries))
  const { together, documentsRead } = countTogether(db, encoding, blocks, thresholds)
  const scale = documentsRead === 0 ? 0 : present.length / documentsRead
  const associations = Float64Array.from(together, (count, other) =>
    other === latent || count < minimumDocuments ? NaN : npmi(total, present.length, documentsPresent[other]!, count * scale),
  )
  const latents = topK(associations, k).map((other) => ({
    latent: other,
    npmi: Math.min(1, associations[other]!),
    documents: Math.round(together[other]! * scale),
  }))
  return { latents, documents: present.length, documentsRead }
}

/** For every latent, in how many of the documents read it is present, [dSae]. */
function countTogether(db: Connection, encoding: number, blocks: readonly BlockOrdinals[], thresholds: Float32Array) {
  const together = new Uint32Array(thresholds.length)
  let documentsRead = 0
  for (const { block, ordinals: within, firstOrdinal } of blocks) {
    const runs = openPooled(db, encoding, block)
    for (const ordinal of within) {
      const latents = unsignedOf(runs, 0, ordinal - firstOrdinal, ordinal - firstOrdinal + 1)
      const maxima = float32Of(runs, 1, ordinal - firstOrdinal, ordinal - firstOrdinal + 1)
      for (let at = 0; at < latents.length; at++) {
        const latent = latents[at]!
        if (maxima[at]! > thresholds[latent]!) together[latent]!++
      }
      documentsRead++
    }
  }
  return { together, documentsRead }
}

type BlockOrdinals = { readonly block: number; readonly firstOrdinal: number; readonly ordinals: Uint32Array }

/** Ascending ordinals by the block they are in. */
function ordinalsByBlock(all: readonly StoredBlock[], ordinals: Uint32Array): BlockOrdinals[] {
  const blocks: BlockOrdinals[] = []
  let at = 0
  for (const { block, firstOrdinal, documents } of all) {
    const from = at
    while (at < ordinals.length && ordinals[at]! < firstOrdinal + documents) at++
    if (at > from) blocks.push({ block, firstOrdinal, ordinals: ordinals.subarray(from, at) })
  }
  return blocks
}

/** At most `count` of these, evenly spread. */
function spread(blocks: readonly BlockOrdinals[], count: number): readonly BlockOrdinals[] {
  if (blocks.length <= count) return blocks
  return Array.from({ length: count }, (_, at) => blocks[Math.floor((at * blocks.length) / count)]!)
}
