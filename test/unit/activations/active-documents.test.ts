import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { openActiveLatents } from '../../../src/main/engine/store/activations/active-latents.ts'
import { readActiveWithin } from '../../../src/main/engine/store/activations/active-within.ts'
import { commitBlock } from '../../../src/main/engine/store/activations/commit-block.ts'
import { documentLengths } from '../../../src/main/engine/store/activations/document-lengths.ts'
import { finishEncoding } from '../../../src/main/engine/store/activations/finish-encoding.ts'
import { readDocumentActivations } from '../../../src/main/engine/store/activations/read-document.ts'
import { openActivationStore } from '../../support/activation-store.ts'
import { denseDocuments, densePostings, type SmallCorpus, smallBlocks } from '../../support/brute-force-activations.ts'

vi.setConfig({ testTimeout: 60_000 })

const corpora = fc.record({
  seed: fc.nat(1e6),
  documents: fc.integer({ min: 1, max: 9 }),
  blockDocuments: fc.integer({ min: 1, max: 5 }),
  tokens: fc.integer({ min: 0, max: 15 }),
  dSae: fc.integer({ min: 1, max: 40 }),
})

/** Blocks of one document: from 33 documents on there are several segments. */
const severalSegments = fc.record({
  seed: fc.nat(1e6),
  documents: fc.integer({ min: 33, max: 70 }),
  blockDocuments: fc.constant(1),
  tokens: fc.constant(3),
  dSae: fc.integer({ min: 1, max: 12 }),
})

function finished(corpus: SmallCorpus) {
  const db = openActivationStore()
  db.pragma('synchronous = OFF')
  const blocks = smallBlocks(corpus)
  const thresholds = new Float32Array(corpus.dSae)
  for (const [index, block] of blocks.entries()) commitBlock(db, 1, index, block, thresholds)
  for (const step of finishEncoding(db, 1, thresholds)) void step
  return { db, documents: denseDocuments(blocks, corpus.dSae) }
}

describe('the documents a latent is active in', () => {
  test('are those with an activation above 0, with their exact maxima, latent after latent', () => {
    fc.assert(
      fc.property(fc.oneof(corpora, severalSegments), fc.integer({ min: 1, max: 4 }), (corpus, step) => {
        const { db, documents } = finished(corpus)
        const cursor = openActiveLatents(db, 1)
        for (let latent = 0; latent < corpus.dSae; latent += step) {
          const { from, end, ordinals, maxima, tokensActive } = cursor.at(latent)
          const found = Array.from({ length: end - from }, (_, at) => [
            ordinals[from + at],
            maxima[from + at],
            tokensActive[from + at],
          ])
          expect(found).toEqual(
            densePostings(documents, latent).map(({ ordinal, maximum, tokensActive: tokens }) => [ordinal, maximum, tokens]),
          )
        }
        db.close()
      }),
      { numRuns: 20 },
    )
  })

  test('are none of an encoding that holds nothing', () => {
    const db = openActivationStore()
    const { from, end } = openActiveLatents(db, 2).at(7)
    expect(end - from).toBe(0)
    db.close()
  })
})

describe('activations within a stretch of each document', () => {
  test('are those of its tokens in the stretch, pooled', () => {
    fc.assert(
      fc.property(corpora, fc.infiniteStream(fc.nat(16)), (corpus, places) => {
        const { db, documents } = finished(corpus)
        const drawn = documents.map(() => [places.next().value, places.next().value] as const)
        const from = Uint32Array.from(drawn, ([place]) => place)
        const end = Uint32Array.from(drawn, ([place, length]) => place + length)
        const within = readActiveWithin(db, 1, [{ from, end }])[0]!
        const expected = documents.flatMap(({ ordinal }) => {
          const { tokens, latents, activations } = readDocumentActivations(db, 1, ordinal)
          const pooled = new Map<number, { maximum: number; tokens: number }>()
          for (const [at, token] of tokens.entries()) {
            if (token < from[ordinal]! || token >= end[ordinal]!) continue
            const known = pooled.get(latents[at]!) ?? { maximum: 0, tokens: 0 }
            pooled.set(latents[at]!, { maximum: Math.max(known.maximum, activations[at]!), tokens: known.tokens + 1 })
          }
          return Array.from(pooled, ([latent, each]) => [latent, ordinal, each.maximum, each.tokens] as const)
        })
        const found = Array.from({ length: corpus.dSae }, (_, latent) => latent).flatMap((latent) =>
          Array.from({ length: within.starts[latent + 1]! - within.starts[latent]! }, (_, at) => {
            const entry = within.starts[latent]! + at
            return [latent, within.ordinals[entry]!, within.maxima[entry]!, within.tokensActive[entry]!] as const
          }),
        )
        expect(found).toEqual(expected.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]))
        db.close()
      }),
      { numRuns: 20 },
    )
  })

  test('of whole documents are in the documents that are active at all', () => {
    const { db, documents } = finished({ seed: 4, documents: 8, blockDocuments: 3, tokens: 12, dSae: 20 })
    const whole = readActiveWithin(db, 1, [{ from: new Uint32Array(8), end: new Uint32Array(8).fill(100) }])[0]!
    for (let latent = 0; latent < 20; latent++)
      expect([...whole.ordinals.subarray(whole.starts[latent]!, whole.starts[latent + 1]!)]).toEqual(
        densePostings(documents, latent).map(({ ordinal }) => ordinal),
      )
    expect(readActiveWithin(db, 1, [{ from: new Uint32Array(8), end: new Uint32Array(8) }])[0]?.ordinals).toHaveLength(0)
    db.close()
  })
})

describe('lengths', () => {
  test('are the numbers of tokens, in the order of the documents', () => {
    fc.assert(
      fc.property(corpora, (corpus) => {
        const { db, documents } = finished(corpus)
        expect([...documentLengths(db, 1)]).toEqual(documents.map(({ tokenIds }) => tokenIds.length))
        expect(documentLengths(db, 2)).toHaveLength(0)
        db.close()
      }),
      { numRuns: 10 },
    )
  })
})
