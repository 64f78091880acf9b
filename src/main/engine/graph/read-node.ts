import { Failure } from '../../../contract/failure.ts'
import type { GraphNode, GraphValue } from './model-graph.ts'
import { readEntry, readString, WireError, type WireField, wireFields } from './wire.ts'

/** Subgraphs in subgraphs: no exporter comes near it. */
const deepest = 16
/** Dimensions of a tensor: the runtime's kernels end at 8. */
export const mostDimensions = 32

/** Decodes a NodeProto as far as a graph's wiring needs it. */
export function readNode(encoded: Uint8Array): GraphNode {
  const inputs: string[] = []
  const outputs: string[] = []
  const captured = new Set<string>()
  let name = ''
  let operator = ''
  let domain = ''
  let module: string | null = null
  for (const field of wireFields(encoded)) {
    if (field.number === 1) inputs.push(readString(encoded, field))
    else if (field.number === 2) outputs.push(readString(encoded, field))
    else if (field.number === 3) name = readString(encoded, field)
    else if (field.number === 4) operator = readString(encoded, field)
    else if (field.number === 5) captureNames(encoded, field, captured)
    else if (field.number === 7) domain = readString(encoded, field)
    else if (field.number === 9) module = moduleIn(encoded, field) ?? module
  }
  return { name, operator, domain: domain === 'ai.onnx' ? '' : domain, inputs, outputs, captured: [...captured], module, encoded }
}

/** From metadata: a list of the modules a value was traced in, outermost first, and at last its own name, as Python writes it down. */
function moduleIn(bytes: Uint8Array, property: WireField): string | null {
  const [key, value] = readEntry(bytes.subarray(property.start, property.end))
  if (key !== 'pkg.torch.onnx.name_scopes') return null
  return value.slice(2, -2).split("', '").at(-2) ?? null
}

/** Collects the input names of every node in an attribute's subgraphs, at any depth; those made inside are harmless. */
function captureNames(bytes: Uint8Array, attribute: WireField, captured: Set<string>, depth = 1): void {
  for (const field of wireFields(bytes, attribute.start, attribute.end)) {
    // AttributeProto.g = 6, graphs = 11; GraphProto.node = 1, initializer = 5, output = 12
    if (field.type !== 2 || (field.number !== 6 && field.number !== 11)) continue
    if (depth > deepest) throw new WireError(`it has more than ${deepest} graphs within each other`)
    for (const part of wireFields(bytes, field.start, field.end)) {
      if (part.number === 12) captured.add(readValue(bytes.subarray(part.start, part.end)).name)
      if (part.number === 5) refuseExternal(bytes, part)
      if (part.number !== 1) continue
      for (const inner of wireFields(bytes, part.start, part.end)) {
        if (inner.number === 1) captured.add(readString(bytes, inner))
        else if (inner.number === 5) captureNames(bytes, inner, captured, depth + 1)
      }
    }
  }
}

/** Weights beside the model are found relative to it, which a subgraph written back unchanged would no longer be. TensorProto.data_location = 14 */
function refuseExternal(bytes: Uint8Array, tensor: WireField): void {
  for (const field of wireFields(bytes, tensor.start, tensor.end)) {
    if (field.number !== 14 || field.value !== 1) continue
    throw new Failure(
      'unsupported',
      'The reader keeps weights of a branch of its graph in another file.',
      'Use an export without branches: decoder_model.onnx, or model.onnx.',
    )
  }
}

/** Decodes a ValueInfoProto; element type 0 where it is not a tensor's. */
export function readValue(encoded: Uint8Array): GraphValue {
  let name = ''
  let elementType = 0
  let dims: (number | string)[] = []
  for (const field of wireFields(encoded)) {
    if (field.number === 1) name = readString(encoded, field)
    // type = 2 { tensor_type = 1 { elem_type = 1, shape = 2 } }
    if (field.number !== 2) continue
    for (const type of wireFields(encoded, field.start, field.end)) {
      if (type.number !== 1) continue
      for (const part of wireFields(encoded, type.start, type.end)) {
        if (part.number === 1) elementType = part.value
        else if (part.number === 2) dims = readShape(encoded, part)
      }
    }
  }
  return { name, elementType, dims }
}

function readShape(bytes: Uint8Array, shape: WireField): (number | string)[] {
  const dims: (number | string)[] = []
  for (const field of wireFields(bytes, shape.start, shape.end)) {
    if (field.number !== 1) continue
    let dimension: number | string = ''
    for (const part of wireFields(bytes, field.start, field.end))
      dimension = part.number === 1 ? part.value : readString(bytes, part)
    if (dims.push(dimension) > mostDimensions) throw new WireError(`a value has more than ${mostDimensions} dimensions`)
  }
  return dims
}
