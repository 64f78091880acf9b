import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  bandCount,
  examplesPerBand,
  selectExamples,
  topExampleCount,
} from '../../../src/main/engine/store/activations/select-examples.ts'
import { coactivating } from '../../../src/main/engine/store/activations/coactivating.ts'
import { commitBlock } from '../../../src/main/engine/store/activations/commit-block.ts'
import { finishEncoding } from '../../../src/main/engine/store/activations/finish-encoding.ts'
import { readExamples } from '../../../src/main/engine/store/activations/read-examples.ts'
import { readPostings } from '../../../src/main/engine/store/activations/read-postings.ts'
import { readStatistics } from '../../../src/main/engine/store/activations/read-statistics.ts'
import { readTopTokens, topTokenCount } from '../../../src/main/engine/store/activations/top-tokens.ts'
import { npmi } from '../../../src/main/engine/numerics/npmi.ts'
import { openActivationStore } from '../../support/activation-store.ts'
import { denseDocuments, densePostings, denseTokens, smallBlocks } from '../../support/brute-force-activations.ts'
import type { SmallCorpus } from '../../support/brute-force-activations.ts'

vi.setConfig({ testTimeout: 60_000 })

/** Up to 70 blocks, so that there are up to three segments of 32. */
const corpora = fc.record({
  seed: fc.nat(1e6),
  documents: fc.integer({ min: 1, max: 70 }),
  blockDocuments: fc.integer({ min: 1, max: 3 }),
  tokens: fc.constantFrom(0, 3, 60),
  dSae: fc.integer({ min: 1, max: 12 }),
})

function finished(corpus: SmallCorpus) {
  const db = openActivationStore()
  const thresholds = Float32Array.from({ length: corpus.dSae }, (_, latent) => (latent % 3) * 0.7)
  const blocks = smallBlocks(corpus)
  for (const [index, block] of blocks.entries()) commitBlock(db, 1, index, block, thresholds)
  for (const _ of finishEncoding(db, 1, thresholds));
  const documents = denseDocuments(blocks, corpus.dSae)
  const latents = Array.from({ length: corpus.dSae }, (_, latent) => ({ latent, postings: densePostings(documents, latent) }))
  return { db, thresholds, documents, latents }
}

function holds(check: (corpus: ReturnType<typeof finished>) => void): void {
  fc.assert(
    fc.property(corpora, (corpus) => {
      const made = finished(corpus)
      check(made)
      made.db.close()
    }),
    { numRuns: 15 },
  )
}

