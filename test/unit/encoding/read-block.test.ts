import { expect, test } from 'vitest'
import { readBlock, type Reading } from '../../../src/main/engine/encoding/read-block.ts'
import type { TokenBatch } from '../../../src/main/engine/inference/inference-model.ts'

/** Ids of a frame, above those of characters. */
const frame = { begin: 1_000_001, user: 1_000_002, end: 1_000_003 }

/**
 * A reader of characters: one token each, framed as said, but that a document that begins with a line break takes the frame's last
 * token to its own. Latent = token id, active on every token asked for with value = position in its row.
 */
function readingOf(contextSize: number, lead: readonly number[], trail: readonly number[]) {
  const batches: TokenBatch[] = []
  const around = { lead: Int32Array.from(lead), trail: Int32Array.from(trail) }
  const reading = {
    contextSize,
    around,
    padding: 0,
    tokenize: (text: string) => ({
      lead: text.startsWith('\n') ? around.lead.slice(0, -1) : around.lead,
      document: {
        ids: Int32Array.from(text, (character) => character.codePointAt(0) ?? 0),
        starts: Int32Array.from(text, (_, at) => at),
        ends: Int32Array.from(text, (_, at) => at + 1),
      },
      trail: around.trail,
    }),
    session: {
      run: (batch: TokenBatch) => {
        batches.push(batch)
        const kept: number[] = []
        for (let row = 0; row < batch.rows; row++) {
          const end = batch.reported?.to[row] ?? batch.lengths[row] ?? 0
          for (let position = batch.reported?.from[row] ?? 0; position < end; position++) kept.push(row * batch.sequence + position)
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

const { begin, user, end } = frame

test.each([
  [4, [begin], []],
  [5, [], []],
  [100, [begin], []],
  [7, [begin, user], [end]],
  [100, [begin, user], [end]],
])('in a context of %i, between %j and %j, every token lands on its place', async (contextSize, lead, trail) => {
  const texts = ['abcdefghijk', '', 'xyz', 'q']
  const { reading, batches } = readingOf(contextSize, lead, trail)
  const block = await readBlock(reading, 7, texts)
  expect([...block.tokenStarts]).toEqual([0, 11, 11, 14, 15])
  expect(String.fromCodePoint(...block.tokenIds)).toBe(texts.join(''))
  expect(block.firstOrdinal).toBe(7)
  const size = contextSize - lead.length - trail.length
  const found = new Map(
    Array.from(block.activationToken, (token, at) => [token, [block.activationLatent[at], block.activationValue[at]]]),
  )
  expect(block.activationToken).toHaveLength(15)
  expect(found.size).toBe(15)
  block.tokenIds.forEach((id, token) => {
    const document = block.tokenStarts.findLastIndex((start) => start <= token)
    const inDocument = token - (block.tokenStarts[document] ?? 0)
    expect(found.get(token)).toEqual([id, (inDocument % size) + lead.length])
  })
  for (const batch of batches) expect(batch.sequence).toBeLessThanOrEqual(contextSize)
})

test('every window of a long document stands in the whole frame, the first in what its text leaves of it', async () => {
  const { reading, batches } = readingOf(6, [begin, user], [end])
  const block = await readBlock(reading, 0, ['\nabcdefg', 'xy'])
  expect(String.fromCodePoint(...block.tokenIds)).toBe('\nabcdefgxy')
  const rows = batches.flatMap(({ ids, lengths, sequence }) =>
    Array.from(lengths, (length, row) => [...ids.subarray(row * sequence, row * sequence + length)]),
  )
  const text = (characters: string) => Array.from(characters, (each) => each.codePointAt(0))
  expect(rows).toHaveLength(4)
  for (const row of [
    [begin, ...text('\nab'), end],
    [begin, user, ...text('cde'), end],
    [begin, user, ...text('fg'), end],
    [begin, user, ...text('xy'), end],
  ])
    expect(rows).toContainEqual(row)
  expect(new Set(block.activationLatent)).toEqual(new Set(block.tokenIds))
})
