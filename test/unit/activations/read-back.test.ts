import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { activationCounts } from '../../support/activation-counts.ts'
import { commitBlock } from '../../../src/main/engine/store/activations/commit-block.ts'
import { PartCache } from '../../../src/main/engine/store/activations/part-cache.ts'
import {
  readDocumentActivations,
  readDocumentPooled,
  readDocumentTokens,
} from '../../../src/main/engine/store/activations/read-document.ts'
import { readLatentTokens } from '../../../src/main/engine/store/activations/read-latent-tokens.ts'
import { openActivationStore } from '../../support/activation-store.ts'
import { denseDocuments, densePostings, smallBlocks } from '../../support/brute-force-activations.ts'
import type { DenseDocument } from '../../support/brute-force-activations.ts'

vi.setConfig({ testTimeout: 60_000 })

const corpora = fc.record({
  seed: fc.nat(1e6),
  documents: fc.integer({ min: 1, max: 9 }),
  blockDocuments: fc.integer({ min: 1, max: 5 }),
  tokens: fc.integer({ min: 0, max: 15 }),
  dSae: fc.integer({ min: 1, max: 40 }),
})

/** The largest activation of each latent in a document's block: what its 8-bit values are 255ths of. */
function scalesOf(block: readonly DenseDocument[], dSae: number): number[] {
  return Array.from({ length: dSae }, (_, latent) =>
    Math.max(0, ...block.flatMap(({ activations }) => activations.map((row) => row[latent]!))),
  )
}

function committed(corpus: Parameters<typeof smallBlocks>[0]) {
  const db = openActivationStore()
  const blocks = smallBlocks(corpus)
  for (const [index, block] of blocks.entries()) commitBlock(db, 1, index, block, new Float32Array(corpus.dSae))
  return { db, blocks, documents: denseDocuments(blocks, corpus.dSae) }
}

describe('a document read back', () => {
  test('has its tokens and offsets exactly', () => {
    fc.assert(
      fc.property(corpora, (corpus) => {
        const { db, documents } = committed(corpus)
        for (const { ordinal, tokenIds, starts, ends } of documents) {
          const tokens = readDocumentTokens(db, 1, ordinal)
          expect([[...tokens.tokenIds], [...tokens.starts], [...tokens.ends]]).toEqual([tokenIds, starts, ends])
        }
        db.close()
      }),
      { numRuns: 30 },
    )
  })

  test('has all its activations, in order, each within half a level, maxima of the block exact', () => {
    fc.assert(
      fc.property(corpora, (corpus) => {
        const { db, documents } = committed(corpus)
        for (const { ordinal, activations } of documents) {
          const block = Math.floor(ordinal / corpus.blockDocuments)
          const scales = scalesOf(
            documents.filter((other) => Math.floor(other.ordinal / corpus.blockDocuments) === block),
            corpus.dSae,
          )
          const read = readDocumentActivations(db, 1, ordinal)
          const expected = activations.flatMap((row, token) =>
            [...row.entries()].filter(([, value]) => value > 0).map(([latent]) => [token, latent]),
          )
          expect(Array.from(read.tokens, (token, at) => [token, read.latents[at]])).toEqual(expected)
          for (const [at, value] of read.activations.entries()) {
            const [token, latent] = expected[at]! as [number, number]
            const [exact, scale] = [activations[token]![latent]!, scales[latent]!]
            const level = scale / 255
            expect(Math.abs(value - exact)).toBeLessThanOrEqual((exact < level / 2 ? 1 : 0.5) * level * (1 + 1e-4))
            if (exact === scale) expect(value).toBe(exact)
          }
        }
        db.close()
      }),
      { numRuns: 30 },
    )
  })

  test('has its pooled activations exactly, by maximum, with the tokens that are active', () => {
    fc.assert(
      fc.property(corpora, (corpus) => {
        const { db, documents } = committed(corpus)
        for (const document of documents) {
          const expected = Array.from({ length: corpus.dSae }, (_, latent) => ({ latent, ...densePostings([document], latent)[0] }))
            .filter(({ maximum }) => maximum !== undefined)
            .sort((a, b) => b.maximum! - a.maximum! || a.latent - b.latent)
          const pooled = readDocumentPooled(db, 1, document.ordinal)
          expect(Array.from(pooled.latents, (latent, at) => [latent, pooled.maxima[at], pooled.tokensActive[at]])).toEqual(
            expected.map(({ latent, maximum, tokensActive }) => [latent, maximum, tokensActive]),
          )
        }
        db.close()
      }),
      { numRuns: 30 },
    )
  })

  test('that was not read is said to be so', () => {
    const { db } = committed({ seed: 1, documents: 4, blockDocuments: 3, tokens: 5, dSae: 5 })
    onTestFinished(() => void db.close())
    expect(() => readDocumentTokens(db, 1, 4)).toThrow('Document 5 has not been read with this lens.')
    expect(() => readDocumentActivations(db, 2, 0)).toThrow('has not been read')
  })
})

describe('one latent in a list of documents', () => {
  test('is what decoding each document gives, whatever is in the cache', () => {
    fc.assert(
      fc.property(corpora, fc.array(fc.nat(8), { maxLength: 12 }), fc.constantFrom(0, 400, 1e6), (corpus, wanted, limit) => {
        const { db, documents } = committed(corpus)
        const ordinals = wanted.map((ordinal) => ordinal % documents.length)
        const cache = new PartCache(limit)
        for (let latent = 0; latent < corpus.dSae; latent++) {
          for (const [at, lit] of readLatentTokens(db, 1, latent, ordinals, cache).entries()) {
            const all = readDocumentActivations(db, 1, ordinals[at]!)
            const places = [...all.latents.keys()].filter((place) => all.latents[place] === latent)
            expect([...lit.tokens]).toEqual(places.map((place) => all.tokens[place]))
            expect([...lit.activations]).toEqual(places.map((place) => all.activations[place]))
          }
        }
        db.close()
      }),
      { numRuns: 20 },
    )
  })
})

describe('counts', () => {
  test('are of what was committed, and go with the encoding', () => {
    const { db, blocks } = committed({ seed: 5, documents: 7, blockDocuments: 3, tokens: 15, dSae: 20 })
    onTestFinished(() => void db.close())
    const { documents, tokens, nonzeros, bytes } = activationCounts(db, 1)
    expect(documents).toBe(7)
    expect(tokens).toBe(blocks.reduce((sum, block) => sum + block.tokenIds.length, 0))
    expect(nonzeros).toBe(blocks.reduce((sum, block) => sum + block.activationToken.length, 0))
    expect(bytes.activations).toBeGreaterThan(nonzeros)
    db.exec('DELETE FROM encodings WHERE encoding = 1')
    expect(activationCounts(db, 1)).toMatchObject({
      documents: 0,
      nonzeros: 0,
      bytes: { activations: 0, tokens: 0, stagedPools: 0 },
    })
  })
})
