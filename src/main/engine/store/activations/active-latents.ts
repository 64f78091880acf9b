import type { Connection } from '../connection.ts'
import { readProgress } from './activation-progress.ts'
import { chunkFrom } from './latent-cursor.ts'
import { openRuns } from './open-runs.ts'
import { float32Of, unsignedOf } from './read-runs.ts'

/**
 * The documents in which one latent is active: entries `from` to `end` (exclusive) of arrays that hold others as well. Good until the next
 * latent is asked for.
 *
 * `ordinals` ascend. `maxima` are pooled activations above 0, exact; `tokensActive` how many tokens have one.
 */
export type ActiveDocuments = {
  readonly from: number
  readonly end: number
  readonly ordinals: Uint32Array
  readonly maxima: Float32Array
  readonly tokensActive: Uint32Array
}

/** Latent after latent of one encoding: `at(latent)` must be asked in ascending order. */
export type ActiveCursor = { at(latent: number): ActiveDocuments }

type Columns = Omit<ActiveDocuments, 'from' | 'end'>

const none = { ordinals: new Uint32Array(0), maxima: new Float32Array(0), tokensActive: new Uint32Array(0) }

/** A stored chunk of one segment, unpacked: latents up to `last`, of which `keys` are active. */
type Chunk = Columns & { readonly last: number; readonly keys: Uint32Array; readonly starts: Uint32Array }

/** Walks an encoding's postings with one chunk (about a megabyte) of each of its segments in memory. */
export function openActiveLatents(db: Connection, encoding: number): ActiveCursor {
  const segments = Array.from(
    { length: readProgress(db, encoding)?.segments ?? 0 },
    (_, segment) => new SegmentCursor(db, encoding, segment),
  )
  const [only] = segments
  if (only === undefined) return { at: () => ({ from: 0, end: 0, ...none }) }
  return segments.length === 1 ? only : new JoinedCursor(segments)
}

/** One segment's postings; it is itself what it gives, so that asking makes no object. */
class SegmentCursor implements ActiveCursor, ActiveDocuments {
  from = 0
  end = 0
  ordinals: Uint32Array = none.ordinals
  maxima: Float32Array = none.maxima
  tokensActive: Uint32Array = none.tokensActive
  #chunk: Chunk = { ...none, last: -1, keys: new Uint32Array(0), starts: new Uint32Array(1) }
  #run = 0
  readonly #db: Connection
  readonly #encoding: number
  readonly #segment: number

  constructor(db: Connection, encoding: number, segment: number) {
    this.#db = db
    this.#encoding = encoding
    this.#segment = segment
  }

  at(latent: number): ActiveDocuments {
    if (latent > this.#chunk.last) this.#load(latent)
    const { keys, starts } = this.#chunk
    let run = this.#run
    while (run < keys.length && keys[run]! < latent) run++
    this.#run = run
    this.from = starts[run]!
    this.end = keys[run] === latent ? starts[run + 1]! : this.from
    return this
  }

  #load(latent: number): void {
    this.#chunk = loadChunk(this.#db, this.#encoding, this.#segment, latent)
    this.#run = 0
    const { ordinals, maxima, tokensActive } = this.#chunk
    Object.assign(this, { ordinals, maxima, tokensActive })
  }
}

/** Several segments' entries of a latent, one behind the other. */
class JoinedCursor implements ActiveCursor, ActiveDocuments {
  readonly from = 0
  end = 0
  ordinals = new Uint32Array(1024)
  maxima = new Float32Array(1024)
  tokensActive = new Uint32Array(1024)
  readonly #segments: readonly SegmentCursor[]

  constructor(segments: readonly SegmentCursor[]) {
    this.#segments = segments
  }

  at(latent: number): ActiveDocuments {
    this.end = 0
    for (const segment of this.#segments) {
      const { from, end, ordinals, maxima, tokensActive } = segment.at(latent)
      if (this.end + end - from > this.ordinals.length) this.#grow(2 * (this.end + end - from))
      let to = this.end
      for (let entry = from; entry < end; entry++, to++) {
        this.ordinals[to] = ordinals[entry]!
        this.maxima[to] = maxima[entry]!
        this.tokensActive[to] = tokensActive[entry]!
      }
      this.end = to
    }
    return this
  }

  #grow(size: number): void {
    const { ordinals, maxima, tokensActive } = this
    this.ordinals = new Uint32Array(size)
    this.maxima = new Float32Array(size)
    this.tokensActive = new Uint32Array(size)
    this.ordinals.set(ordinals)
    this.maxima.set(maxima)
    this.tokensActive.set(tokensActive)
  }
}

function loadChunk(db: Connection, encoding: number, segment: number, latent: number): Chunk {
  const row = chunkFrom(db, 'posting_chunks', encoding, segment, latent)
  if (row === undefined) return { ...none, last: Infinity, keys: new Uint32Array(0), starts: new Uint32Array(1) }
  const runs = openRuns(row.bytes)
  return {
    last: row.last_latent,
    keys: runs.keys,
    starts: runs.starts,
    ordinals: unsignedOf(runs, 0),
    maxima: float32Of(runs, 1),
    tokensActive: unsignedOf(runs, 2),
  }
}
