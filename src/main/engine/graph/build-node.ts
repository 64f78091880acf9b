import { elementTypes, type GraphNode, type GraphTensor } from './model-graph.ts'
import { WireWriter } from './wire-writer.ts'

/** A number is an int attribute (use `{ float }` for a float), a list of numbers an ints attribute. */
export type Attributes = Readonly<Record<string, number | { readonly float: number } | readonly number[] | string>>

/** A node of ONNX's own operators; its name is that of its first output. */
export function buildNode(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Attributes = {},
  domain = '',
): GraphNode {
  const name = outputs[0] ?? ''
  const node = new WireWriter()
  for (const each of inputs) node.string(1, each)
  for (const each of outputs) node.string(2, each)
  node.string(3, name).string(4, operator)
  for (const [key, value] of Object.entries(attributes)) node.message(5, encodeAttribute(key, value))
  if (domain !== '') node.string(7, domain)
  return { name, operator, domain, inputs, outputs, captured: [], module: null, encoded: node.finish() }
}

/** AttributeProto: f = 2, i = 3, s = 4, ints = 8, type = 20 (1 float, 2 int, 3 string, 7 ints). */
function encodeAttribute(name: string, value: Attributes[string]): WireWriter {
  const attribute = new WireWriter().string(1, name)
  if (typeof value === 'number') return attribute.number(3, value).number(20, 2)
  if (typeof value === 'string') return attribute.string(4, value).number(20, 3)
  if ('float' in value) return attribute.float(2, value.float).number(20, 1)
  for (const each of value) attribute.number(8, each)
  return attribute.number(20, 7)
}

/** Constants held in the model itself; a single number is a scalar. */
export function buildTensor(name: string, values: Float32Array | BigInt64Array | Int32Array, dims: readonly number[]): GraphTensor {
  const elementType =
    values instanceof Float32Array ? elementTypes.float32 : values instanceof Int32Array ? elementTypes.int32 : elementTypes.int64
  const writer = new WireWriter()
  for (const each of dims) writer.number(1, each)
  writer
    .number(2, elementType)
    .string(8, name)
    .bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  return { name, elementType, dims, content: { kind: 'encoded', tensor: writer.finish() } }
}
