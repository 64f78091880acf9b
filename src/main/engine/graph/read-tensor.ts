import { elementTypes, type GraphTensor } from './model-graph.ts'
import type { ProtoFile } from './proto-file.ts'
import { mostDimensions } from './read-node.ts'
import { shownName } from '../../../contract/shown-name.ts'
import type { WeightFiles } from './weight-files.ts'
import { readEntry, readNumbers, readString, WireError, type WireField } from './wire.ts'
import { WireWriter } from './wire-writer.ts'

/** Larger contents are left in their file; smaller ones, shapes above all, the runtime wants to see while it prepares the graph. */
const largestInline = 4096

/** Bits of an element (onnx.proto, TensorProto.DataType), where they are the same for each. */
const elementBits: Readonly<Record<number, number>> = {
  [elementTypes.float32]: 32,
  [elementTypes.uint8]: 8,
  [elementTypes.int8]: 8,
  4: 16,
  5: 16,
  [elementTypes.int32]: 32,
  [elementTypes.int64]: 64,
  [elementTypes.bool]: 8,
  [elementTypes.float16]: 16,
  [elementTypes.float64]: 64,
  12: 32,
  13: 64,
  14: 64,
  15: 128,
  [elementTypes.bfloat16]: 16,
  17: 8,
  18: 8,
  19: 8,
  20: 8,
  21: 4,
  22: 4,
  23: 4,
}

/**
 * Reads a TensorProto without its content where that is large.
 *
 * @param rename the name it is to have, where it is not its own
 */
export async function readTensor(source: ProtoFile, tensor: WireField, files: WeightFiles, rename?: string): Promise<GraphTensor> {
  let name = ''
  let elementType = 0
  const dims: number[] = []
  const floats: WireField[] = []
  let raw: WireField | null = null
  let segmented = false
  const external = new Map<string, string>()
  for await (const field of source.fields(tensor.start, tensor.end)) {
    if (field.number === 9) raw = field
    else if (field.number === 2) elementType = field.value
    else if (field.number === 3) segmented = true
    else if (field.number === 4) floats.push(field)
    else if (field.number === 1 || field.number === 8 || field.number === 13) {
      const bytes = await source.read(field.start, field.end)
      const whole: WireField = { ...field, start: 0, end: bytes.length }
      if (field.number === 1) for (const each of field.type === 0 ? [field.value] : readNumbers(bytes, whole)) dims.push(each)
      else if (field.number === 8) name = readString(bytes, whole)
      else external.set(...readEntry(bytes))
      if (dims.length > mostDimensions)
        throw new WireError(`the weights ${shownName(name)} have more than ${mostDimensions} dimensions`)
    }
  }
  name = rename ?? name
  if (segmented) throw new WireError(`the weights ${shownName(name)} are cut into segments`)
  const bytes = bytesOf(name, elementType, dims)
  if (external.size > 0) return { name, elementType, dims, content: await files.locate(name, external, bytes) }
  // Packed 32-bit floats lie in the file just as raw ones do.
  const [packed = null] = floats.length === 1 && elementType === elementTypes.float32 && floats[0]?.type === 2 ? floats : []
  const values: WireField | null = raw ?? packed
  if (values !== null && values.end - values.start > largestInline) {
    const length = values.end - values.start
    if (bytes !== null && length !== bytes)
      throw new WireError(`the weights ${shownName(name)} have ${length} bytes instead of ${bytes}`)
    return { name, elementType, dims, content: { kind: 'file', file: files.model, offset: values.start, length } }
  }
  const encoded = await source.read(tensor.start, tensor.end)
  return { name, elementType, dims, content: { kind: 'encoded', tensor: rename === undefined ? encoded : named(encoded, rename) } }
}

/** The same TensorProto under another name: of a field that comes twice the last counts. */
function named(tensor: Uint8Array, name: string): Uint8Array {
  const field = new WireWriter().string(8, name).finish()
  const longer = new Uint8Array(tensor.length + field.length)
  longer.set(tensor)
  longer.set(field, tensor.length)
  return longer
}

/** What the shape asks for; null where elements have no fixed size (texts). */
function bytesOf(name: string, elementType: number, dims: readonly number[]): number | null {
  const bits = elementBits[elementType]
  const elements = dims.reduce((product, each) => product * each, 1)
  if (dims.some((each) => each < 0) || !Number.isSafeInteger(elements * 16)) {
    throw new WireError(`the weights ${shownName(name)} have the shape ${dims.join(' x ')}`)
  }
  return bits === undefined ? null : Math.ceil((elements * bits) / 8)
}
