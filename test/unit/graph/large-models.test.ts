import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { buildNode } from '../../../src/main/engine/graph/build-node.ts'
import { cutGraph } from '../../../src/main/engine/graph/cut-graph.ts'
import { elementTypes, type GraphValue, type ModelGraph } from '../../../src/main/engine/graph/model-graph.ts'
import { readModel } from '../../../src/main/engine/graph/read-model.ts'
import { WireWriter } from '../../../src/main/engine/graph/wire-writer.ts'
import { writeModel } from '../../../src/main/engine/graph/write-model.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const width = 48
const x: GraphValue = { name: 'x', elementType: elementTypes.float32, dims: ['rows', 'sequence', width] }
const y: GraphValue = { ...x, name: 'y' }
/** x W, then x W V. */
const nodes = [buildNode('MatMul', ['x', 'w'], ['z']), buildNode('MatMul', ['z', 'v'], ['y'])]
const matrix = (seed: number) => Float32Array.from({ length: width * width }, (_, at) => Math.sin(at * seed))
const bytesOf = (values: Float32Array) => new Uint8Array(values.buffer)

/** Whatever comes after the weights in a model. */
function encodedRest(): { readonly before: WireWriter; readonly after: WireWriter; readonly model: WireWriter } {
  const value = ({ name, dims }: GraphValue) => {
    const shape = new WireWriter()
    for (const each of dims) {
      const dimension = new WireWriter()
      shape.message(1, typeof each === 'number' ? dimension.number(1, each) : dimension.string(2, each))
    }
    return new WireWriter().string(1, name).message(2, new WireWriter().message(1, new WireWriter().number(1, 1).message(2, shape)))
  }
  const before = new WireWriter()
  const after = new WireWriter()
  for (const each of nodes) after.bytes(1, each.encoded)
  after.message(11, value(x)).message(12, value(y))
  return { before, after, model: new WireWriter().number(1, 8).message(8, new WireWriter().string(1, '').number(2, 17)) }
}

async function run(graph: ModelGraph, output: string): Promise<Float32Array> {
  const { bytes, folder } = writeModel(graph)
  const session = await InferenceSession.create(bytes, {
    intraOpNumThreads: 1,
    extra: { session: { model_external_initializers_file_folder_path: folder } },
  })
  const results = await session.run({
    x: new Tensor(
      'float32',
      Float32Array.from({ length: width }, (_, at) => (at === 0 ? 1 : 0)),
      [1, 1, width],
    ),
  })
  await session.release()
  return results[output]?.data as Float32Array
}

/** The first part of a field of type 2 whose content follows: its tag and a length, which WireWriter cannot write without the content. */
function head(field: number, length: number): Uint8Array {
  const bytes = [field * 8 + 2]
  for (let rest = length; ; rest = Math.floor(rest / 128)) {
    bytes.push((rest % 128) | (rest < 128 ? 0 : 0x80))
    if (rest < 128) return Uint8Array.from(bytes)
  }
}

test('a model beyond 2 GB is read where it lies, and only what is needed of it', async ({ skip }) => {
  skip(process.platform === 'win32', 'files with holes need to be asked for there')
  const path = join(temporaryFolder(), 'model.onnx')
  const hole = 3 * 2 ** 30
  const raw = (name: string, dims: readonly number[], length: number) => {
    const tensor = new WireWriter()
    for (const each of dims) tensor.number(1, each)
    return Buffer.concat([tensor.number(2, elementTypes.float32).string(8, name).finish(), head(9, length)])
  }
  const square = width * width * 4
  const [large, w, v] = [raw('large', [hole / 4], hole), raw('w', [width, width], square), raw('v', [width, width], square)]
  const { after, model } = encodedRest()
  const tensorHead = (tensor: Buffer, content: number) => head(5, tensor.length + content)
  const parts: (Uint8Array | number)[] = [
    tensorHead(large, hole),
    large,
    hole,
    ...[
      [w, bytesOf(matrix(1))],
      [v, bytesOf(matrix(2))],
    ].flatMap(([tensor = large, content = large]) => [tensorHead(tensor as Buffer, square), tensor, content]),
    after.finish(),
  ]
  const length = parts.reduce<number>((sum, each) => sum + (typeof each === 'number' ? each : each.length), 0)
  const file = openSync(path, 'w')
  let at = 0
  for (const each of [model.finish(), head(7, length), ...parts]) {
    if (typeof each !== 'number') writeSync(file, each, 0, each.length, at)
    at += typeof each === 'number' ? each : each.length
  }
  ftruncateSync(file, at)
  closeSync(file)

  const before = process.memoryUsage().arrayBuffers
  const graph = await readModel(path)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24)
  expect(graph.initializers.get('large')?.content).toMatchObject({ kind: 'file', length: hole })
  const cut = cutGraph(graph, 'z')
  expect([...cut.initializers.keys()]).toEqual(['w'])
  expect(Array.from(await run(cut, 'z'))).toEqual(Array.from(matrix(1).subarray(0, width)))
})

