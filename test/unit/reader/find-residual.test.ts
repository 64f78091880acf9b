import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, test } from 'vitest'
import { cutGraph } from '../../../src/main/engine/graph/cut-graph.ts'
import { elementTypes, type ModelGraph } from '../../../src/main/engine/graph/model-graph.ts'
import { readModel } from '../../../src/main/engine/graph/read-model.ts'
import { readNode } from '../../../src/main/engine/graph/read-node.ts'
import { writeModel } from '../../../src/main/engine/graph/write-model.ts'
import { buildNode } from '../../../src/main/engine/graph/build-node.ts'
import { findResidual } from '../../../src/main/engine/reader/find-residual.ts'
import { parseHookPoint } from '../../../src/main/engine/reader/hook-point.ts'
import { readerInputs } from '../../../src/main/engine/reader/input-plan.ts'
import { residualChain } from '../../../src/main/engine/reader/residual-chain.ts'
import { tiny, tinyGraph, tinyResidual, tinyWeights } from '../../support/tiny-lens.ts'

const root = join(import.meta.dirname, '../../..')
const gpt2 = join(root, '../shared/models/tiny-random-gpt2-fp32/past.onnx')
const weights = tinyWeights()
const graph = tinyGraph(weights)
const at = (hook: string) => parseHookPoint(hook)
const blocks = (layers: number | null, width: number | null = null) => ({ layers, width })

/** The same graph under names that say nothing. */
function nameless(named: ModelGraph): ModelGraph {
  const plain = new Map<string, string>()
  for (const node of named.nodes)
    for (const output of node.outputs) if (output !== 'logits') plain.set(output, `value_${plain.size}`)
  const renamed = (names: readonly string[]) => names.map((name) => plain.get(name) ?? name)
  // Attributes are kept: only the names of inputs and outputs are written anew.
  const nodes = named.nodes.map((node) => {
    const attributes = node.operator === 'Cast' ? { to: elementTypes.float32 } : {}
    return readNode(buildNode(node.operator, renamed(node.inputs), renamed(node.outputs), attributes).encoded)
  })
  return { ...named, nodes }
}

async function residualOf(model: ModelGraph, hook: string, layers: number | null, ids: readonly number[]): Promise<number[][]> {
  const located = findResidual(model, at(hook), blocks(layers))
  const { bytes, folder } = writeModel(cutGraph(located.graph, located.value))
  const session = await InferenceSession.create(bytes, {
    extra: { session: { model_external_initializers_file_folder_path: folder } },
  })
  const wide = (values: readonly number[]) => new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length])
  const feeds = { input_ids: wide(ids), attention_mask: wide(ids.map(() => 1)), position_ids: wide([...ids.keys()]) }
  const results = await session.run(
    Object.fromEntries(session.inputNames.map((name) => [name, feeds[name as keyof typeof feeds]])),
    [located.value],
  )
  const data = results[located.value]?.data as Float32Array
  return ids.map((_, token) => Array.from(data.subarray(token * tiny.dModel, (token + 1) * tiny.dModel)))
}

