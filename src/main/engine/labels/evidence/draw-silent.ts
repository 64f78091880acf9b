import { hashPair } from '../../numerics/hash-pair.ts'
import { seededRandom, shuffle } from '../../numerics/seeded-random.ts'
import { type Drawing, mayDraw, postingOf, take } from './drawing.ts'
import type { EvidenceSource } from './evidence-source.ts'
import { type Passage, passageAround, type PassageKind } from './passage.ts'
import { inRandomOrder, randomOrder } from './random-order.ts'

/** Top tokens and latents of like direction that hard passages are looked for with. */
const tokensTried = 3
const neighboursTried = 5

/** Documents read at most in search of top tokens, and of stretches without activation. */
const mostRead = 60

/**
 * Passages without any activation of the latent, in random order: `hard` ones, by turns with a top token of the latent and with a latent
 * of like direction present, and random ones for the others and for those hard ones that there are not. All are from documents where the
 * latent is nowhere active; where these are too few, stretches of other documents fill up (`gap`).
 */
export function drawSilent(drawing: Drawing, wanted: number, hard: number): Passage[] {
  const found: Passage[] = []
  const kinds = [withToken(drawing, found), withNeighbour(drawing, found)]
  for (let turn = 0; found.length < hard && kinds.length > 0; turn++) {
    const at = turn % kinds.length
    if (kinds[at]!.next().done === true) kinds.splice(at, 1)
  }
  for (const document of randomOrder(drawing.source.documents, hashPair(drawing.seed, 11))) {
    if (found.length >= wanted) break
    if (isSilent(drawing, document) && mayDraw(drawing, document)) takeWithin(drawing, document, 'random', found)
  }
  let read = 0
  for (const document of inRandomOrder(drawing.postings.documents, hashPair(drawing.seed, 12))) {
    if (found.length >= wanted || read >= mostRead) break
    if (!mayDraw(drawing, document)) continue
    read++
    takeWithin(drawing, document, 'gap', found)
  }
  return shuffle(found, seededRandom(hashPair(drawing.seed, 13)))
}

/** Passages of documents where the latent is not present, active below its threshold or not at all, at random. */
export function drawAbsent(drawing: Drawing, wanted: number): Passage[] {
  const { source, postings, latent, window, threshold, seed } = drawing
  const found: Passage[] = []
  for (const document of randomOrder(source.documents, hashPair(seed, 40))) {
    if (found.length >= wanted) break
    const posting = postingOf(postings, document)
    if ((posting >= 0 && postings.maxima[posting]! > threshold) || !mayDraw(drawing, document)) continue
    const reading = source.read(document, latent)
    const at = hashPair(seed, document) % reading.starts.length
    if (reading.starts.length > 0) take(drawing, passageAround(reading, at, window, threshold, { kind: 'random', document }), found)
  }
  return found
}

/** Whether the latent is active on no token of a document. */
function isSilent({ postings }: Drawing, document: number): boolean {
  return postingOf(postings, document) < 0
}

/** Takes a stretch without activation anywhere in a document, tried at some places. */
function takeWithin(drawing: Drawing, document: number, kind: PassageKind, into: Passage[]): boolean {
  const { source, latent, window, threshold, seed } = drawing
  const reading = source.read(document, latent)
  const count = reading.starts.length
  const random = seededRandom(hashPair(seed, document))
  for (let tried = 0; count > 0 && tried < 8; tried++) {
    const passage = passageAround(reading, Math.floor(random() * count), window, threshold, { kind, document })
    if (!passage.active.includes(1) && take(drawing, passage, into)) return true
  }
  return false
}

/** Takes a passage with a top token of the latent at every step; the most typical tokens come first. */
function* withToken(drawing: Drawing, into: Passage[]): Generator<void> {
  const { source, latent, window, threshold, seed } = drawing
  const tokens = source.topTokens(latent)
  let read = 0
  for (let rank = 0; rank < Math.min(tokensTried, tokens.length); rank++) {
    const token = tokens[rank]!
    const known = source.documentsWith(token)
    const order = hashPair(seed, 20 + rank)
    const limit = (mostRead / tokensTried) * (rank + 1)
    for (const document of known === null ? randomOrder(source.documents, order) : inRandomOrder(known, order)) {
      if (read >= limit) break
      if (!mayDraw(drawing, document) || !isSilent(drawing, document)) continue
      read++
      const reading = source.read(document, latent)
      const at = somewhere(reading.tokenIds, token, hashPair(order, document))
      if (at < 0) continue
      if (take(drawing, passageAround(reading, at, window, threshold, { kind: 'token', document }), into)) yield
    }
  }
}

/** One of the places of a token, -1 where it is nowhere. */
function somewhere(tokenIds: ArrayLike<number>, token: number, seed: number): number {
  const random = seededRandom(seed)
  let chosen = -1
  for (let at = 0, seen = 0; at < tokenIds.length; at++) {
    if (tokenIds[at] === token && random() * ++seen < 1) chosen = at
  }
  return chosen
}

/** Takes a passage around the strongest place of a latent of like direction at every step, each of the nearest in turn. */
function* withNeighbour(drawing: Drawing, into: Passage[]): Generator<void> {
  const { source, latent, window, threshold, seed } = drawing
  const searches = Array.from(source.neighbours(latent))
    .slice(0, neighboursTried)
    .map((neighbour, rank) => neighbourSearch(source, neighbour, hashPair(seed, 30 + rank)))
  for (let open = searches.length, turn = 0; open > 0; turn++) {
    const rank = turn % searches.length
    if (rank === 0) open = searches.length
    let next = searches[rank]!.next()
    for (; next.done !== true; next = searches[rank]!.next()) {
      const { document, position } = next.value
      if (!mayDraw(drawing, document) || !isSilent(drawing, document)) continue
      const passage = passageAround(source.read(document, latent), position, window, threshold, {
        kind: 'neighbour',
        document,
      })
      if (take(drawing, passage, into)) break
    }
    if (next.done === true) open--
    else yield
  }
}

/** Where a latent is present, at random. Its postings are read when the first is asked for. */
function* neighbourSearch(
  source: EvidenceSource,
  latent: number,
  order: number,
): Generator<{ readonly document: number; readonly position: number }> {
  const { documents, maxima, positions } = source.postings(latent)
  const limit = source.threshold(latent)
  for (const at of randomOrder(documents.length, order))
    if (maxima[at]! > limit) yield { document: documents[at]!, position: positions[at]! }
}
