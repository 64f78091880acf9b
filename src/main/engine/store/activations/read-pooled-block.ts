import type { Connection } from '../connection.ts'
import { readProgress } from './activation-progress.ts'
import { openPooled } from './open-block.ts'
import { float32Of, unsignedOf } from './read-runs.ts'
import { storedBlocks } from './stored-block.ts'

/** The pooled activations of consecutive documents. */
export type PooledBlock = {
  readonly firstOrdinal: number
  readonly documents: number
  /** [documents + 1], from 0: where each document's entries begin. */
  readonly starts: Uint32Array
  /** [entries], ascending in each document. */
  readonly latents: Uint32Array
  /** [entries], above 0, exact. */
  readonly maxima: Float32Array
}

/** The blocks of an encoding, 0 to this (exclusive). */
export function pooledBlockCount(db: Connection, encoding: number): number {
  return readProgress(db, encoding)?.blocks ?? 0
}

/** All documents of one block at once, about a megabyte: for whoever goes through the whole matrix. */
export function readPooledBlock(db: Connection, encoding: number, block: number): PooledBlock {
  const [stored] = storedBlocks(db, encoding, block, block + 1)
  if (stored === undefined) throw new Error(`encoding ${encoding} has no block ${block}`)
  const { firstOrdinal, documents } = stored
  const runs = openPooled(db, encoding, block)
  return { firstOrdinal, documents, starts: runs.starts, latents: unsignedOf(runs, 0), maxima: float32Of(runs, 1) }
}
