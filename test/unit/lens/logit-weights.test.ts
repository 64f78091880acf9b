import { brotliDecompressSync } from 'node:zlib'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readModel } from '../../../src/main/engine/graph/read-model.ts'
import { logitWeights } from '../../../src/main/engine/lens/logit-weights.ts'
import { openLens } from '../../../src/main/engine/lens/open-lens.ts'
import { unknownReader } from '../../../src/main/engine/lens/reader-config.ts'
import { resources } from '../../support/demo-project.ts'
import { readGolden } from '../../support/read-golden.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { tiny, tinyWeights, writeTinyLens } from '../../support/tiny-lens.ts'

const golden = join(import.meta.dirname, '../../golden/readers')
const heads = readGolden('readers/heads.json.gz') as Record<string, Record<'own' | 'tied', number[]>>
const width = 16

/** Cosines of 0, 1, ... at length 1, as `heads.py` has them. */
function direction(): Float32Array {
  const values = Float64Array.from({ length: width }, (_, at) => Math.cos(at))
  const length = Math.sqrt(values.reduce((sum, each) => sum + each * each, 0))
  return Float32Array.from(values, (each) => each / length)
}

async function graphOf(name: string) {
  const folder = temporaryFolder()
  for (const file of readdirSync(join(golden, name)))
    writeFileSync(join(folder, file.replace(/\.br$/, '')), brotliDecompressSync(readFileSync(join(golden, name, file))))
  return readModel(join(folder, readdirSync(folder).find((file) => file.endsWith('.onnx')) ?? ''))
}

const reader = (tied: boolean | null) => ({ ...unknownReader, tied })
const directions = () => Promise.resolve(direction())

describe('logit weights are those of numpy', () => {
  test.for(Object.keys(heads).filter((name) => heads[name]?.own !== undefined))('by the head of %s', async (name) => {
    const found = await logitWeights({ graph: await graphOf(name), dModel: width, reader: reader(null), directions }, 0)
    if ('reason' in found) throw new Error(found.reason)
    expect(found.head).toBe('own')
    expect(found.weights.length).toBe(96)
    found.weights.forEach((weight, token) => expect(weight).toBeCloseTo(heads[name]?.own[token] ?? NaN, 4))
  })

  test.for(['bert.optimum', 'minilm.dynamo'])('by the embeddings of %s, but only where its config ties them', async (name) => {
    const graph = await graphOf(name)
    const tied = await logitWeights({ graph, dModel: width, reader: reader(true), directions }, 0)
    if ('reason' in tied) throw new Error(tied.reason)
    expect(tied.head).toBe('tied')
    tied.weights.forEach((weight, token) => expect(weight).toBeCloseTo(heads[name]?.tied[token] ?? NaN, 4))
    for (const unsaid of [false, null])
      expect(await logitWeights({ graph, dModel: width, reader: reader(unsaid), directions }, 0)).toEqual({
        reason: 'The reader was exported without its head, and its config does not say that its embeddings are its head.',
      })
  })

  test('by a head that is kept inside the graph', async () => {
    const folder = join(temporaryFolder(), 'tiny')
    const weights = tinyWeights()
    writeTinyLens(folder, weights)
    const found = await logitWeights(await openLens(folder), 5)
    if ('reason' in found) throw new Error(found.reason)
    const row = weights.decoder.subarray(5 * tiny.dModel, 6 * tiny.dModel)
    const length = Math.sqrt(row.reduce((sum, each) => sum + each * each, 0))
    const expected = [0, 1, 2, 3].map((token) =>
      row.reduce((sum, each, at) => sum + (each / length) * weights.embedding[at * 4 + token]!, 0),
    )
    found.weights.forEach((weight, token) => expect(weight).toBeCloseTo(expected[token]!, 5))
  })

  test('without a head, a tie, or a decoder the reason is said', async () => {
    const graph = await graphOf('llama.q4')
    const said = async (of: Parameters<typeof logitWeights>[0]) =>
      'reason' in (await logitWeights(of, 0)) ? 'a reason' : 'weights'
    expect(await said({ graph, dModel: width, reader: reader(true), directions })).toBe('a reason')
    expect(await said({ graph, dModel: width, reader: reader(true), directions: () => Promise.resolve(null) })).toBe('a reason')
  })
})

test('the bundled lens has its table of embeddings in bytes with a scale for each token', async () => {
  const lens = await openLens(join(resources, 'lenses', 'etalon-small'))
  const found = await logitWeights(lens, 1)
  if ('reason' in found) throw new Error(found.reason)
  expect(found.head).toBe('tied')
  expect(found.weights.length).toBe(12_288)
  // Rows of the table have lengths between 0.1 and 10: a product with a unit vector is no longer.
  expect(found.weights.every((weight) => Number.isFinite(weight) && Math.abs(weight) < 10)).toBe(true)
  expect(found.weights.some((weight) => Math.abs(weight) > 0.05)).toBe(true)
})
