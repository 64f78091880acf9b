import type { Connection } from '../connection.ts'
import { readProgress } from './activation-progress.ts'
import { chunkFrom } from './latent-cursor.ts'
import { openRuns } from './open-runs.ts'
import type { OpenRuns } from './open-runs.ts'
import { valueOf } from './quantise.ts'
import { bytesOf, unsignedOf } from './read-runs.ts'
import { storedBlocks } from './stored-block.ts'
import type { StoredBlock } from './stored-block.ts'

/** Pooled activations over a stretch of each document, [entries], by latent, then by ordinal. */
export type ActiveWithin = {
  /** [dSae + 1] */
  readonly starts: Uint32Array
  readonly ordinals: Uint32Array
  /** To 8 bits of the latent's largest in the block. */
  readonly maxima: Float32Array
  readonly tokensActive: Uint32Array
}

/** Of each document the tokens `from` to `end` (exclusive), [documents] each; an empty stretch leaves a document out. */
export type Stretches = { readonly from: Uint32Array; readonly end: Uint32Array }

/**
 * As if each document had only some of its tokens, for several choices of them at once.
 *
 * Goes once through the token activations of the blocks that hold such documents; the tokens were read in the context of the whole.
 */
export function readActiveWithin(db: Connection, encoding: number, choices: readonly Stretches[]): ActiveWithin[] {
  const dSae = readProgress(db, encoding)?.dSae ?? 0
  const found = choices.map(() => growingEntries())
  for (const block of storedBlocks(db, encoding, 0, Number.MAX_SAFE_INTEGER)) {
    if (!choices.some((choice) => holdsAny(block, choice))) continue
    for (let latent = 0; ;) {
      const row = chunkFrom(db, 'activation_parts', encoding, block.block, latent)
      if (row === undefined) break
      poolPart(openRuns(row.bytes), block, choices, found)
      latent = row.last_latent + 1
    }
  }
  return found.map((entries) => byLatent(entries, dSae))
}

/** Entries in the order of blocks, then of latents, of which `count` are used. */
type Entries = {
  latents: Uint32Array
  ordinals: Uint32Array
  maxima: Float32Array
  tokensActive: Uint32Array
  count: number
}

function growingEntries(): Entries {
  const size = 1 << 16
  return {
    latents: new Uint32Array(size),
    ordinals: new Uint32Array(size),
    maxima: new Float32Array(size),
    tokensActive: new Uint32Array(size),
    count: 0,
  }
}

function addEntry(entries: Entries, latent: number, ordinal: number, maximum: number, tokensActive: number): void {
  if (entries.count === entries.latents.length) {
    entries.latents = doubled(entries.latents, Uint32Array)
    entries.ordinals = doubled(entries.ordinals, Uint32Array)
    entries.maxima = doubled(entries.maxima, Float32Array)
    entries.tokensActive = doubled(entries.tokensActive, Uint32Array)
  }
  const at = entries.count++
  entries.latents[at] = latent
  entries.ordinals[at] = ordinal
  entries.maxima[at] = maximum
  entries.tokensActive[at] = tokensActive
}

function doubled<Values extends Uint32Array | Float32Array>(values: Values, Kind: new (length: number) => Values): Values {
  const larger = new Kind(2 * values.length)
  larger.set(values)
  return larger
}

/** A counting sort by latent; ordinals of a latent stay in order, since blocks come in order. */
function byLatent({ latents, ordinals, maxima, tokensActive, count }: Entries, dSae: number): ActiveWithin {
  const starts = new Uint32Array(dSae + 1)
  for (let at = 0; at < count; at++) starts[latents[at]! + 1]!++
  for (let latent = 0; latent < dSae; latent++) starts[latent + 1]! += starts[latent]!
  const cursors = starts.slice()
  const sorted = { ordinals: new Uint32Array(count), maxima: new Float32Array(count), tokensActive: new Uint32Array(count) }
  for (let at = 0; at < count; at++) {
    const to = cursors[latents[at]!]!++
    sorted.ordinals[to] = ordinals[at]!
    sorted.maxima[to] = maxima[at]!
    sorted.tokensActive[to] = tokensActive[at]!
  }
  return { starts, ...sorted }
}

function holdsAny({ firstOrdinal, documents }: StoredBlock, { from, end }: Stretches): boolean {
  for (let ordinal = firstOrdinal; ordinal < firstOrdinal + documents; ordinal++) if (end[ordinal]! > from[ordinal]!) return true
  return false
}

/** Pools one part of a block: tokens ascend in each latent's run, so that a latent's documents come in order. */
function poolPart(runs: OpenRuns, block: StoredBlock, choices: readonly Stretches[], into: readonly Entries[]): void {
  const { tokenStarts, firstOrdinal, documents } = block
  const tokens = unsignedOf(runs, 0)
  const levels = bytesOf(runs, 1)
  const largest = new Uint8Array(choices.length)
  const counts = new Uint32Array(choices.length)
  for (let run = 0; run < runs.keys.length; run++) {
    const stop = runs.starts[run + 1]!
    for (let entry = runs.starts[run]!, document = 0; entry < stop;) {
      while (document < documents && tokens[entry]! >= tokenStarts[document + 1]!) document++
      const first = tokenStarts[document]!
      const next = tokenStarts[document + 1]!
      largest.fill(0)
      counts.fill(0)
      for (; entry < stop && tokens[entry]! < next; entry++) {
        const place = tokens[entry]! - first
        for (let choice = 0; choice < choices.length; choice++) {
          const { from, end } = choices[choice]!
          if (place < from[firstOrdinal + document]! || place >= end[firstOrdinal + document]!) continue
          if (levels[entry]! > largest[choice]!) largest[choice] = levels[entry]!
          counts[choice]!++
        }
      }
      for (let choice = 0; choice < choices.length; choice++)
        if (counts[choice]! > 0)
          addEntry(
            into[choice]!,
            runs.keys[run]!,
            firstOrdinal + document,
            valueOf(largest[choice]!, runs.scales[run]!),
            counts[choice]!,
          )
    }
  }
}
