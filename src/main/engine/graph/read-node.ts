import type { GraphNode, GraphValue } from './model-graph.ts'
import { readString, type WireField, wireFields } from './wire.ts'

/** Decodes a NodeProto as far as a graph's wiring needs it. */
export function readNode(encoded: Uint8Array): GraphNode {
  const inputs: string[] = []
  const outputs: string[] = []
  const captured = new Set<string>()
  let name = ''
  let operator = ''
  let domain = ''
  for (const field of wireFields(encoded)) {
    if (field.number === 1) inputs.push(readString(encoded, field))
    else if (field.number === 2) outputs.push(readString(encoded, field))
    else if (field.number === 3) name = readString(encoded, field)
    else if (field.number === 4) operator = readString(encoded, field)
    else if (field.number === 5) captureNames(encoded, field, captured)
    else if (field.number === 7) domain = readString(encoded, field)
  }
  return { name, operator, domain: domain === 'ai.onnx' ? '' : domain, inputs, outputs, captured: [...captured], encoded }
}

/** Collects the input names of every node in an attribute's subgraphs, at any depth; those made inside are harmless. */
function captureNames(bytes: Uint8Array, attribute: WireField, captured: Set<string>): void {
  for (const field of wireFields(bytes, attribute.start, attribute.end)) {
    // AttributeProto.g = 6, graphs = 11; GraphProto.node = 1, output = 12
    if (field.type !== 2 || (field.number !== 6 && field.number !== 11)) continue
    for (const part of wireFields(bytes, field.start, field.end)) {
      if (part.number === 12) captured.add(readValue(bytes.subarray(part.start, part.end)).name)
      if (part.number !== 1) continue
      for (const inner of wireFields(bytes, part.start, part.end)) {
        if (inner.number === 1) captured.add(readString(bytes, inner))
        else if (inner.number === 5) captureNames(bytes, inner, captured)
      }
    }
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
    dims.push(dimension)
  }
  return dims
}