describe('the residual stream', () => {
  test.for([
    ['blocks.0.hook_resid_pre', 0],
    ['blocks.0.hook_resid_post', 1],
    ['blocks.1.hook_resid_pre', 1],
    ['blocks.1.hook_resid_post', 2],
    ['model.layers.1', 2],
  ] as const)('at %s is what the blocks compute', async ([hook, whole]) => {
    const ids = [tiny.bos, 4, 200, 31, 7]
    const expected = tinyResidual(weights, ids, whole)
    for (const model of [graph, nameless(graph)]) {
      const found = await residualOf(model, hook, tiny.layers, ids)
      for (const [token, row] of expected.entries())
        for (const [column, each] of row.entries()) expect(found[token]?.[column]).toBeCloseTo(each, 4)
    }
  })

  test('is found by name without a config, and only so', () => {
    expect(findResidual(graph, at('blocks.1.hook_resid_post'), blocks(null)).value).toBe('/model/layers.1/Add_1_output_0')
    expect(findResidual(graph, at('blocks.1.hook_resid_mid'), blocks(null)).value).toBe('/model/layers.1/Add_output_0')
    expect(() => findResidual(nameless(graph), at('blocks.1.hook_resid_post'), blocks(null))).toThrow(/was not found/)
    expect(findResidual(nameless(graph), at('blocks.1.hook_resid_mid'), blocks(tiny.layers)).value).toBe(
      residualChain(nameless(graph))?.sums[2]?.value,
    )
  })

  test('is refused where name and structure disagree, and past the last block', () => {
    const swap: Record<string, string> = {
      '/model/layers.0/Add_output_0': '/model/layers.0/Add_1_output_0',
      '/model/layers.0/Add_1_output_0': '/model/layers.0/Add_output_0',
    }
    const swapped = (names: readonly string[]) => names.map((name) => swap[name] ?? name)
    const misnamed = {
      ...graph,
      nodes: graph.nodes.map((node) => ({ ...node, inputs: swapped(node.inputs), outputs: swapped(node.outputs) })),
    }
    expect(() => findResidual(misnamed, at('blocks.0.hook_resid_post'), blocks(tiny.layers))).toThrow(/unclear/)
    expect(() => findResidual(graph, at('blocks.2.hook_resid_post'), blocks(tiny.layers))).toThrow(/past the reader's 2 blocks/)
    expect(() => parseHookPoint('blocks.3.hook_mlp_out')).toThrow(/not in the residual stream/)
  })

  test('of a fused GPT-2 equals the whole graph at every block', async ({ skip }) => {
    skip(!existsSync(gpt2), '../shared/models, the small GPT-2, is missing')
    const golden = JSON.parse(readFileSync(join(root, 'test/golden/reader/gpt2-residual.json'), 'utf8')) as {
      ids: number[]
      residual: number[][][]
    }
    const model = await readModel(gpt2)
    for (const [layer, expected] of golden.residual.entries()) {
      const located = findResidual(model, at(`blocks.${layer}.hook_resid_post`), blocks(5, 32))
      expect(residualChain(model)?.sums).toHaveLength(10)
      const cut = cutGraph(located.graph, located.value)
      expect(cut.nodes.length).toBeLessThan(model.nodes.length + (layer === 4 ? 2 : 0))
      const { bytes, folder } = writeModel(cut)
      const session = await InferenceSession.create(bytes, {
        extra: { session: { model_external_initializers_file_folder_path: folder } },
      })
      const narrow = (values: readonly number[]) => new Tensor('int32', Int32Array.from(values), [1, values.length])
      const feeds: Record<string, Tensor> = {
        input_ids: narrow(golden.ids),
        position_ids: narrow([0, 1, 2, 3]),
        attention_mask: narrow([1, 1, 1, 1]),
      }
      for (const name of session.inputNames) feeds[name] ??= new Tensor('float32', new Float32Array(0), [2, 1, 4, 0, 8])
      const data = (await session.run(feeds, [located.value]))[located.value]?.data as Float32Array
      expect(Math.max(...expected.flat().map((each, index) => Math.abs(each - (data[index] ?? NaN))))).toBeLessThan(1e-6)
    }
  })

  test('of a fused GPT-2 is fed ids, a mask and empty caches', async ({ skip }) => {
    skip(!existsSync(gpt2), '../shared/models, the small GPT-2, is missing')
    const model = await readModel(gpt2)
    const { graph: located, value } = findResidual(model, at('blocks.0.hook_resid_post'), blocks(5))
    const inputs = readerInputs(cutGraph(located, value))
    expect(inputs.map((each) => [each.name, each.source, each.elementType])).toEqual([
      ['input_ids', 'ids', 'int32'],
      ['position_ids', 'positions', 'int32'],
      ['attention_mask', 'attention-mask', 'int32'],
      ['past_0', 'zeros', 'float32'],
    ])
    expect(inputs[3]?.dims).toEqual([2, 'rows', 4, 0, 8])
  })
})

test('what is known of a reader is checked against its graph', () => {
  const post = at('blocks.0.hook_resid_post')
  expect(() => findResidual(graph, post, blocks(tiny.layers, 16))).toThrow(/8 wide by its graph, but 16/)
  expect(() => findResidual(graph, post, blocks(3))).toThrow(/3 blocks by its config, but its graph adds .* 4 times/)
  expect(findResidual(graph, at('blocks.0.hook_resid_pre'), blocks(null, 8)).value).toBe('/model/Add_output_0')
})

describe('a reader that cannot be read says why', () => {
  const embedded = {
    ...graph,
    inputs: [{ name: 'inputs_embeds', elementType: elementTypes.float32, dims: ['rows', 'sequence', 8] }],
  }
  const withInput = (name: string, dims: readonly (number | string)[], elementType: number = elementTypes.float32): ModelGraph => ({
    ...graph,
    inputs: [{ name, elementType, dims }],
  })

  test('in two files', () => {
    expect(() => findResidual(embedded, at('blocks.0.hook_resid_post'), blocks(2))).toThrow(/embed_tokens.onnx/)
  })

  test('with an input that nobody knows', () => {
    expect(() => readerInputs(withInput('pixel_values', [1, 3]))).toThrow(/pixel_values \[1, 3\], which is not known/)
    expect(() => readerInputs(withInput('position_ids', [3, 'rows', 'sequence'], elementTypes.int64))).toThrow(/not known/)
    expect(() => readerInputs(withInput('past.0', ['rows', 2, 'past', 8], elementTypes.bfloat16))).toThrow(/not known/)
  })

  test('of one size', () => {
    expect(() => readerInputs(withInput('input_ids', [1, 128], elementTypes.int64))).toThrow(/texts of one size.*\[1, 128\]/)
    expect(() => readerInputs(withInput('past.0.key', ['rows', 2, 64, 8]))).toThrow(/texts of one size/)
  })

  test('with caches whose size only its config says', () => {
    const cached = withInput('past_key_values.0.key', ['batch', 'heads', 'past', 'kv_cache_dim'])
    expect(() => readerInputs(cached, { heads: 4, width: null })).toThrow(/does not say how large/)
    expect(readerInputs(cached, { heads: 4, width: 16 })[0]?.dims).toEqual(['rows', 4, 0, 16])
  })
})
