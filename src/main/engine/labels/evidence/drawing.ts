import { hashPair } from '../../numerics/hash-pair.ts'
import type { EvidenceSource, Postings } from './evidence-source.ts'
import type { Passage, PassageWindow } from './passage.ts'
import { type EvidenceSet, evidenceSets } from './split-documents.ts'

/** What one drawing has in hand. Groups and keys grow with every passage taken. */
export type Drawing = {
  readonly source: EvidenceSource
  readonly latent: number
  readonly postings: Postings
  readonly threshold: number
  /** Of the set in `evidenceSets`. */
  readonly place: number
  readonly seed: number
  readonly window: PassageWindow
  readonly groups: Set<number>
  readonly keys: Set<string>
  /** Passages that may still be refused before no more documents are read: where a latent knows one sentence, all passages are alike. */
  readonly patience: { left: number }
}

/** Of either kind of passages. */
const mostRefused = 200

export type DrawingRequest = {
  readonly set: EvidenceSet
  readonly seed: number
  /** Documents used for this latent in another set: their groups are left out, also where sets have changed since. */
  readonly avoid?: Iterable<number>
  /** Keys of passages used for this latent in another set: the same words are not shown again. */
  readonly avoidPassages?: ReadonlySet<string>
}

export function beginDrawing(source: EvidenceSource, latent: number, request: DrawingRequest, window: PassageWindow): Drawing {
  const place = evidenceSets.indexOf(request.set)
  return {
    source,
    latent,
    postings: source.postings(latent),
    threshold: source.threshold(latent),
    place,
    seed: hashPair(hashPair(request.seed, latent), place),
    window,
    groups: new Set(Array.from(request.avoid ?? [], (document) => source.groups[document]!)),
    keys: new Set(request.avoidPassages),
    patience: { left: mostRefused },
  }
}

/** Before the other kind of passages is drawn. */
export function renewPatience({ patience }: Drawing): void {
  patience.left = mostRefused
}

/** Whether a document may be drawn at all. */
export function mayDraw({ source, place, groups, patience }: Drawing, document: number): boolean {
  return patience.left > 0 && source.sets[document] === place && !groups.has(source.groups[document]!)
}

/** Takes a passage unless its words were shown before. */
export function take(drawing: Drawing, passage: Passage, into: Passage[]): boolean {
  if (passage.text.trim() === '' || drawing.keys.has(passage.key)) {
    drawing.patience.left--
    return false
  }
  drawing.keys.add(passage.key)
  drawing.groups.add(drawing.source.groups[passage.document]!)
  into.push(passage)
  return true
}

/** The place of a document in a latent's postings, -1 where the latent is active on none of its tokens. */
export function postingOf({ documents }: Postings, document: number): number {
  let low = 0
  let high = documents.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (documents[middle]! < document) low = middle + 1
    else high = middle
  }
  return documents[low] === document ? low : -1
}
