import type { Connection } from '../connection.ts'
import { readProgress } from './activation-progress.ts'
import { openLatentCursor } from './latent-cursor.ts'
import type { LatentCursor, LatentRun } from './latent-cursor.ts'
import { float32Of, unsignedOf } from './read-runs.ts'

/** The documents one latent is active in, by ordinal, [documents] each. */
export type LatentPostings = {
  readonly ordinals: Uint32Array
  /** Pooled activations, exact. */
  readonly maxima: Float32Array
  /** Tokens with activation above 0. */
  readonly tokensActive: Uint32Array
  /** First token of the document that has the maximum. */
  readonly positions: Uint32Array
}

/** The postings of a latent over all folded segments; empty where it was never active. */
export function readPostings(db: Connection, encoding: number, latent: number): LatentPostings {
  return postingsOfLatent(openPostings(db, encoding), latent)
}

/** A cursor over each folded segment's postings, in order. */
export function openPostings(db: Connection, encoding: number): LatentCursor[] {
  const segments = readProgress(db, encoding)?.segments ?? 0
  return Array.from({ length: segments }, (_, segment) => openLatentCursor(db, 'posting_chunks', encoding, segment))
}

export function postingsOfLatent(cursors: readonly LatentCursor[], latent: number): LatentPostings {
  const found = cursors.map((cursor) => cursor.seek(latent)).filter((run) => run !== null)
  const size = found.reduce((sum, { runs, run }) => sum + runs.starts[run + 1]! - runs.starts[run]!, 0)
  const postings = {
    ordinals: new Uint32Array(size),
    maxima: new Float32Array(size),
    tokensActive: new Uint32Array(size),
    positions: new Uint32Array(size),
  }
  let at = 0
  for (const part of found) at = appendRun(postings, at, part)
  return postings
}

function appendRun(postings: LatentPostings, at: number, { runs, run }: LatentRun): number {
  const ordinals = unsignedOf(runs, 0, run, run + 1)
  postings.ordinals.set(ordinals, at)
  postings.maxima.set(float32Of(runs, 1, run, run + 1), at)
  postings.tokensActive.set(unsignedOf(runs, 2, run, run + 1), at)
  postings.positions.set(unsignedOf(runs, 3, run, run + 1), at)
  return at + ordinals.length
}
