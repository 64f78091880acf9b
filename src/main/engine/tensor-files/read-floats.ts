import { open } from 'node:fs/promises'
import { Failure } from '../../../contract/failure.ts'
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
  const bytes = elementBytes[tensor.elementType]
  const buffer = new Uint8Array(count * bytes)
  const handle = await open(tensor.file)
  try {
    let filled = 0
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, tensor.offset + from * bytes + filled)
      if (bytesRead === 0)
        throw new Failure('lens-invalid', `${tensor.file} was cut short while it was read.`, 'Download it again.')
      filled += bytesRead
    }
  } finally {
    await handle.close()
  }
  return decode(buffer.buffer)
}

const decoders: Partial<Record<ElementType, (values: ArrayBuffer) => Float32Array<ArrayBuffer>>> = {
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
