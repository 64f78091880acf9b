import type { Connection } from '../connection.ts'
import { chunkFrom } from './latent-cursor.ts'
import { openRuns } from './open-runs.ts'
import type { OpenRuns } from './open-runs.ts'
import { valueOf } from './quantise.ts'
import { openPooled, openTokens } from './open-block.ts'
import { bytesOf, entriesWithin, float32Of, signedOf, unsignedOf } from './read-runs.ts'
import { blockOfDocument } from './stored-block.ts'
import type { StoredBlock } from './stored-block.ts'

/** The tokens of one document, [tokens] each; UTF-16 offsets in its text, end exclusive. */
export type DocumentTokens = { readonly tokenIds: Int32Array; readonly starts: Int32Array; readonly ends: Int32Array }

/** Throws a Failure 'not-read' where the document was not read; so do the others here. */
export function readDocumentTokens(db: Connection, encoding: number, ordinal: number): DocumentTokens {
  const { block, firstOrdinal } = blockOfDocument(db, encoding, ordinal)
  const runs = openTokens(db, encoding, block)
  const run = ordinal - firstOrdinal
  const gaps = signedOf(runs, 1, run, run + 1)
  const lengths = unsignedOf(runs, 2, run, run + 1)
  const starts = new Int32Array(gaps.length)
  const ends = new Int32Array(gaps.length)
  for (let token = 0, behind = 0; token < gaps.length; token++) {
    starts[token] = behind + gaps[token]!
    behind = ends[token] = starts[token]! + lengths[token]!
  }
  return { tokenIds: Int32Array.from(unsignedOf(runs, 0, run, run + 1)), starts, ends }
}

/** All activations on the tokens of one document, by token, then by latent, [nonzeros] each. */
export type DocumentActivations = {
  /** Token of the document. */
  readonly tokens: Uint32Array
  readonly latents: Uint32Array
  /** To 8 bits of the latent's largest in the block. */
  readonly activations: Float32Array
}

export function readDocumentActivations(db: Connection, encoding: number, ordinal: number): DocumentActivations {
  const block = blockOfDocument(db, encoding, ordinal)
  const parts: DocumentActivations[] = []
  for (let latent = 0; ;) {
    const row = chunkFrom(db, 'activation_parts', encoding, block.block, latent)
    if (row === undefined) break
    parts.push(activationsInPart(openRuns(row.bytes), block, ordinal))
    latent = row.last_latent + 1
  }
  return byToken(parts, tokensOf(block, ordinal))
}

function tokensOf({ tokenStarts, firstOrdinal }: StoredBlock, ordinal: number): number {
  return tokenStarts[ordinal - firstOrdinal + 1]! - tokenStarts[ordinal - firstOrdinal]!
}

function activationsInPart(runs: OpenRuns, { tokenStarts, firstOrdinal }: StoredBlock, ordinal: number): DocumentActivations {
  const first = tokenStarts[ordinal - firstOrdinal]!
  const found = entriesWithin(runs, 0, first, tokenStarts[ordinal - firstOrdinal + 1]!)
  const levels = bytesOf(runs, 1)
  const latents = new Uint32Array(found.runs.length)
  const activations = new Float32Array(found.runs.length)
  for (let at = 0; at < latents.length; at++) {
    latents[at] = runs.keys[found.runs[at]!]!
    activations[at] = valueOf(levels[found.entries[at]!]!, runs.scales[found.runs[at]!]!)
  }
  return { tokens: Uint32Array.from(found.values, (token) => token - first), latents, activations }
}

/** Joins parts, each by latent and all in latent order, into one order by token. */
function byToken(parts: readonly DocumentActivations[], tokenCount: number): DocumentActivations {
  const cursors = new Uint32Array(tokenCount + 1)
  for (const { tokens } of parts) for (let at = 0; at < tokens.length; at++) cursors[tokens[at]! + 1]!++
  for (let token = 0; token < tokenCount; token++) cursors[token + 1]! += cursors[token]!
  const nonzeros = cursors[tokenCount]!
  const sorted = { tokens: new Uint32Array(nonzeros), latents: new Uint32Array(nonzeros), activations: new Float32Array(nonzeros) }
  for (const { tokens, latents, activations } of parts) {
    for (let at = 0; at < tokens.length; at++) {
      const to = cursors[tokens[at]!]!++
      sorted.tokens[to] = tokens[at]!
      sorted.latents[to] = latents[at]!
      sorted.activations[to] = activations[at]!
    }
  }
  return sorted
}

/** A document's latents by maximum, largest first, equal ones by latent, [pooled] each. */
export type DocumentPooled = {
  readonly latents: Uint32Array
  /** Pooled activations, exact. */
  readonly maxima: Float32Array
  /** Tokens of the document with activation above 0. */
  readonly tokensActive: Uint32Array
}

export function readDocumentPooled(db: Connection, encoding: number, ordinal: number): DocumentPooled {
  const { block, firstOrdinal } = blockOfDocument(db, encoding, ordinal)
  const runs = openPooled(db, encoding, block)
  const run = ordinal - firstOrdinal
  const latents = unsignedOf(runs, 0, run, run + 1)
  const maxima = float32Of(runs, 1, run, run + 1)
  const counts = new Map<number, number>()
  for (const latent of readDocumentActivations(db, encoding, ordinal).latents) counts.set(latent, (counts.get(latent) ?? 0) + 1)
  const order = Uint32Array.from(latents.keys()).sort((a, b) => maxima[b]! - maxima[a]! || a - b)
  return {
    latents: order.map((at) => latents[at]!),
    maxima: Float32Array.from(order, (at) => maxima[at]!),
    tokensActive: order.map((at) => counts.get(latents[at]!)!),
  }
}
