import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { failureIn } from '../../../src/contract/failure.ts'
import { cutGraph } from '../../../src/main/engine/graph/cut-graph.ts'
import type { ModelGraph } from '../../../src/main/engine/graph/model-graph.ts'
import { readModel } from '../../../src/main/engine/graph/read-model.ts'
import { WireWriter } from '../../../src/main/engine/graph/wire-writer.ts'
import { writeModel } from '../../../src/main/engine/graph/write-model.ts'
import { readNumbers, readVarint, wireFields } from '../../../src/main/engine/graph/wire.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { tiny, tinyGraph, tinyWeights } from '../../support/tiny-lens.ts'

const weights = tinyWeights()

function writtenTiny(): string {
  const path = join(temporaryFolder(), 'model.onnx')
  writeFileSync(path, writeModel(tinyGraph(weights)).bytes)
  return path
}

test('reads back what it wrote', async () => {
  const graph = tinyGraph(weights)
  const read = await readModel(writtenTiny())
  expect(read.nodes).toEqual(graph.nodes)
  expect(read.inputs).toEqual(graph.inputs)
  expect(read.outputs).toEqual(graph.outputs)
  expect(read.opsets).toEqual(graph.opsets)
  expect([...read.initializers.keys()]).toEqual([...graph.initializers.keys()])
})

test('leaves large weights in their file, also when written again', async () => {
  const path = writtenTiny()
  const read = await readModel(path)
  const again = join(temporaryFolder(), 'again.onnx')
  const rewritten = writeModel(read)
  writeFileSync(again, rewritten.bytes)
  const content = read.initializers.get('model.embed_tokens.weight')?.content
  if (content?.kind !== 'file') throw new Error('kept in memory')
  expect(content.length).toBe(weights.embedding.byteLength)
  const bytes = readFileSync(content.file).subarray(content.offset, content.offset + content.length)
  expect(new Float32Array(Uint8Array.from(bytes).buffer)).toEqual(weights.embedding)
  expect(rewritten.bytes.length).toBeLessThan(content.length)
})

test('finds weights kept beside the model, and says where they are missing or cut short', async () => {
  const folder = temporaryFolder()
  const content = { kind: 'file', file: join(folder, 'model.onnx_data'), offset: 4, length: 32 } as const
  const graph: ModelGraph = {
    ...tinyGraph(weights),
    initializers: new Map([['w', { name: 'w', elementType: 1, dims: [8], content }]]),
  }
  // As exporters write it: relative to the model.
  const path = join(folder, 'model.onnx')
  const bytes = Buffer.from(writeModel(graph).bytes).toString('latin1')
  const location = content.file.slice(1).replaceAll('\\', '/')
  expect(bytes).toContain(location)
  const named = (name: string) => writeFileSync(path, rename(graph, content.file, name))
  named('model.onnx_data')
  await expect(readModel(path)).rejects.toMatchObject({
    code: 'lens-invalid',
    message: expect.stringContaining('model.onnx_data is missing') as string,
  })
  writeFileSync(content.file, new Uint8Array(20))
  await expect(readModel(path)).rejects.toMatchObject({
    code: 'lens-invalid',
    message: expect.stringContaining('cut short') as string,
  })
  writeFileSync(content.file, new Uint8Array(40))
  expect((await readModel(path)).initializers.get('w')?.content).toEqual(content)
  named('../model.onnx_data')
  await expect(readModel(path)).rejects.toMatchObject({
    code: 'lens-invalid',
    message: expect.stringContaining('outside its own folder') as string,
  })
})

/** The model with a tensor's location written as given. */
function rename(graph: ModelGraph, file: string, location: string): Uint8Array {
  const entry = (key: string, value: string) => new WireWriter().string(1, key).string(2, value)
  const tensor = new WireWriter()
    .number(1, 8)
    .number(2, 1)
    .string(8, 'w')
    .message(13, entry('location', location))
    .message(13, entry('offset', '4'))
    .message(13, entry('length', '32'))
    .number(14, 1)
  expect(graph.initializers.get('w')?.content).toMatchObject({ file })
  return writeModel({
    ...graph,
    initializers: new Map([['w', { name: 'w', elementType: 1, dims: [8], content: { kind: 'encoded', tensor: tensor.finish() } }]]),
  }).bytes
}

