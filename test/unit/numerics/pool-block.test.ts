import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { poolBlock } from '../../../src/main/engine/numerics/pool-block.ts'
import { sortByLatent } from '../../../src/main/engine/numerics/sort-by-latent.ts'
import { denseDocuments, densePostings, smallBlocks } from '../../support/brute-force-activations.ts'

const corpora = fc.record({
  seed: fc.nat(1e6),
  documents: fc.integer({ min: 1, max: 6 }),
  blockDocuments: fc.constant(6),
  tokens: fc.integer({ min: 0, max: 20 }),
  dSae: fc.integer({ min: 1, max: 40 }),
})

describe('sortByLatent', () => {
  test('orders entries of any order by latent, then token, and keeps their values', () => {
    fc.assert(
      fc.property(corpora, (corpus) => {
        const [block] = smallBlocks(corpus)
        const sorted = sortByLatent(block!, corpus.dSae)
        const entries = [...sorted.latents].flatMap((latent, run) =>
          Array.from({ length: sorted.starts[run + 1]! - sorted.starts[run]! }, (_, at) => {
            const entry = sorted.starts[run]! + at
            return [latent, sorted.tokens[entry]!, sorted.values[entry]!]
          }),
        )
        const expected = Array.from(block!.activationToken, (token, entry) => [
          block!.activationLatent[entry]!,
          token,
          block!.activationValue[entry]!,
        ]).sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!)
        expect(entries).toEqual(expected)
      }),
    )
  })

  test('refuses what cannot be an activation', () => {
    const [block] = smallBlocks({ seed: 1, documents: 1, blockDocuments: 1, tokens: 20, dSae: 9 })
    const entries = block!.activationValue.length
    const latents = new Uint32Array(entries).fill(9)
    expect(() => sortByLatent({ ...block!, activationLatent: latents }, 9)).toThrow('latent 9 of an SAE with 9')
    for (const value of [0, -1, NaN, Infinity]) {
      expect(() => sortByLatent({ ...block!, activationValue: new Float32Array(entries).fill(value) }, 9)).toThrow('activation')
    }
    expect(() => sortByLatent({ ...block!, activationToken: new Uint32Array(entries).fill(20) }, 9)).toThrow('token 20')
  })
})

describe('poolBlock', () => {
  test('is the maximum, its first place and the count over each document, as computed densely', () => {
    fc.assert(
      fc.property(corpora, (corpus) => {
        const blocks = smallBlocks(corpus)
        const dense = denseDocuments(blocks, corpus.dSae)
        const pooled = poolBlock(sortByLatent(blocks[0]!, corpus.dSae), blocks[0]!.tokenStarts)
        const found = dense.flatMap(({ ordinal }) => {
          const [from, to] = [pooled.starts[ordinal]!, pooled.starts[ordinal + 1]!]
          return Array.from({ length: to - from }, (_, at) => ({
            latent: pooled.latents[from + at]!,
            ordinal,
            maximum: pooled.maxima[from + at]!,
            tokensActive: pooled.tokensActive[from + at]!,
            position: pooled.positions[from + at]!,
          }))
        })
        const expected = dense.flatMap((document) =>
          Array.from({ length: corpus.dSae }, (_, latent) =>
            densePostings([document], latent).map((posting) => ({ latent, ...posting })),
          ).flat(),
        )
        expect(found).toEqual(expected)
      }),
    )
  })
})
