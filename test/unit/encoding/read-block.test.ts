import { expect, test } from 'vitest'
import { readBlock, type Reading } from '../../../src/main/engine/encoding/read-block.ts'
import type { TokenBatch } from '../../../src/main/engine/inference/inference-model.ts'

/** A reader of characters: one token each; latent = token id, active on every real token with value id + position in its window. */
function readingOf(contextSize: number, before: number | null): { reading: Reading; batches: TokenBatch[] } {
  const batches: TokenBatch[] = []
  const reading = {
    contextSize,
    before,
    padding: 0,
    tokenize: (text: string) => ({
      ids: Int32Array.from(text, (character) => character.codePointAt(0) ?? 0),
      starts: Int32Array.from(text, (_, at) => at),
      ends: Int32Array.from(text, (_, at) => at + 1),
    }),
    session: {
      run: (batch: TokenBatch) => {
        batches.push(batch)
        const kept: number[] = []
        for (let row = 0; row < batch.rows; row++) {
          for (let position = before === null ? 0 : 1; position < (batch.lengths[row] ?? 0); position++)
            kept.push(row * batch.sequence + position)
        }
        return Promise.resolve({
          token: Int32Array.from(kept),
          latent: Int32Array.from(kept, (flat) => batch.ids[flat] ?? 0),
          value: Float32Array.from(kept, (flat) => flat % batch.sequence),
        })
      },
    },
  } as unknown as Reading
  return { reading, batches }
}

test.each([
  [4, 1],
  [5, null],
  [100, 1],
])('with context %i and BOS %s every token lands on its place', async (contextSize, before) => {
  const texts = ['abcdefghijk', '', 'xyz', 'q']
  const { reading, batches } = readingOf(contextSize, before)
  const block = await readBlock(reading, 7, texts)
  expect([...block.tokenStarts]).toEqual([0, 11, 11, 14, 15])
  expect(String.fromCodePoint(...block.tokenIds)).toBe(texts.join(''))
  expect(block.firstOrdinal).toBe(7)
  const size = contextSize - (before === null ? 0 : 1)
  const found = new Map(
    Array.from(block.activationToken, (token, at) => [token, [block.activationLatent[at], block.activationValue[at]]]),
  )
  expect(found.size).toBe(15)
  block.tokenIds.forEach((id, token) => {
    const document = block.tokenStarts.findLastIndex((start) => start <= token)
    const inDocument = token - (block.tokenStarts[document] ?? 0)
    expect(found.get(token)).toEqual([id, (inDocument % size) + (before === null ? 0 : 1)])
  })
  for (const batch of batches) expect(batch.sequence).toBeLessThanOrEqual(contextSize)
})
