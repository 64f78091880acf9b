import type { DocumentReading, EvidenceSource, Postings } from '../../../src/main/engine/labels/evidence/evidence-source.ts'
import { splitDocuments } from '../../../src/main/engine/labels/evidence/split-documents.ts'
import { hashPair } from '../../../src/main/engine/numerics/hash-pair.ts'
import { hash32, seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'

export type WorldOptions = {
  readonly seed: number
  readonly documents: number
  /** One latent each, active on the topic's words and on nothing else; topics 2k and 2k + 1 are each other's nearest latents. */
  readonly topics?: number
  /** Chance that a document repeats an earlier one but for a few words. */
  readonly repeated?: number
  readonly hidden?: Uint8Array
  readonly threshold?: number
  /** Whether documents can be looked up by token. */
  readonly indexed?: boolean
}

export type World = EvidenceSource & {
  readonly texts: readonly string[]
  readonly tokenIds: readonly (readonly number[])[]
  readonly activationsOf: (document: number, latent: number) => Float32Array
}

const wordsPerTopic = 8
export const plainWords = 200

/** How a token is written: plain words begin with p, those of a topic with t; no two alike, and none with digits. */
export function wordOf(id: number): string {
  const letters = [...String(id).padStart(3, '0')].map((digit) => 'abcdefghij'[Number(digit)]!).join('')
  return `${id < plainWords ? 'p' : 't'}${letters}`
}

/** The topic of a word, -1 for a plain one. */
export function topicOf(word: string): number {
  if (!/^t[a-j]+$/.test(word)) return -1
  const id = Number(Array.from(word.slice(1), (letter) => 'abcdefghij'.indexOf(letter)).join(''))
  return Math.floor((id - plainWords) / wordsPerTopic)
}

/** Documents of words, most of them plain and some of two to four topics; a token is a word with the space before it. */
export function plantWorld({
  seed,
  documents,
  topics = 12,
  repeated = 0.2,
  hidden,
  threshold = 0.4,
  indexed = true,
}: WorldOptions): World {
  const random = seededRandom(seed)
  const { tokenIds, groups } = writeDocuments(documents, topics, repeated, random)
  const texts = tokenIds.map((ids) => ids.map(wordOf).join(' '))
  const activation = (document: number, place: number) => {
    const id = tokenIds[document]![place]! - plainWords
    return id < 0 ? 0 : Math.fround(0.2 + (id % wordsPerTopic) * 0.3 + hashPair(id, document + place) / 2 ** 33)
  }
  const activationsOf = (document: number, latent: number) =>
    Float32Array.from(tokenIds[document]!, (id, place) =>
      Math.floor((id - plainWords) / wordsPerTopic) === latent ? activation(document, place) : 0,
    )
  const found = Array.from({ length: topics }, () => new Map<number, { maximum: number; position: number }>())
  tokenIds.forEach((ids, document) =>
    ids.forEach((id, position) => {
      if (id < plainWords) return
      const its = found[Math.floor((id - plainWords) / wordsPerTopic)]!
      const maximum = activation(document, position)
      if (maximum > (its.get(document)?.maximum ?? 0)) its.set(document, { maximum, position })
    }),
  )
  const postings = found.map((its): Postings => ({
    documents: Uint32Array.from(its.keys()),
    maxima: Float32Array.from(its.values(), ({ maximum }) => maximum),
    positions: Uint32Array.from(its.values(), ({ position }) => position),
  }))
  return {
    documents,
    groups,
    sets: splitDocuments(groups, (document) => String(hash32(texts[document]!, 9)), seed, hidden),
    texts,
    tokenIds,
    activationsOf,
    postings: (latent) => postings[latent]!,
    threshold: () => threshold,
    read: (document, latent): DocumentReading => {
      const ids = tokenIds[document]!
      const length = wordOf(0).length
      return {
        text: texts[document]!,
        tokenIds: ids,
        starts: Int32Array.from(ids, (_, at) => (at === 0 ? 0 : at * (length + 1) - 1)),
        ends: Int32Array.from(ids, (_, at) => at * (length + 1) + length),
        activations: activationsOf(document, latent),
      }
    },
    // A word of its own, which is nowhere without it, and a plain one.
    topTokens: (latent) => [plainWords + latent * wordsPerTopic + wordsPerTopic - 1, latent],
    neighbours: (latent) =>
      [latent ^ 1, (latent + 2) % topics, (latent + 3) % topics].filter((each) => each < topics && each !== latent),
    documentsWith: (token) => (indexed ? [...tokenIds.keys()].filter((document) => tokenIds[document]!.includes(token)) : null),
  }
}

function writeDocuments(documents: number, topics: number, repeated: number, random: () => number) {
  const below = (count: number) => Math.floor(random() * count)
  const tokenIds: number[][] = []
  const groups = Uint32Array.from({ length: documents }, (_, document) => document)
  for (let document = 0; document < documents; document++) {
    if (document > 0 && random() < repeated) {
      const from = below(document)
      groups[document] = groups[from]!
      tokenIds.push(tokenIds[from]!.map((id) => (id < plainWords && random() < 0.05 ? below(plainWords) : id)))
      continue
    }
    const own = Array.from({ length: 2 + below(3) }, () => below(topics))
    tokenIds.push(
      Array.from({ length: 8 + below(90) }, () =>
        random() < 0.06 ? plainWords + own[below(own.length)]! * wordsPerTopic + below(wordsPerTopic) : below(plainWords),
      ),
    )
  }
  return { tokenIds, groups }
}
