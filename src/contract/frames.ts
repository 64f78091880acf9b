/**
 * Messages as binary frames, for transports without structured clone.
 *
 * A frame is `[u32 little-endian length of the JSON][JSON, UTF-8][zeros to a multiple of 8][bytes of the typed arrays]`. In the JSON a
 * typed array stands as `{"$array":[type, byteOffset, length]}`: the offset counts from the first byte after the padding and is a
 * multiple of 8, the length counts elements. An object's own key of dollars followed by "array" carries one more dollar on the way.
 * What JSON does not keep is not kept: `undefined` in objects is left out, NaN and infinities outside typed arrays become null.
 */
const arrayTypes = { Int32Array, Uint32Array, Float32Array, Float64Array, Uint8Array, Uint16Array }
type ArrayType = keyof typeof arrayTypes
type FramedArray = Int32Array | Uint32Array | Float32Array | Float64Array | Uint8Array | Uint16Array

const alignment = 8
const headerBytes = 4

// Both sides of every transport have these; the contract is typed without a host's library.
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> }
declare const TextDecoder: new (label: string, options: { fatal: boolean }) => { decode(bytes: Uint8Array): string }

/** Encodes a message as one frame. Throws on typed arrays of other types and on what JSON cannot hold (bigints, cycles). */
export function encodeFrame(message: unknown): Uint8Array<ArrayBuffer> {
  const arrays: { readonly offset: number; readonly array: FramedArray }[] = []
  let binaryBytes = 0
  const json = JSON.stringify(message, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value
    if (ArrayBuffer.isView(value)) {
      const type = typeOf(value)
      const array = value as FramedArray
      const offset = binaryBytes
      arrays.push({ offset, array })
      binaryBytes = aligned(offset + array.byteLength)
      return new Placeholder(type, offset, array.length)
    }
    return value instanceof Placeholder || Array.isArray(value) ? value : renamed(value, /^\$+array$/, (key) => `$${key}`)
  })
  const text = new TextEncoder().encode(json)
  const start = aligned(headerBytes + text.length)
  const frame = new Uint8Array(start + binaryBytes)
  new DataView(frame.buffer).setUint32(0, text.length, true)
  frame.set(text, headerBytes)
  for (const { offset, array } of arrays)
    frame.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + offset)
  return frame
}

/** Decodes a frame; its typed arrays look into the frame's own memory where that is aligned, else into one copy. Throws on a malformed frame. */
export function decodeFrame(frame: Uint8Array): unknown {
  if (frame.byteLength < headerBytes) throw new Error('A frame is shorter than its header.')
  const textBytes = new DataView(frame.buffer, frame.byteOffset).getUint32(0, true)
  if (headerBytes + textBytes > frame.byteLength) throw new Error('A frame is shorter than its text.')
  const text = new TextDecoder('utf-8', { fatal: true }).decode(frame.subarray(headerBytes, headerBytes + textBytes))
  if (!text.includes('array":')) return JSON.parse(text)
  const start = Math.min(aligned(headerBytes + textBytes), frame.byteLength)
  const inPlace = (frame.byteOffset + start) % alignment === 0
  const binary = inPlace ? frame.subarray(start) : frame.slice(start)
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.hasOwn(value, '$array')
      ? arrayAt(binary, (value as { $array: unknown }).$array)
      : renamed(value, /^\$\$+array$/, (key) => key.slice(1))
  })
}

/** Serialises as `{"$array":[...]}`; a class of its own so that the replacer knows it from an object of the user's. */
class Placeholder {
  readonly $array: readonly [ArrayType, number, number]
  constructor(type: ArrayType, byteOffset: number, length: number) {
    this.$array = [type, byteOffset, length]
  }
}

function typeOf(value: ArrayBufferView): ArrayType {
  for (const [name, type] of Object.entries(arrayTypes)) if (value instanceof type) return name as ArrayType
  throw new Error(`A frame cannot carry a ${value.constructor.name}.`)
}

function arrayAt(binary: Uint8Array, described: unknown): FramedArray {
  const [type, byteOffset, length] = Array.isArray(described) ? (described as unknown[]) : []
  const constructor = Object.hasOwn(arrayTypes, String(type)) ? arrayTypes[type as ArrayType] : undefined
  const fits =
    constructor !== undefined &&
    isCount(byteOffset) &&
    isCount(length) &&
    byteOffset % alignment === 0 &&
    byteOffset + length * constructor.BYTES_PER_ELEMENT <= binary.byteLength
  if (!fits) throw new Error('A frame describes an array that it does not hold.')
  return new constructor(binary.buffer as ArrayBuffer, binary.byteOffset + byteOffset, length)
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

/** The object with some of its keys renamed; itself where none matches. */
function renamed(object: object, pattern: RegExp, rename: (key: string) => string): object {
  const keys = Object.keys(object)
  if (!keys.some((key) => pattern.test(key))) return object
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [pattern.test(key) ? rename(key) : key, value]))
}

const aligned = (bytes: number) => Math.ceil(bytes / alignment) * alignment
