import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeFrame, encodeFrame } from '../../../src/contract/frames.ts'

const typedArray = fc.oneof(
  fc.int32Array(),
  fc.uint32Array(),
  fc.float32Array({ noNaN: true }),
  fc.float64Array({ noNaN: true }),
  fc.uint8Array(),
  fc.uint16Array(),
)
const key = fc.oneof(fc.string(), fc.constantFrom('$array', '$$array', '$$$array', '__proto__', 'array', 'toJSON_'))
const { message } = fc.letrec((tie) => ({
  leaf: fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null), typedArray),
  message: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    fc.array(tie('message'), { maxLength: 4 }),
    fc.dictionary(key, tie('message'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))

test('what is encoded is decoded again, typed arrays and odd keys included', () => {
  fc.assert(
    fc.property(message, (value) => {
      expect(decodeFrame(encodeFrame(value))).toStrictEqual(value)
    }),
  )
})

test('a frame is read at any offset of a larger buffer', () => {
  fc.assert(
    fc.property(message, fc.integer({ min: 0, max: 9 }), (value, offset) => {
      const frame = encodeFrame(value)
      const larger = new Uint8Array(frame.length + offset)
      larger.set(frame, offset)
      expect(decodeFrame(larger.subarray(offset))).toStrictEqual(value)
    }),
  )
})

test('text and arrays lie where the format says', () => {
  const frame = encodeFrame({ a: Float32Array.of(1, 2, 3), b: Int32Array.of(-1) })
  const length = new DataView(frame.buffer).getUint32(0, true)
  expect(new TextDecoder().decode(frame.subarray(4, 4 + length))).toBe(
    '{"a":{"$array":["Float32Array",0,3]},"b":{"$array":["Int32Array",16,1]}}',
  )
  const start = Math.ceil((4 + length) / 8) * 8
  expect(new Float32Array(frame.buffer, start, 3)).toEqual(Float32Array.of(1, 2, 3))
  expect(new Int32Array(frame.buffer, start + 16, 1)).toEqual(Int32Array.of(-1))
})

test('undefined in an object is left out', () => {
  expect(decodeFrame(encodeFrame({ kind: 'answer', output: undefined }))).toStrictEqual({ kind: 'answer' })
})

test('malformed frames throw and read nothing outside themselves', () => {
  const described = (array: unknown) => encodeFrame({ x: array })
  expect(() => decodeFrame(new Uint8Array(3))).toThrow('header')
  expect(() => decodeFrame(Uint8Array.of(200, 0, 0, 0, 123))).toThrow('text')
  for (const array of [
    ['Int32Array', 0, 1],
    ['Int32Array', 4, 0],
    ['Map', 0, 0],
    ['Float64Array', -8, 1],
    'no',
    null,
    ['Int32Array', 0, 0.5],
  ]) {
    const frame = described('?')
    const text = JSON.stringify({ x: { $array: array } })
    const forged = new Uint8Array(4 + text.length)
    new DataView(forged.buffer).setUint32(0, text.length, true)
    forged.set(new TextEncoder().encode(text), 4)
    expect(frame.length).toBeGreaterThan(0)
    expect(() => decodeFrame(forged)).toThrow('does not hold')
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        decodeFrame(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(Error)
      }
    }),
  )
})

test('arrays of other types are refused', () => {
  expect(() => encodeFrame({ x: new Int16Array(1) })).toThrow('Int16Array')
})
