import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinPlanes, splitPlanes } from '../../../src/main/engine/numerics/byte-planes.ts'
import { maxVarintBytes, readVarints, unzigzag, writeVarint, zigzag } from '../../../src/main/engine/numerics/varint.ts'

const unsigned = fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 2 ** 32 - 1 }))

describe('varint', () => {
  test('round trip of any 32-bit numbers, from any place', () => {
    fc.assert(
      fc.property(fc.array(unsigned), fc.nat(5), (numbers, skip) => {
        const bytes = new Uint8Array(skip + maxVarintBytes * numbers.length)
        let end = skip
        for (const number of numbers) end = writeVarint(bytes, end, number)
        const read = new Uint32Array(numbers.length + skip)
        expect(readVarints(bytes, skip, numbers.length, read, skip)).toBe(end)
        expect([...read.subarray(skip)]).toEqual(numbers)
      }),
    )
  })

  test('takes a byte for each 7 bits', () => {
    const lengths = [0, 127, 128, 16_383, 16_384, 2 ** 32 - 1].map((number) => writeVarint(new Uint8Array(5), 0, number))
    expect(lengths).toEqual([1, 1, 2, 2, 3, 5])
  })
})

describe('zigzag', () => {
  test('puts small numbers of either sign first', () => {
    expect([0, -1, 1, -2, 2, 2 ** 31 - 1, -(2 ** 31)].map(zigzag)).toEqual([0, 1, 2, 3, 4, 2 ** 32 - 2, 2 ** 32 - 1])
  })

  test('round trip', () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        expect(unzigzag(zigzag(number))).toBe(number)
      }),
    )
  })
})

describe('byte planes', () => {
  test('round trip of any part of 32- and 64-bit floats, bit for bit', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.nat(), fc.nat(), fc.boolean(), (numbers, a, b, double) => {
        const values = double ? Float64Array.from(numbers) : Float32Array.from(numbers)
        const [first, end] = [a % (values.length + 1), b % (values.length + 1)].sort((x, y) => x - y) as [number, number]
        const planes = splitPlanes(new Uint8Array(values.buffer), values.BYTES_PER_ELEMENT)
        const words = joinPlanes(planes, first, end)
        expect(Buffer.from(words.buffer)).toEqual(
          Buffer.from(values.buffer).subarray(first * values.BYTES_PER_ELEMENT, end * values.BYTES_PER_ELEMENT),
        )
      }),
    )
  })

  test('the lowest byte of every number comes first', () => {
    const planes = splitPlanes(new Uint8Array(Uint32Array.of(0x04030201, 0x14131211).buffer), 4)
    expect(planes.map((plane) => [...plane])).toEqual([
      [1, 0x11],
      [2, 0x12],
      [3, 0x13],
      [4, 0x14],
    ])
  })
})
