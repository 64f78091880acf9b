import type { Connection } from '../connection.ts'
import { storedBlocks } from './stored-block.ts'

/** Tokens of each document of an encoding, special ones not counted, [documents]. */
export function documentLengths(db: Connection, encoding: number): Uint32Array {
  const blocks = storedBlocks(db, encoding, 0, Number.MAX_SAFE_INTEGER)
  const lengths = new Uint32Array(blocks.reduce((sum, each) => sum + each.documents, 0))
  for (const { firstOrdinal, documents, tokenStarts } of blocks)
    for (let at = 0; at < documents; at++) lengths[firstOrdinal + at] = tokenStarts[at + 1]! - tokenStarts[at]!
  return lengths
}
