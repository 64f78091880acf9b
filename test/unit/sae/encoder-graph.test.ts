import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, test } from 'vitest'
import { buildNode } from '../../../src/main/engine/graph/build-node.ts'
import { elementTypes, type ModelGraph } from '../../../src/main/engine/graph/model-graph.ts'
import { writeModel } from '../../../src/main/engine/graph/write-model.ts'
import { readOut } from '../../../src/main/engine/inference/read-out.ts'
import { joinEncoder, keptInput } from '../../../src/main/engine/sae/encoder-graph.ts'
import { openSae } from '../../../src/main/engine/sae/open-sae.ts'
import type { SaeEncoder } from '../../../src/main/engine/sae/sae-encoder.ts'
import { readFloats } from '../../../src/main/engine/tensor-files/read-floats.ts'
import { openSafetensors } from '../../../src/main/engine/tensor-files/safetensors.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { writeSafetensors } from '../../support/write-safetensors.ts'

const goldenFolder = join(import.meta.dirname, '../../golden/sae')
const golden = JSON.parse(readFileSync(join(goldenFolder, 'activations.json'), 'utf8')) as {
  x: number[][]
  activations: Record<string, number[][]>
}
const cases = readdirSync(goldenFolder, { withFileTypes: true }).filter((each) => each.isDirectory())

describe('an encoder as a graph', () => {
  test('every golden folder is tried', () => {
    expect(cases.map((each) => each.name).sort()).toEqual(Object.keys(golden.activations).sort())
    expect(cases.length).toBeGreaterThanOrEqual(8)
  })

  test.for(cases.map((each) => each.name))('encodes as SAELens does: %s', async (name) => {
    const { encoder } = await openSae(join(goldenFolder, name))
    const expected = golden.activations[name] ?? []
    expectClose(await encode(encoder, golden.x), expected)
  })

  test('takes weights stored the other way round', async () => {
    const { encoder } = await openSae(join(goldenFolder, 'jumprelu'))
    const { dIn, dSae } = encoder
    const plain = await readFloats(encoder.weights)
    const turned = Float32Array.from({ length: dIn * dSae }, (_, at) => plain[(at % dIn) * dSae + Math.floor(at / dIn)] ?? NaN)
    const path = join(temporaryFolder(), 'turned.safetensors')
    writeFileSync(path, writeSafetensors({ weight: { shape: [dSae, dIn], values: turned } }))
    const weights = (await openSafetensors(path)).tensors.get('weight') ?? encoder.weights
    expect(await encode({ ...encoder, weights, transposed: true }, golden.x)).toEqual(await encode(encoder, golden.x))
  })

  test.for(['BF16', 'F64'] as const)('takes weights stored as %s', async (as) => {
    const { encoder } = await openSae(join(goldenFolder, 'jumprelu'))
    const values = (await readFloats(encoder.weights)).map((each) => Math.round(each * 16) / 16)
    const encodeStored = async (type: 'F32' | typeof as) => {
      const path = join(temporaryFolder(), 'stored.safetensors')
      writeFileSync(path, writeSafetensors({ weight: { shape: encoder.weights.shape, values, as: type } }))
      return encode({ ...encoder, weights: (await openSafetensors(path)).tensors.get('weight') ?? encoder.weights }, golden.x)
    }
    expect(await encodeStored(as)).toEqual(await encodeStored('F32'))
  })

  test('centres its input, and scales it, where the checkpoint asks for it', async () => {
    const { encoder } = await openSae(join(goldenFolder, 'standard'))
    const moved = golden.x.map((row) => row.map((each) => each + 7))
    expectClose(await encode({ ...encoder, centre: true }, moved), await encode({ ...encoder, centre: true }, golden.x))
    const doubled = golden.x.map((row) => row.map((each) => each * 2))
    expectClose(await encode({ ...encoder, inputScale: 2 }, golden.x), await encode(encoder, doubled))
  })

  test('reports only the tokens asked for, and none where none is active', async () => {
    const { encoder } = await openSae(join(goldenFolder, 'jumprelu'))
    const all = await encode(encoder, golden.x)
    const some = await encode(encoder, golden.x, [4, 1])
    expect(some).toEqual(all.map((row, token) => (token === 1 || token === 4 ? row : row.map(() => 0))))
    const high: SaeEncoder = { ...encoder, activation: { kind: 'jumprelu', threshold: new Float32Array(encoder.dSae).fill(1e9) } }
    expect((await encode(high, golden.x)).flat().every((each) => each === 0)).toBe(true)
  })
})

/** Runs the joined graph on residuals [tokens][dIn]; dense activations [tokens][dSae]. */
async function encode(encoder: SaeEncoder, x: readonly (readonly number[])[], kept = [...x.keys()]): Promise<number[][]> {
  const float = elementTypes.float32
  const graph: ModelGraph = {
    irVersion: 8,
    opsets: [{ domain: '', version: 17 }],
    nodes: [buildNode('Identity', ['x'], ['residual'])],
    initializers: new Map(),
    inputs: [{ name: 'x', elementType: float, dims: ['rows', 'sequence', encoder.dIn] }],
    outputs: [{ name: 'residual', elementType: float, dims: ['rows', 'sequence', encoder.dIn] }],
    functions: [],
  }
  const joined = joinEncoder(graph, 'residual', encoder)
  const { bytes, folder } = writeModel(joined.graph)
  const session = await InferenceSession.create(bytes, {
    extra: { session: { model_external_initializers_file_folder_path: folder } },
  })
  const { index, value } = joined.readout
  const results = await session.run(
    {
      x: new Tensor('float32', Float32Array.from(x.flat()), [1, x.length, encoder.dIn]),
      [keptInput]: new Tensor('int64', BigInt64Array.from(kept, BigInt), [kept.length]),
    },
    [index, value],
  )
  const sparse = readOut(
    joined.readout,
    results[index]?.data as Int32Array,
    results[value]?.data as Float32Array,
    Int32Array.from(kept),
  )
  const dense = x.map(() => new Array<number>(encoder.dSae).fill(0))
  for (const [at, token] of sparse.token.entries()) {
    const row = dense[token]
    if (row !== undefined) row[sparse.latent[at] ?? -1] = sparse.value[at] ?? 0
  }
  return dense
}

function expectClose(actual: readonly (readonly number[])[], expected: readonly (readonly number[])[]): void {
  expect(actual.map((row) => row.map((each) => each > 0))).toEqual(expected.map((row) => row.map((each) => each > 0)))
  for (const [token, row] of expected.entries()) {
    for (const [latent, each] of row.entries())
      expect(Math.abs((actual[token]?.[latent] ?? NaN) - each)).toBeLessThanOrEqual(1e-5 * Math.max(1, each))
  }
}