describe('a finished encoding has, as a search through the 32-bit values finds', () => {
  test('postings of each latent', () => {
    holds(({ db, latents }) => {
      for (const { latent, postings } of latents) {
        const { ordinals, maxima, tokensActive, positions } = readPostings(db, 1, latent)
        expect(
          Array.from(ordinals, (ordinal, at) => ({
            ordinal,
            maximum: maxima[at],
            tokensActive: tokensActive[at],
            position: positions[at],
          })),
        ).toEqual(postings)
      }
    })
  })

  test('statistics of all latents', () => {
    holds(({ db, thresholds, documents, latents }) => {
      const statistics = readStatistics(db, 1)
      expect(statistics.documents).toBe(documents.length)
      expect(statistics.tokens).toBe(documents.reduce((sum, { tokenIds }) => sum + tokenIds.length, 0))
      expect(statistics.dSae).toBe(thresholds.length)
      for (const { latent, postings } of latents) {
        expect(statistics.documentsActive[latent]).toBe(postings.length)
        expect(statistics.documentsPresent[latent]).toBe(postings.filter(({ maximum }) => maximum > thresholds[latent]!).length)
        expect(statistics.tokensActive[latent]).toBe(postings.reduce((sum, { tokensActive }) => sum + tokensActive, 0))
        expect(statistics.maxima[latent]).toBe(Math.max(0, ...postings.map(({ maximum }) => maximum)))
        expect(statistics.sums[latent]).toBeCloseTo(
          denseTokens(documents, latent).reduce((total, { sum }) => total + sum, 0),
          8,
        )
      }
    })
  })

  test('top tokens', () => {
    holds(({ db, documents, latents }) => {
      for (const { latent } of latents) {
        const { tokenIds, counts, means } = readTopTokens(db, 1, latent)
        const expected = denseTokens(documents, latent).slice(0, topTokenCount)
        expect(Array.from(tokenIds, (tokenId, at) => [tokenId, counts[at], means[at]])).toEqual(
          expected.map(({ tokenId, count, sum }) => [tokenId, count, Math.fround(sum / count)]),
        )
      }
    })
  })

  test('top examples, and samples from every band', () => {
    holds(({ db, latents }) => {
      for (const { latent, postings } of latents) {
        const { top, sampled, largest, edges } = readExamples(db, 1, latent)
        const byMaximum = [...postings].sort((a, b) => b.maximum - a.maximum || a.ordinal - b.ordinal)
        expect(top.map(({ ordinal, maximum, position }) => ({ ordinal, maximum, position }))).toEqual(
          byMaximum.slice(0, topExampleCount).map(({ ordinal, maximum, position }) => ({ ordinal, maximum, position })),
        )
        expect(largest).toBe(byMaximum[0]?.maximum ?? 0)
        for (let band = 0; band < bandCount; band++) {
          const inBand = postings.filter(({ maximum }) => Math.min(4, Math.floor((maximum * 5) / largest)) === band)
          const chosen = sampled.filter((example) => example.band === band)
          expect(chosen.length).toBe(Math.min(examplesPerBand, inBand.length))
          for (const { ordinal, maximum } of chosen) {
            expect(inBand.some((posting) => posting.ordinal === ordinal && posting.maximum === maximum)).toBe(true)
            expect(maximum).toBeGreaterThanOrEqual(edges[band]! * (1 - 1e-6))
            expect(maximum).toBeLessThanOrEqual(edges[band + 1]! * (1 + 1e-6))
          }
        }
      }
    })
  })

  test('windows of 24 tokens either side of the maximum, within the document', () => {
    holds(({ db, documents, latents }) => {
      for (const { latent } of latents) {
        const { top, sampled } = readExamples(db, 1, latent)
        for (const { ordinal, maximum, position, first, activations } of [...top, ...sampled]) {
          const column = documents[ordinal]!.activations.map((row) => row[latent]!)
          expect(first).toBe(Math.max(0, position - 24))
          expect(activations.length).toBe(Math.min(column.length, position + 25) - first)
          expect(activations[position - first]).toBe(maximum)
          const largest = Math.max(...documents.flatMap((document) => document.activations.map((row) => row[latent]!)))
          for (const [at, value] of activations.entries()) {
            expect(value > 0).toBe(column[first + at]! > 0)
            expect(Math.abs(value - column[first + at]!)).toBeLessThanOrEqual((largest + maximum) / 255)
          }
        }
      }
    })
  })

  test('the latents present together with one, by NPMI', () => {
    holds(({ db, thresholds, documents, latents }) => {
      const present = latents.map(
        ({ latent, postings }) =>
          new Set(postings.filter(({ maximum }) => maximum > thresholds[latent]!).map(({ ordinal }) => ordinal)),
      )
      for (const { latent } of latents) {
        const found = coactivating(db, 1, latent, 3, thresholds, 2)
        expect(found.documentsRead).toBe(found.documents)
        const expected = latents
          .filter((other) => other.latent !== latent)
          .map((other) => ({
            latent: other.latent,
            documents: [...present[latent]!].filter((at) => present[other.latent]!.has(at)).length,
          }))
          .filter((other) => other.documents >= 2)
          .map((other) => ({
            ...other,
            npmi: Math.min(1, npmi(documents.length, present[latent]!.size, present[other.latent]!.size, other.documents)),
          }))
          .sort((a, b) => b.npmi - a.npmi || a.latent - b.latent)
        expect(found.latents.map(({ npmi: value }) => value)).toEqual(expected.slice(0, 3).map(({ npmi: value }) => value))
        expect(found.documents).toBe(present[latent]!.size)
      }
    })
  })
})

describe('a latent that was never active, or that no lens has', () => {
  test('is empty everywhere', () => {
    const { db } = finished({ seed: 3, documents: 40, blockDocuments: 1, tokens: 10, dSae: 12 })
    onTestFinished(() => void db.close())
    for (const latent of [3, 10, 500]) {
      expect(readPostings(db, 1, latent).ordinals.length).toBe(0)
      expect(readTopTokens(db, 1, latent).tokenIds.length).toBe(0)
      expect(readExamples(db, 1, latent)).toMatchObject({ largest: 0, top: [], sampled: [] })
    }
    expect(readStatistics(db, 1).maxima[3]).toBe(0)
  })
})

describe('selectExamples', () => {
  test('is the same every time and differs between latents', () => {
    const ordinals = Uint32Array.from({ length: 500 }, (_, at) => at)
    const maxima = Float32Array.from(ordinals, (at) => 1 + (at % 97))
    const chosen = [1, 1, 2].map((latent) => selectExamples(latent, ordinals, maxima).places.join())
    expect(chosen[0]).toBe(chosen[1])
    expect(chosen[0]).not.toBe(chosen[2])
  })
})
