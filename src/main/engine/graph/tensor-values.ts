import { open } from 'node:fs/promises'
import { elementTypes, type GraphTensor } from './model-graph.ts'
import { wireFields } from './wire.ts'

/** Bytes of an element, of the types that `tensorBlocks` reads. */
const elementBytes: Readonly<Record<number, number>> = {
  [elementTypes.float32]: 4,
  [elementTypes.float16]: 2,
  [elementTypes.bfloat16]: 2,
  [elementTypes.int8]: 1,
}

/** Values read at a time: whole rows of about 32 MB as floats. */
const valuesAtOnce = 1 << 23

/** Reads a matrix [rows, columns] of floats or bytes row by row as 32-bit floats, never all of it at once. Throws for other types. */
export async function* tensorBlocks(tensor: GraphTensor): AsyncGenerator<{ readonly first: number; readonly rows: Float32Array }> {
  const [rows = 0, columns = 0] = tensor.dims
  const bytes = elementBytes[tensor.elementType]
  if (bytes === undefined) throw new Error(`${tensor.name} is of type ${tensor.elementType}`)
  if (tensor.content.kind === 'encoded') {
    yield { first: 0, rows: decoded(tensor.elementType, inlineBytes(tensor.content.tensor)) }
    return
  }
  const { file, offset } = tensor.content
  const step = Math.max(1, Math.floor(valuesAtOnce / Math.max(1, columns)))
  const handle = await open(file)
  try {
    for (let first = 0; first < rows; first += step) {
      const buffer = new Uint8Array(Math.min(step, rows - first) * columns * bytes)
      for (let from = 0; from < buffer.length;) {
        const { bytesRead } = await handle.read(buffer, from, buffer.length - from, offset + first * columns * bytes + from)
        if (bytesRead === 0) throw new Error(`${file} is cut short`)
        from += bytesRead
      }
      yield { first, rows: decoded(tensor.elementType, buffer) }
    }
  } finally {
    await handle.close()
  }
}

/** TensorProto: float_data = 4, raw_data = 9. A copy, so that it is aligned. */
function inlineBytes(tensor: Uint8Array): Uint8Array<ArrayBuffer> {
  for (const field of wireFields(tensor)) if (field.number === 9 || field.number === 4) return tensor.slice(field.start, field.end)
  return new Uint8Array(0)
}

function decoded(elementType: number, bytes: Uint8Array<ArrayBuffer>): Float32Array {
  if (elementType === elementTypes.int8) return Float32Array.from(new Int8Array(bytes.buffer))
  if (elementType === elementTypes.float16) return new Float32Array(new Float16Array(bytes.buffer))
  if (elementType === elementTypes.float32) return new Float32Array(bytes.buffer)
  // bfloat16: the upper half of a 32-bit float.
  const halves = new Uint16Array(bytes.buffer)
  const bits = new Uint32Array(halves.length)
  for (let at = 0; at < halves.length; at++) bits[at] = halves[at]! << 16
  return new Float32Array(bits.buffer)
}
