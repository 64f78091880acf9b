import { InferenceSession, Tensor } from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { buildNode, buildTensor } from '../../../src/main/engine/graph/build-node.ts'
import { elementTypes, type GraphNode, type GraphTensor, type ModelGraph } from '../../../src/main/engine/graph/model-graph.ts'
import {
  inputLevels,
  inputZero,
  quantiseWeights,
  smallestLargest,
  weightLevels,
} from '../../../src/main/engine/graph/quantise-weights.ts'
import { writeModel } from '../../../src/main/engine/graph/write-model.ts'
import { seededRandom } from '../../../src/main/engine/numerics/seeded-random.ts'

const random = seededRandom(20261121)
const normal = (length: number, scale = 1) =>
  Float32Array.from({ length }, () => scale * (random() + random() + random() + random() - 2))

/** A graph of `x` [rows, sequence, width] and of what the nodes make of it. */
function graphOf(
  width: number,
  nodes: readonly GraphNode[],
  tensors: readonly GraphTensor[],
  outputs: readonly string[],
  version = 17,
): ModelGraph {
  const value = (name: string, dims: readonly (number | string)[]) => ({ name, elementType: elementTypes.float32, dims })
  return {
    irVersion: 8,
    opsets: [{ domain: '', version }],
    nodes,
    initializers: new Map(tensors.map((each) => [each.name, each])),
    inputs: [value('x', ['rows', 'sequence', width])],
    outputs: outputs.map((name) => value(name, ['rows', 'sequence', ''])),
    functions: [],
  }
}

async function run(graph: ModelGraph, x: Float32Array, dims: readonly number[]): Promise<Record<string, Float32Array>> {
  const session = await InferenceSession.create(writeModel(graph).bytes, {
    intraOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 4,
  })
  const results = await session.run({ x: new Tensor('float32', x, dims) })
  await session.release()
  return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]))
}

/** Half to even, as IEEE 754 and ONNX round. */
function rounded(value: number): number {
  const below = Math.floor(value)
  const rest = value - below
  return rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below
}

/** x [tokens, width] times W [width, out] with both rounded to whole numbers, and those numbers. */
function product(x: Float32Array, matrix: Float32Array, width: number) {
  const out = matrix.length / width
  const scaleOf = (values: readonly number[], levels: number) =>
    Math.fround(Math.max(smallestLargest, ...values.map(Math.abs)) * Math.fround(1 / levels))
  const columnScales = Array.from({ length: out }, (_, column) =>
    scaleOf(
      Array.from({ length: width }, (__, row) => matrix[row * out + column]!),
      weightLevels,
    ),
  )
  const weights = Array.from(matrix, (each, at) => rounded(Math.fround(each / columnScales[at % out]!)))
  const y = new Float32Array((x.length / width) * out)
  for (let token = 0; token < x.length / width; token++) {
    const row = Array.from(x.subarray(token * width, (token + 1) * width))
    const scale = scaleOf(row, inputLevels)
    const whole = row.map((each) => rounded(Math.fround(each / scale)))
    for (let column = 0; column < out; column++) {
      let sum = 0
      for (let at = 0; at < width; at++) sum += whole[at]! * weights[at * out + column]!
      y[token * out + column] = sum * scale * columnScales[column]!
    }
  }
  return { y, weights }
}

/** `found` is `wanted` but for rounding of 32-bit floats, against the largest value. */
function expectClose(found: Float32Array | undefined, wanted: Float32Array, relative = 2e-6): void {
  expect(found?.length).toBe(wanted.length)
  const largest = wanted.reduce((a, b) => Math.max(a, Math.abs(b)), 0)
  const difference = wanted.reduce((most, each, at) => Math.max(most, Math.abs(each - (found?.[at] ?? NaN))), 0)
  expect(difference).toBeLessThan(relative * largest)
}

const [rows, sequence, width, out] = [3, 5, 64, 48]
const dims = [rows, sequence, width]

test('a product with constant weights is the product of the rounded numbers, by token and column', async () => {
  const x = normal(rows * sequence * width)
  x.subarray(0, width).forEach((each, at, first) => (first[at] = each * 100))
  x.fill(0, width, 2 * width)
  const matrix = normal(width * out)
  for (let row = 0; row < width; row++) matrix[row * out] = 0
  const graph = graphOf(width, [buildNode('MatMul', ['x', 'w'], ['y'])], [buildTensor('w', matrix, [width, out])], ['y'])
  const quantised = quantiseWeights(graph)
  expect(quantised.weights).toBe(width * out)
  const { y } = await run(quantised.graph, x, dims)
  const wanted = product(x, matrix, width)
  expectClose(y, wanted.y)
  const exact = await run(graph, x, dims)
  const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, each) => sum + each * each, 0))
  const error = norm(wanted.y.map((each, at) => each - exact['y']![at]!)) / norm(wanted.y)
  expect(error).toBeGreaterThan(0.001)
  expect(error).toBeLessThan(0.02)
})

test('the largest numbers do not overflow on any processor: they are multiplied exactly', async () => {
  const x = new Float32Array(rows * sequence * width).fill(1)
  const matrix = new Float32Array(width * out).fill(1)
  const { y } = await run(
    quantiseWeights(graphOf(width, [buildNode('MatMul', ['x', 'w'], ['y'])], [buildTensor('w', matrix, [width, out])], ['y']))
      .graph,
    x,
    dims,
  )
  expectClose(y, new Float32Array(rows * sequence * out).fill(width))
  expect(2 * (inputZero + inputLevels) * weightLevels).toBeLessThan(2 ** 15)
})

