import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mostCharacters, mostDocuments, planBlocks } from '../../../src/main/engine/encoding/plan-blocks.ts'

const lengths = fc.array(fc.oneof(fc.nat(400), fc.nat(60_000)), { maxLength: 400 })

test('blocks cover every document once, in order, within both limits', () => {
  fc.assert(
    fc.property(lengths, (each) => {
      const blocks = [...planBlocks(each)]
      expect(blocks.flatMap((block) => Array.from({ length: block.count }, (_, at) => block.first + at))).toEqual([...each.keys()])
      for (const { first, count } of blocks) {
        const characters = each.slice(first, first + count).reduce((sum, length) => sum + length, 0)
        expect(count).toBeLessThanOrEqual(mostDocuments)
        expect(count === 1 || characters <= mostCharacters).toBe(true)
      }
    }),
  )
})

test('a resumed plan meets the blocks of the uninterrupted one', () => {
  fc.assert(
    fc.property(lengths, fc.nat(), (each, seed) => {
      const blocks = [...planBlocks(each)]
      fc.pre(blocks.length > 0)
      const from = seed % blocks.length
      expect([...planBlocks(each, blocks[from]?.first)]).toEqual(blocks.slice(from))
    }),
  )
})

test('a document longer than a block is one of its own', () => {
  expect([...planBlocks([10, mostCharacters + 1, 10])]).toEqual([
    { first: 0, count: 1 },
    { first: 1, count: 1 },
    { first: 2, count: 1 },
  ])
})