test('weights in several files, one far beyond 4 GB, linked as the Hugging Face cache links them', async ({ skip }) => {
  skip(process.platform === 'win32', 'links need rights there')
  const root = temporaryFolder({ 'blobs/none': '' })
  const snapshot = join(root, 'snapshots/0123/onnx')
  mkdirSync(snapshot, { recursive: true })
  const link = (name: string, blob: string, content: Uint8Array, at = 0) => {
    const file = openSync(join(root, 'blobs', blob), 'w')
    writeSync(file, content, 0, content.length, at)
    closeSync(file)
    symlinkSync(join('../../../blobs', blob), join(snapshot, name))
  }
  const entry = (key: string, value: string) => new WireWriter().string(1, key).string(2, value)
  const { before, after, model } = encodedRest()
  const offsets = [5 * 2 ** 30, 8]
  for (const [index, name] of ['w', 'v'].entries()) {
    const tensor = new WireWriter().number(1, width).number(1, width).number(2, elementTypes.float32).string(8, name)
    tensor.message(13, entry('location', index === 0 ? 'model.onnx_data' : 'model.onnx_data_1'))
    // The length may be left out: the shape says it.
    before.message(5, tensor.message(13, entry('offset', String(offsets[index]))).number(14, 1))
  }
  const graphBytes = Buffer.concat([before.finish(), after.finish()])
  link('model.onnx', 'b0', model.bytes(7, graphBytes).finish())
  const padded = (values: Float32Array) => Buffer.concat([bytesOf(values), Buffer.alloc(16)])
  link('model.onnx_data', 'b1', padded(matrix(1)), offsets[0])
  link('model.onnx_data_1', 'b2', padded(matrix(2)), offsets[1])

  const held = process.memoryUsage().arrayBuffers
  const graph = await readModel(join(snapshot, 'model.onnx'))
  const files = [...graph.initializers.values()].map(({ content }) => (content.kind === 'file' ? basename(content.file) : ''))
  expect(files).toEqual(['b1', 'b2'])
  expect(process.memoryUsage().arrayBuffers - held).toBeLessThan(2 ** 24)
  const found = await run(graph, 'y')
  const [first, second] = [matrix(1).subarray(0, width), matrix(2)]
  for (const [column, each] of found.entries()) {
    const wanted = first.reduce((sum, value, row) => sum + value * (second[row * width + column] ?? 0), 0)
    expect(each).toBeCloseTo(wanted, 3)
  }
})

test('large constants among the nodes, and weights as packed floats, stay in the file too', async () => {
  const path = join(temporaryFolder(), 'model.onnx')
  const values = Float32Array.from({ length: 160 * 128 }, (_, at) => at)
  const tensor = (field: number) =>
    new WireWriter().number(1, 160).number(1, 128).number(2, elementTypes.float32).bytes(field, bytesOf(values))
  // NodeProto: output = 2, op_type = 4, attribute = 5; AttributeProto: name = 1, t = 5; TensorProto: float_data = 4, raw_data = 9
  const attribute = new WireWriter().string(1, 'value').message(5, tensor(9))
  const constant = new WireWriter().string(2, 'constant').string(4, 'Constant').message(5, attribute)
  const { before, after, model } = encodedRest()
  before.message(1, constant).message(5, tensor(4).string(8, 'packed'))
  writeFileSync(path, model.bytes(7, Buffer.concat([before.finish(), after.finish()])).finish())

  const graph = await readModel(path)
  expect(graph.nodes.map((each) => each.operator)).toEqual(['MatMul', 'MatMul'])
  const file = readFileSync(path)
  for (const name of ['constant', 'packed']) {
    const content = graph.initializers.get(name)?.content
    if (content?.kind !== 'file') throw new Error(`${name} is kept in memory`)
    expect(file.subarray(content.offset, content.offset + content.length).equals(bytesOf(values))).toBe(true)
  }
})
