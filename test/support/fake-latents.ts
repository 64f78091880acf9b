import type { LabelOrigin } from '../../src/contract/latents.ts'
import type { Mark } from '../../src/contract/documents.ts'
import { type FakeCorpus, random, type Vocabulary } from './fake-corpora.ts'

/** A latent that answers to words, each with a strength. */
export type FakeLatent = {
  readonly words: ReadonlyMap<number, number>
  readonly label: string | null
  readonly origin: LabelOrigin | null
}

const concepts: readonly (readonly [string, LabelOrigin, string])[] = [
  ['Apologies and refusals', 'person', "sorry apologize unfortunately cannot can't unable afraid however"],
  ['First person of an assistant', 'language-model', 'ai assistant model language openai anthropic trained'],
  ['Numbers in a list', 'statistics', '1 2 3 4 5 6 7 8 9 10'],
  [
    'Food and cooking',
    'language-model',
    'recipe sauce butter garlic chicken cook cooking oven salt pepper cup tablespoon teaspoon flour sugar egg eggs cheese',
  ],
  ['Enthusiasm', 'person', '! great amazing wonderful exciting love fantastic enjoy'],
  ['Code', 'import', 'function return def import print code python variable class string array ` { }'],
  ['Money and prices', 'language-model', '$ cost price money dollars budget pay market financial'],
  ['Hedging', 'language-model', 'may might could possibly perhaps generally often typically likely usually'],
  ['Health and medicine', 'language-model', 'health medical doctor disease treatment symptoms patients blood pain medicine'],
  ['Films and directors', 'language-model', 'film directed director starring screenplay drama comedy produced movie actor'],
  ['Quotation marks', 'statistics', '" “ ” «'],
  ['Recommendations addressed to the reader', 'language-model', 'should consider make sure try remember ensure important helpful'],
  ['Family', 'import', 'mother father family children parents son daughter wife husband'],
  ['Science', 'language-model', 'energy light quantum particles physics theory universe science temperature'],
]

/** `count` latents: some concepts, then one for each common word; every twelfth never fires, many have no label. */
export function makeLatents(vocabulary: Vocabulary, count: number): readonly FakeLatent[] {
  return Array.from({ length: count }, (_, latent): FakeLatent => {
    const [label, origin, words] = latent % 9 === 4 ? (concepts[(latent - 4) / 9] ?? []) : []
    if (label !== undefined && origin !== undefined && words !== undefined)
      return {
        label,
        origin,
        words: new Map(
          words.split(' ').flatMap((word, index) => {
            const number = vocabulary.numbers.get(word)
            return number === undefined ? [] : [[number, 6 - index * 0.2] as const]
          }),
        ),
      }
    if (latent % 12 === 11) return { label: null, origin: null, words: new Map() }
    const number = latent % vocabulary.words.length
    const word = vocabulary.words[number] ?? ''
    return {
      label: latent % 3 === 0 ? `“${word}”` : null,
      origin: latent % 3 === 0 ? 'statistics' : null,
      words: new Map([[number, 2 + (latent % 7)]]),
    }
  })
}

/** The activation of a latent on the word at a position. */
export function activationOf(latent: FakeLatent, word: number, ordinal: number, position: number): number {
  const strength = latent.words.get(word)
  return strength === undefined ? 0 : strength * (0.35 + 0.65 * random(word * 7919 + ordinal * 104729 + position)())
}

/** Pooled activation of a latent in every document. */
export function pooledOf(corpus: FakeCorpus, latent: FakeLatent): Float32Array {
  const pooled = new Float32Array(corpus.documents)
  for (const word of latent.words.keys())
    for (const ordinal of corpus.postings[word] ?? [])
      if (pooled[ordinal] === 0) pooled[ordinal] = strongest(corpus, latent, ordinal)
  return pooled
}

function strongest(corpus: FakeCorpus, latent: FakeLatent, ordinal: number): number {
  let most = 0
  corpus.words(ordinal).forEach((word, position) => {
    if (latent.words.has(word)) most = Math.max(most, activationOf(latent, word, ordinal, position))
  })
  return most
}

/** Tokens of a document on which a latent fires. */
export function marksOf(corpus: FakeCorpus, latent: FakeLatent, ordinal: number): readonly Mark[] {
  const { starts, ends } = corpus.spans(ordinal)
  return [...corpus.words(ordinal)].flatMap((word, position) =>
    latent.words.has(word)
      ? [{ start: starts[position] ?? 0, end: ends[position] ?? 0, activation: activationOf(latent, word, ordinal, position) }]
      : [],
  )
}

/** Latents that answer to a word, for documents and texts looked at alone. */
export function latentsByWord(latents: readonly FakeLatent[]): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>()
  latents.forEach(({ words }, latent) => {
    for (const word of words.keys()) found.set(word, [...(found.get(word) ?? []), latent])
  })
  return found
}
