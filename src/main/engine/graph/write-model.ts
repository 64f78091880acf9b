import { parse, relative, sep } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import type { GraphTensor, GraphValue, ModelGraph } from './model-graph.ts'
import { WireWriter } from './wire-writer.ts'

/** A model as bytes, and the folder that the paths of its weights are relative to (the root of their volume). */
export type WrittenModel = { readonly bytes: Uint8Array; readonly folder: string }

/** Writes a graph as an ONNX model whose weights stay in the files they are in. */
export function writeModel(graph: ModelGraph): WrittenModel {
  const folder = commonRoot(graph)
  const body = new WireWriter()
  for (const each of graph.nodes) body.bytes(1, each.encoded)
  body.string(2, 'etalon')
  for (const each of graph.initializers.values()) body.bytes(5, encodeTensor(each, folder))
  for (const each of graph.inputs) body.message(11, encodeValue(each))
  for (const each of graph.outputs) body.message(12, encodeValue(each))
  const model = new WireWriter().number(1, graph.irVersion).string(2, 'etalon').message(7, body)
  for (const each of graph.opsets) model.message(8, new WireWriter().string(1, each.domain).number(2, each.version))
  for (const each of graph.functions) model.bytes(25, each)
  return { bytes: model.finish(), folder }
}

/** ONNX Runtime takes only paths below one folder, so all weights have to lie on one volume. */
function commonRoot(graph: ModelGraph): string {
  const roots = new Set<string>()
  for (const { content } of graph.initializers.values()) if (content.kind === 'file') roots.add(parse(content.file).root)
  if (roots.size > 1) {
    throw new Failure(
      'unsupported',
      `The weights lie on different drives (${[...roots].join(', ')}).`,
      'Move reader and SAE to one drive.',
    )
  }
  return [...roots][0] ?? parse(process.cwd()).root
}

function encodeTensor(tensor: GraphTensor, folder: string): Uint8Array {
  if (tensor.content.kind === 'encoded') return tensor.content.tensor
  const { file, offset, length } = tensor.content
  const writer = new WireWriter()
  for (const each of tensor.dims) writer.number(1, each)
  writer.number(2, tensor.elementType).string(8, tensor.name)
  const entries = { location: relative(folder, file).split(sep).join('/'), offset: String(offset), length: String(length) }
  for (const [key, value] of Object.entries(entries)) writer.message(13, new WireWriter().string(1, key).string(2, value))
  return writer.number(14, 1).finish()
}

function encodeValue(value: GraphValue): WireWriter {
  const shape = new WireWriter()
  for (const each of value.dims) {
    const dimension = new WireWriter()
    if (typeof each === 'number') dimension.number(1, each)
    else if (each !== '') dimension.string(2, each)
    shape.message(1, dimension)
  }
  const tensorType = new WireWriter().number(1, value.elementType).message(2, shape)
  return new WireWriter().string(1, value.name).message(2, new WireWriter().message(1, tensorType))
}