test('cuts away what a value does not need', () => {
  const graph = tinyGraph(weights)
  const cut = cutGraph(graph, '/model/layers.0/Add_1_output_0')
  expect(cut.outputs.map((each) => each.name)).toEqual(['/model/layers.0/Add_1_output_0'])
  expect(cut.nodes.length).toBeLessThan(graph.nodes.length)
  expect([...cut.initializers.keys()].some((name) => name.includes('layers.1') || name.includes('lm_head'))).toBe(false)
  expect(cut.inputs.map((each) => each.name)).toEqual(['input_ids', 'attention_mask', 'position_ids'])
  expect(cutGraph(graph, '/model/Add_output_0').inputs.map((each) => each.name)).toEqual(['input_ids', 'position_ids'])
})

test('keeps the caches of the blocks that stay as outputs', () => {
  const graph = tinyGraph(weights)
  const cache = (layer: number) => ({ name: `present.${layer}`, elementType: 1, dims: [] })
  const nodes = graph.nodes.map((node) => {
    const layer = /layers\.(\d)\/CumSum_output_0/.exec(node.outputs[0] ?? '')?.[1]
    return layer === undefined ? node : { ...node, outputs: [...node.outputs, `present.${layer}`] }
  })
  const cut = cutGraph({ ...graph, nodes, outputs: [...graph.outputs, cache(0), cache(1)] }, '/model/layers.0/Add_1_output_0')
  expect(cut.outputs.map((each) => each.name)).toEqual(['/model/layers.0/Add_1_output_0', 'present.0'])
})

test('says what is wrong with a file that is cut or damaged, and never more', async () => {
  const path = writtenTiny()
  const whole = Uint8Array.from(readFileSync(path))
  const damage = fc.record({
    length: fc.oneof(fc.constant(whole.length), fc.nat(whole.length)),
    changes: fc.array(fc.tuple(fc.nat(1500), fc.nat(255)), { maxLength: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(damage, async ({ length, changes }) => {
      const bytes = Uint8Array.from(whole)
      // The head, where the structure is, and the same places counted from the end.
      for (const [at, value] of changes) bytes[at % 2 === 0 ? at : bytes.length - 1 - at] = value
      writeFileSync(path, bytes.subarray(0, length))
      await readModel(path).catch((error: unknown) => expect(failureIn(error), String(error)).not.toBeNull())
    }),
    { numRuns: 300 },
  )
  expect(tiny.layers).toBe(2)
})

test('refuses graphs within graphs without end, weights of a branch in another file, and what is no file', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'model.onnx')
  const write = (inner: WireWriter) => {
    // NodeProto.attribute = 5, op_type = 4; AttributeProto.g = 6
    const graph = new WireWriter().message(1, new WireWriter().string(4, 'If').message(5, new WireWriter().message(6, inner)))
    writeFileSync(path, new WireWriter().message(8, new WireWriter().number(2, 17)).message(7, graph).finish())
  }
  let deep = new WireWriter()
  for (let depth = 0; depth < 2000; depth++)
    deep = new WireWriter().message(1, new WireWriter().message(5, new WireWriter().message(6, deep)))
  write(deep)
  await expect(readModel(path)).rejects.toThrow(/graphs within each other/)
  // GraphProto.initializer = 5; TensorProto.data_location = 14
  write(new WireWriter().message(5, new WireWriter().number(14, 1)))
  await expect(readModel(path)).rejects.toMatchObject({
    code: 'unsupported',
    hint: expect.stringContaining('decoder_model.onnx') as string,
  })
  await expect(readModel(folder)).rejects.toThrow(/is not a file/)
})

test('numbers survive the wire', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      const bytes = new WireWriter().number(1, value).finish()
      const [field] = [...wireFields(bytes)]
      expect(field?.value).toBe(value)
      expect(field === undefined ? [] : readNumbers(bytes, field)).toEqual([value])
      expect(readVarint(bytes, 1, bytes.length).next).toBe(bytes.length)
    }),
  )
})
