import type { Connection } from '../connection.ts'
import type { PartCache } from './part-cache.ts'
import { valueOf } from './quantise.ts'
import { bytesOf, entriesWithin } from './read-runs.ts'
import { blockOfDocument } from './stored-block.ts'
import type { StoredBlock } from './stored-block.ts'

/** Where one latent is active in a document, by token, [tokens] each. */
export type LatentTokens = {
  /** Token of the document. */
  readonly tokens: Uint32Array
  /** To 8 bits of the latent's largest in the block. */
  readonly activations: Float32Array
}

/**
 * The activations of one latent in each of some documents, in the order asked, without unpacking any other latent's.
 *
 * Throws a Failure 'not-read' where one of them was not read.
 */
export function readLatentTokens(
  db: Connection,
  encoding: number,
  latent: number,
  ordinals: ArrayLike<number>,
  cache: PartCache,
): LatentTokens[] {
  let block: StoredBlock | null = null
  return Array.from(ordinals, (ordinal) => {
    if (block === null || ordinal < block.firstOrdinal || ordinal >= block.firstOrdinal + block.documents) {
      block = blockOfDocument(db, encoding, ordinal)
    }
    const found = cache.latentRun(db, encoding, block.block, latent)
    if (found === null) return { tokens: new Uint32Array(0), activations: new Float32Array(0) }
    const { runs, run } = found
    const first = block.tokenStarts[ordinal - block.firstOrdinal]!
    const { entries, values } = entriesWithin(runs, 0, first, block.tokenStarts[ordinal - block.firstOrdinal + 1]!, run, run + 1)
    const levels = bytesOf(runs, 1)
    return {
      tokens: Uint32Array.from(values, (token) => token - first),
      activations: Float32Array.from(entries, (entry) => valueOf(levels[entry]!, runs.scales[run]!)),
    }
  })
}
