import type { GraphNode } from './model-graph.ts'
import { readNumbers, readString, wireFields } from './wire.ts'

/** A node's numeric attributes by name, each as a list (of one where it is a single number); others are left out. */
export function numericAttributes(node: GraphNode): ReadonlyMap<string, readonly number[]> {
  const attributes = new Map<string, readonly number[]>()
  for (const field of wireFields(node.encoded)) {
    if (field.number === 5) readAttribute(node.encoded.subarray(field.start, field.end), attributes)
  }
  return attributes
}

/** AttributeProto: name = 1, f = 2, i = 3, floats = 7 (not needed here), ints = 8. A field that holds a default may be missing. */
function readAttribute(bytes: Uint8Array, attributes: Map<string, readonly number[]>): void {
  let name = ''
  const numbers: number[] = []
  for (const field of wireFields(bytes)) {
    if (field.number === 1) name = readString(bytes, field)
    else if (field.number === 2 && field.type === 5)
      numbers.push(new DataView(bytes.buffer, bytes.byteOffset + field.start).getFloat32(0, true))
    else if (field.number === 3) numbers.push(field.value)
    else if (field.number === 8) for (const each of readNumbers(bytes, field)) numbers.push(each)
  }
  if (numbers.length > 0) attributes.set(name, numbers)
}

/** The same node without one of its attributes. */
export function withoutAttribute(node: GraphNode, name: string): GraphNode {
  const kept: Uint8Array[] = []
  let start = 0
  for (const field of wireFields(node.encoded)) {
    if (field.number !== 5 || attributeName(node.encoded.subarray(field.start, field.end)) !== name)
      kept.push(node.encoded.subarray(start, field.end))
    start = field.end
  }
  return { ...node, encoded: Uint8Array.from(Buffer.concat(kept)) }
}

function attributeName(bytes: Uint8Array): string {
  for (const field of wireFields(bytes)) if (field.number === 1) return readString(bytes, field)
  return ''
}
