import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { ActivationBlock } from '../../../src/main/engine/numerics/activation-block.ts'
import { coactivating } from '../../../src/main/engine/store/activations/coactivating.ts'
import { commitBlock } from '../../../src/main/engine/store/activations/commit-block.ts'
import { finishEncoding } from '../../../src/main/engine/store/activations/finish-encoding.ts'
import { readDocumentActivations, readDocumentPooled } from '../../../src/main/engine/store/activations/read-document.ts'
import { readExamples } from '../../../src/main/engine/store/activations/read-examples.ts'
import { readPostings } from '../../../src/main/engine/store/activations/read-postings.ts'
import { readTopTokens } from '../../../src/main/engine/store/activations/top-tokens.ts'
import { transposePools } from '../../../src/main/engine/store/activations/transpose-pools.ts'
import { openActivationStore } from '../../support/activation-store.ts'
import { smallBlocks } from '../../support/brute-force-activations.ts'
import { syntheticBlocks } from '../../support/synthetic-activations.ts'

vi.setConfig({ testTimeout: 60_000 })

/** More latents than are finished at a time, and a document of several parts. */
const dSae = 20_000
const thresholds = new Float32Array(dSae)

describe('one giant document between two small ones', () => {
  const [giant] = [
    ...syntheticBlocks({ documents: 1, tokensPerDocument: 20_000, dSae, l0: 16, vocabulary: 5000, blockDocuments: 1, seed: 4 }),
  ]
  const small = (firstOrdinal: number): ActivationBlock => ({
    firstOrdinal,
    documentCount: 2,
    tokenStarts: Uint32Array.of(0, 0, 1),
    tokenIds: Int32Array.of(7),
    starts: Int32Array.of(0),
    ends: Int32Array.of(3),
    activationToken: Uint32Array.of(0, 0),
    activationLatent: Uint32Array.of(5, 19_999),
    activationValue: Float32Array.of(1000, 2000),
  })
  const db = openActivationStore()
  for (const [index, block] of [small(0), { ...giant!, firstOrdinal: 2 }, small(3)].entries())
    commitBlock(db, 1, index, block, thresholds)
  for (const _ of finishEncoding(db, 1, thresholds));

  /** Places of each latent's entries in the giant block. */
  const places = new Map<number, number[]>()
  for (const [at, latent] of giant!.activationLatent.entries()) {
    const known = places.get(latent)
    if (known === undefined) places.set(latent, [at])
    else known.push(at)
  }

  test('has all its activations, in several parts', () => {
    expect(db.prepare('SELECT count(*) FROM activation_parts WHERE block = 1').pluck().get()).toBeGreaterThan(2)
    const read = readDocumentActivations(db, 1, 2)
    expect(read.tokens).toEqual(giant!.activationToken)
    const inOrder = read.tokens.every(
      (token, at) => at === 0 || token !== read.tokens[at - 1] || read.latents[at]! > read.latents[at - 1]!,
    )
    expect(inOrder).toBe(true)
    expect(Uint32Array.from(read.latents).sort()).toEqual(Uint32Array.from(giant!.activationLatent).sort())
  })

  test('has its maxima, top tokens and postings, latents of every range included', () => {
    const pooled = readDocumentPooled(db, 1, 2)
    expect(pooled.latents.length).toBe(places.size)
    for (const [at, latent] of pooled.latents.entries()) {
      const values = places.get(latent)!.map((place) => giant!.activationValue[place]!)
      if (pooled.maxima[at] !== values.reduce((a, b) => Math.max(a, b))) expect.fail(`latent ${latent}`)
      if (pooled.tokensActive[at] !== values.length) expect.fail(`latent ${latent}`)
    }
    for (const latent of [...places.keys()].filter((one) => one % 97 === 0 || one > 19_990)) {
      const postings = readPostings(db, 1, latent)
      const isSmall = latent === 5 || latent === 19_999
      expect([...postings.ordinals]).toEqual(isSmall ? [1, 2, 4] : [2])
      const sums = new Map<number, number>()
      for (const place of places.get(latent)!) {
        const id = giant!.tokenIds[giant!.activationToken[place]!]!
        sums.set(id, (sums.get(id) ?? 0) + giant!.activationValue[place]!)
      }
      if (isSmall) sums.set(7, (sums.get(7) ?? 0) + 2 * (latent === 5 ? 1000 : 2000))
      const expected = [...sums].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 64)
      expect([...readTopTokens(db, 1, latent).tokenIds]).toEqual(expected.map(([id]) => id))
    }
  })

  test('has examples of one token beside those of the giant', () => {
    const { top, largest } = readExamples(db, 1, 19_999)
    expect(largest).toBe(2000)
    expect(top.map(({ ordinal }) => ordinal)).toEqual(places.has(19_999) ? [1, 4, 2] : [1, 4])
    expect([...top[0]!.activations]).toEqual([2000])
  })
})

describe('postings', () => {
  test('are the same however few are transposed at a time', () => {
    const blocks = smallBlocks({ seed: 2, documents: 20, blockDocuments: 4, tokens: 12, dSae: 30 })
    const [whole, pieces] = [4_000_000, 10].map((atOnce) => {
      const db = openActivationStore()
      onTestFinished(() => void db.close())
      for (const [index, block] of blocks.entries()) commitBlock(db, 1, index, block, new Float32Array(30))
      const entries: number[][] = []
      let ranges = 0
      const use: Parameters<typeof transposePools>[5] = ({ latents, starts, ordinals, maxima, tokensActive, positions }) => {
        ranges++
        for (const [run, latent] of latents.entries()) {
          for (let at = starts[run]!; at < starts[run + 1]!; at++) {
            entries.push([latent, ordinals[at]!, maxima[at]!, tokensActive[at]!, positions[at]!])
          }
        }
      }
      transposePools(db, 1, 0, { first: 0, end: blocks.length }, 30, use, atOnce)
      return { entries, ranges }
    })
    expect(pieces!.ranges).toBeGreaterThan(3)
    expect(pieces!.entries).toEqual(whole!.entries)
  })
})

describe('coactivating', () => {
  test('of a latent in more blocks than are read is estimated from some of them', () => {
    const block = (firstOrdinal: number): ActivationBlock => ({
      firstOrdinal,
      documentCount: 2,
      tokenStarts: Uint32Array.of(0, 1, 2),
      tokenIds: Int32Array.of(1, 2),
      starts: Int32Array.of(0, 0),
      ends: Int32Array.of(1, 1),
      activationToken: Uint32Array.of(0, 0, 1),
      activationLatent: Uint32Array.of(0, 1, 2),
      activationValue: Float32Array.of(1, 1, 1),
    })
    const db = openActivationStore()
    onTestFinished(() => void db.close())
    const three = new Float32Array(3)
    for (let index = 0; index < 70; index++) commitBlock(db, 1, index, block(2 * index), three)
    for (const _ of finishEncoding(db, 1, three));
    const found = coactivating(db, 1, 0, 5, three, 5, 96)
    expect(found.documents).toBe(70)
    expect(found.documentsRead).toBe(32)
    expect(found.latents).toEqual([{ latent: 1, npmi: 1, documents: 70 }])
  })
})
