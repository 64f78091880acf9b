/** Protocol buffers' wire format: what ONNX files are written in (protobuf.dev/programming-guides/encoding). */

/** 0 a number, 1 eight bytes, 2 length and bytes, 5 four bytes; 3 and 4 (groups) do not occur in ONNX. */
export type WireType = 0 | 1 | 2 | 5

/** One field; `value` is the number where the type is 0, else `start` to `end` is its content. */
export type WireField = {
  readonly number: number
  readonly type: WireType
  readonly value: number
  readonly start: number
  readonly end: number
}

export class WireError extends Error {}

/** A number at `at` and where it ends. Signed 64 bits; beyond 2^53 rounded. */
export function readVarint(bytes: Uint8Array, at: number, end: number): { readonly value: number; readonly next: number } {
  let low = 0
  let high = 0
  for (let index = 0; index < 10; index++) {
    if (at + index >= end) throw new WireError('a number is cut off')
    const byte = bytes[at + index] ?? 0
    const bits = byte & 0x7f
    if (index < 4) low += bits * 2 ** (7 * index)
    else if (index === 4) {
      low += (bits & 0x0f) * 2 ** 28
      high += bits >>> 4
    } else high += bits * 2 ** (7 * index - 32)
    if (byte < 0x80) return { value: signed(high) * 2 ** 32 + low, next: at + index + 1 }
  }
  throw new WireError('a number has more than ten bytes')
}

/** The high half of a 64-bit number as two's complement, whatever lies above its 32 bits dropped. */
function signed(high: number): number {
  const bits = high % 2 ** 32
  return bits >= 2 ** 31 ? bits - 2 ** 32 : bits
}

/** The field whose tag stands at `at`; its content must end by `end`. Only the tag and the length need to be in `bytes`. */
export function readField(bytes: Uint8Array, at: number, bytesEnd: number, end: number, origin = 0): WireField {
  const tag = readVarint(bytes, at, bytesEnd)
  const number = Math.floor(tag.value / 8)
  const type = tag.value % 8
  if (number < 1) throw new WireError('a field has no number')
  if (type === 0) {
    const { value, next } = readVarint(bytes, tag.next, bytesEnd)
    return { number, type, value, start: origin + tag.next, end: origin + next }
  }
  let start = tag.next
  let length: number
  if (type === 2) {
    const stated = readVarint(bytes, tag.next, bytesEnd)
    start = stated.next
    length = stated.value
  } else if (type === 1) length = 8
  else if (type === 5) length = 4
  else throw new WireError(`a field of wire type ${type}`)
  if (!(length >= 0 && origin + start + length <= end)) throw new WireError('a field reaches past its end')
  return { number, type, value: 0, start: origin + start, end: origin + start + length }
}

/** Every field of a message that is wholly in memory. */
export function* wireFields(bytes: Uint8Array, start = 0, end = bytes.length): Generator<WireField> {
  for (let at = start; at < end;) {
    const field = readField(bytes, at, end, end)
    yield field
    at = field.end
  }
}

/** The numbers of a repeated field, packed or one by one. */
export function readNumbers(bytes: Uint8Array, field: WireField): readonly number[] {
  if (field.type === 0) return [field.value]
  const numbers: number[] = []
  for (let at = field.start; at < field.end;) {
    const { value, next } = readVarint(bytes, at, field.end)
    numbers.push(value)
    at = next
  }
  return numbers
}

const utf8 = new TextDecoder()

export function readString(bytes: Uint8Array, field: WireField): string {
  return utf8.decode(bytes.subarray(field.start, field.end))
}

/** A pair of texts, key = 1 and value = 2, as ONNX keeps properties and places of weights (StringStringEntryProto). */
export function readEntry(bytes: Uint8Array): readonly [key: string, value: string] {
  let key = ''
  let value = ''
  for (const field of wireFields(bytes)) {
    if (field.number === 1) key = readString(bytes, field)
    else if (field.number === 2) value = readString(bytes, field)
  }
  return [key, value]
}
