import { hashPair } from '../../numerics/hash-pair.ts'
import { nonzeroQuantile } from '../../numerics/nonzero-quantile.ts'
import { topK } from '../../numerics/top-k.ts'
import { type Drawing, mayDraw, take } from './drawing.ts'
import { type Passage, passageAround } from './passage.ts'
import { inRandomOrder } from './random-order.ts'

/** Bands of equally many present documents by pooled activation that activating passages come from. */
export const levels = 5

/**
 * Activating passages, the strongest first: the `strongest` of all that may be drawn, then one after the other from each level, the
 * strongest level first, at random within it. Where a level has no more, the others make up for it.
 */
export function drawActivating(drawing: Drawing, wanted: number, strongest: number): Passage[] {
  const { postings, threshold } = drawing
  const levelOf = levelsOf(postings.maxima, threshold)
  const found: Passage[] = []
  const tryPosting = (at: number) =>
    mayDraw(drawing, postings.documents[at]!) && take(drawing, passageOf(drawing, at, levelOf[at]!), found)

  const eligible = new Float32Array(levelOf.length).fill(NaN)
  const members: number[][] = Array.from({ length: levels }, () => [])
  for (let at = 0; at < eligible.length; at++) {
    if (levelOf[at] === noLevel || !mayDraw(drawing, postings.documents[at]!)) continue
    eligible[at] = postings.maxima[at]!
    members[levelOf[at]!]!.push(at)
  }
  for (const at of topK(eligible, strongest * 4)) {
    if (found.length >= Math.min(strongest, wanted)) break
    tryPosting(at)
  }

  const ofLevel = members.map((its, level) => inRandomOrder(its, hashPair(drawing.seed, level))).reverse()
  let open = ofLevel.length
  for (let turn = 0; open > 0 && found.length < wanted; turn++) {
    const level = turn % levels
    if (level === 0) open = ofLevel.length
    let next = ofLevel[level]!.next()
    while (next.done !== true && !tryPosting(next.value)) next = ofLevel[level]!.next()
    if (next.done === true) open--
  }
  return found.sort((a, b) => b.maximum - a.maximum || a.document - b.document)
}

const noLevel = 255

/** [postings], the level of each present document, 0 the weakest; `noLevel` where the latent is active but not present. */
function levelsOf(maxima: Float32Array, threshold: number): Uint8Array {
  const found = new Uint8Array(maxima.length).fill(noLevel)
  const present = new Float32Array(maxima.length)
  let count = 0
  for (let at = 0; at < maxima.length; at++) if (maxima[at]! > threshold) present[count++] = maxima[at]!
  const edges = new Float64Array(levels - 1)
  for (let edge = 0; edge < edges.length; edge++) edges[edge] = nonzeroQuantile(present.subarray(0, count), (edge + 1) / levels)
  for (let at = 0; at < maxima.length; at++) {
    const value = maxima[at]!
    if (!(value > threshold)) continue
    let level = 0
    while (level < edges.length && value >= edges[level]!) level++
    found[at] = level
  }
  return found
}

function passageOf(drawing: Drawing, at: number, level: number): Passage {
  const { source, postings, latent, window, threshold } = drawing
  const document = postings.documents[at]!
  const of = { kind: 'activating', document, level, maximum: postings.maxima[at]! } as const
  return passageAround(source.read(document, latent), postings.positions[at]!, window, threshold, of)
}
