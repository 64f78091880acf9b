import { deflateSync, inflateSync } from 'node:zlib'

/** Typed arrays that a result may hold, by the name they are written under. */
const arrays = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float32Array, Float64Array } as const
type ArrayName = keyof typeof arrays
type Packed = { readonly $array: ArrayName; readonly base64: string }

/** A result as compressed JSON (zlib) in which a typed array is `{"$array": its kind, "base64": its little-endian bytes}`. */
export function packResult(result: unknown): Buffer {
  const json = JSON.stringify(result, (_, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return value
    const { buffer, byteOffset, byteLength } = value
    const packed: Packed = {
      $array: value.constructor.name as ArrayName,
      base64: Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
    }
    return packed
  })
  return deflateSync(json)
}

export function unpackResult(blob: Uint8Array): unknown {
  return JSON.parse(inflateSync(blob).toString('utf8'), (_, value: unknown) => {
    if (!isPacked(value)) return value
    const bytes = Uint8Array.from(Buffer.from(value.base64, 'base64'))
    return new arrays[value.$array](bytes.buffer)
  })
}

function isPacked(value: unknown): value is Packed {
  return typeof value === 'object' && value !== null && '$array' in value && Object.hasOwn(arrays, String(value.$array))
}