test('half-precision, transposed and shared weights, biases and shared inputs', async () => {
  const x = normal(rows * sequence * width)
  const halves = normal(width * width).map((each) => Math.round(each * 64) / 64)
  const tall = normal(out * width)
  const bias = normal(out)
  const tensors = [
    halfTensor('half', halves, [width, width]),
    buildTensor('tall', tall, [out, width]),
    buildTensor('bias', bias, [out]),
    buildTensor('flat', BigInt64Array.of(-1n, BigInt(width)), [2]),
  ]
  const nodes = [
    buildNode('Cast', ['half'], ['wide'], { to: elementTypes.float32 }),
    buildNode('Transpose', ['wide'], ['turned'], { perm: [1, 0] }),
    buildNode('MatMul', ['x', 'wide'], ['plain']),
    buildNode('MatMul', ['x', 'turned'], ['across']),
    buildNode('Reshape', ['x', 'flat'], ['tokens']),
    buildNode('Gemm', ['tokens', 'tall', 'bias'], ['linear'], { alpha: { float: 1 }, beta: { float: 1 }, transB: 1 }),
    buildNode('MatMul', ['plain', 'wide'], ['twice']),
  ]
  const { graph, weights } = quantiseWeights(graphOf(width, nodes, tensors, ['plain', 'across', 'linear', 'twice']))
  expect(weights).toBe(2 * width * width + out * width)
  const found = await run(graph, x, dims)
  const turned = (values: Float32Array, height: number) =>
    Float32Array.from(values, (_, at) => values[(at % height) * (values.length / height) + Math.floor(at / height)]!)
  expectClose(found['plain'], product(x, halves, width).y)
  expectClose(found['across'], product(x, turned(halves, width), width).y)
  expectClose(found['twice'], product(found['plain']!, halves, width).y)
  const linear = product(x, turned(tall, out), width).y
  expectClose(
    found['linear'],
    linear.map((each, at) => each + bias[at % out]!),
  )
  expect(graph.nodes.filter((each) => each.operator === 'QuantizeLinear')).toHaveLength(6)
})

test('what a token reads as does not depend on the others it is read with', async () => {
  const matrix = normal(width * out)
  const { graph } = quantiseWeights(
    graphOf(width, [buildNode('MatMul', ['x', 'w'], ['y'])], [buildTensor('w', matrix, [width, out])], ['y']),
  )
  const x = normal(rows * sequence * width)
  x.subarray(0, width).forEach((each, at, first) => (first[at] = each * 1000))
  const together = await run(graph, x, dims)
  const alone = await run(graph, x.slice(-width), [1, 1, width])
  expect(alone['y']).toEqual(together['y']?.slice(-out))
})

test('products without constant weights, scaled ones and half-precision ones stay as they are', () => {
  const tensors = [
    buildTensor('w', normal(width * width), [width, width]),
    halfTensor('half', normal(width * width), [width, width]),
    buildTensor('flat', BigInt64Array.of(-1n, BigInt(width)), [2]),
  ]
  const kept = [
    buildNode('Transpose', ['x'], ['turned'], { perm: [0, 2, 1] }),
    buildNode('MatMul', ['x', 'turned'], ['scores']),
    buildNode('Reshape', ['x', 'flat'], ['tokens']),
    buildNode('Gemm', ['tokens', 'w'], ['doubled'], { alpha: { float: 2 } }),
    buildNode('MatMul', ['half', 'half'], ['narrow']),
    buildNode('MatMul', ['w', 'w'], ['constant']),
    buildNode('MatMulNBits', ['x', 'w'], ['other'], {}, 'com.microsoft'),
  ]
  const products = [...kept, buildNode('MatMul', ['x', 'w'], ['y'])]
  const { graph, weights } = quantiseWeights(graphOf(width, products, tensors, ['y']))
  expect(weights).toBe(width * width)
  for (const node of kept) expect(graph.nodes).toContain(node)
  expect(graph.nodes.at(-1)?.outputs).toEqual(['y'])
})

test('an older graph gives the same', async () => {
  const x = normal(rows * sequence * width)
  const [node, tensor] = [buildNode('MatMul', ['x', 'w'], ['y']), buildTensor('w', normal(width * out), [width, out])]
  const [newer, older] = [17, 11].map((version) => quantiseWeights(graphOf(width, [node], [tensor], ['y'], version)).graph)
  expect(await run(older!, x, dims)).toEqual(await run(newer!, x, dims))
})

test('refuses a graph that has nothing to turn', () => {
  const none = graphOf(width, [buildNode('Tanh', ['x'], ['y'])], [], ['y'])
  expect(() => quantiseWeights(none)).toThrow(/no products with weights/)
})

/** A constant stored in half precision; exact for values that have one. */
function halfTensor(name: string, values: Float32Array, shape: readonly number[]): GraphTensor {
  const halves = new Uint16Array(Float16Array.from(values).buffer)
  const bits = buildTensor(name, new Int32Array(halves.buffer), shape)
  if (bits.content.kind !== 'encoded') throw new Error('not in memory')
  // The element type is the field after the dimensions: tag 16, then its number.
  const tensor = bits.content.tensor.slice()
  const at = tensor.findIndex((each, index) => each === 16 && tensor[index + 1] === elementTypes.int32)
  tensor[at + 1] = elementTypes.float16
  return { ...bits, elementType: elementTypes.float16, content: { kind: 'encoded', tensor } }
}
