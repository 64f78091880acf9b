import { open } from 'node:fs/promises'
import { Failure } from '../../../contract/failure.ts'
import { fill } from './file-bytes.ts'
import { elementBytes, type ElementType, type TensorLocation } from './tensor-location.ts'

/** Reads a tensor, or `count` of its values from the `from`-th on in row-major order, as 32-bit floats. */
export async function readFloats(
  tensor: TensorLocation,
  from = 0,
  count = tensor.length / elementBytes[tensor.elementType] - from,
): Promise<Float32Array<ArrayBuffer>> {
  const decode = decoders[tensor.elementType]
  if (decode === undefined) {
    throw new Failure(
      'unsupported',
      `${tensor.file} keeps ${tensor.name} as ${tensor.elementType}, not as floats.`,
      'Convert it to F32.',
    )
  }
  if (tensor.columnMajor) return readColumns(tensor, from, count, decode)
  const bytes = elementBytes[tensor.elementType]
  const buffer = new Uint8Array(count * bytes)
  const handle = await open(tensor.file)
  try {
    await fill(handle, buffer, tensor.offset + from * bytes, tensor.file)
  } finally {
    await handle.close()
  }
  return decode(buffer.buffer)
}

/** Columns that are asked for at once, so that the wait for one is not the wait for all. */
const readsTogether = 128

/** The same of a matrix stored column by column: of each column, the part that the wanted rows make up. */
async function readColumns(
  { file, shape, elementType, offset }: TensorLocation,
  from: number,
  count: number,
  decode: Decoder,
): Promise<Float32Array<ArrayBuffer>> {
  const [rows = 0, columns = 0] = shape
  const first = Math.floor(from / columns)
  const height = Math.ceil((from + count) / columns) - first
  if (!(height > 0)) return new Float32Array(0)
  const bytes = elementBytes[elementType]
  const buffer = new Uint8Array(height * columns * bytes)
  const part = height * bytes
  const handle = await open(file)
  try {
    if (height === rows) await fill(handle, buffer, offset, file)
    else
      for (let next = 0; next < columns; next += readsTogether) {
        const together = Array.from({ length: Math.min(readsTogether, columns - next) }, (_, at) => next + at)
        await Promise.all(
          together.map((column) => {
            const place = offset + (column * rows + first) * bytes
            return fill(handle, buffer.subarray(column * part, (column + 1) * part), place, file)
          }),
        )
      }
  } finally {
    await handle.close()
  }
  const start = from - first * columns
  const values = byRows(decode(buffer.buffer), height, columns)
  return start === 0 && count === values.length ? values : values.slice(start, start + count)
}

/** Rows that are written together, so that what is read of a column is used before the cache drops it. */
const rowsTogether = 16

/** [columns, rows] to [rows, columns]. */
function byRows(values: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const turned = new Float32Array(values.length)
  for (let first = 0; first < rows; first += rowsTogether) {
    const end = Math.min(rows, first + rowsTogether)
    for (let column = 0; column < columns; column++)
      for (let row = first; row < end; row++) turned[row * columns + column] = values[column * rows + row]!
  }
  return turned
}

type Decoder = (values: ArrayBuffer) => Float32Array<ArrayBuffer>

const decoders: Partial<Record<ElementType, Decoder>> = {
  F32: (values) => new Float32Array(values),
  // From one typed array to another is a loop of the engine's own; Float32Array.from would go through an iterator.
  F64: (values) => new Float32Array(new Float64Array(values)),
  F16: (values) => new Float32Array(new Float16Array(values)),
  // The upper half of a 32-bit float.
  BF16(values) {
    const halves = new Uint16Array(values)
    const floats = new Float32Array(halves.length)
    const bits = new Uint32Array(floats.buffer)
    for (let index = 0; index < halves.length; index++) bits[index] = (halves[index] ?? 0) << 16
    return floats
  },
}
