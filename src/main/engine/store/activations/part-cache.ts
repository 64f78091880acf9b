import type { Connection } from '../connection.ts'
import { chunkFrom } from './latent-cursor.ts'
import type { LatentRun } from './latent-cursor.ts'
import { openRuns } from './open-runs.ts'
import type { OpenRuns } from './open-runs.ts'
import { runOf } from './read-runs.ts'

/** An unpacked part, or `runs` null where the block has nothing from `first` to `last`. */
type CachedPart = { readonly first: number; readonly last: number; readonly runs: OpenRuns | null }

/**
 * Unpacked parts of blocks, the longest unused forgotten first, for one who asks again and again for the same latent (a scrolling list).
 *
 * Blocks never change, so nothing in it goes stale, except when an encoding is removed: then `clear` it.
 */
export class PartCache {
  readonly #parts = new Map<string, CachedPart[]>()
  readonly #limit: number
  #bytes = 0

  /** @param limit bytes of unpacked columns to keep */
  constructor(limit = 32 * 1024 * 1024) {
    this.#limit = limit
  }

  /** The run of a latent in a block; null where it is not active there. */
  latentRun(db: Connection, encoding: number, block: number, latent: number): LatentRun | null {
    const key = `${encoding}/${block}`
    const parts = this.#parts.get(key) ?? []
    this.#parts.delete(key)
    this.#parts.set(key, parts)
    let part = parts.find(({ first, last }) => first <= latent && latent <= last)
    if (part === undefined) {
      part = loadPart(db, encoding, block, latent)
      parts.push(part)
      this.#bytes += sizeOf(part)
      this.#forget(key)
    }
    const run = part.runs === null ? -1 : runOf(part.runs, latent)
    return part.runs === null || run < 0 ? null : { runs: part.runs, run }
  }

  clear(): void {
    this.#parts.clear()
    this.#bytes = 0
  }

  #forget(kept: string): void {
    for (const [key, parts] of this.#parts) {
      if (this.#bytes <= this.#limit || key === kept) return
      for (const part of parts) this.#bytes -= sizeOf(part)
      this.#parts.delete(key)
    }
  }
}

function loadPart(db: Connection, encoding: number, block: number, latent: number): CachedPart {
  const row = chunkFrom(db, 'activation_parts', encoding, block, latent)
  if (row === undefined || row.first_latent > latent)
    return { first: latent, last: (row?.first_latent ?? Infinity) - 1, runs: null }
  return { first: row.first_latent, last: row.last_latent, runs: openRuns(row.bytes) }
}

/** Columns and directory, the latter as about half of what a part's columns are at most. */
function sizeOf({ runs }: CachedPart): number {
  return runs === null ? 64 : runs.rawBytes + 16 * runs.keys.length
}
