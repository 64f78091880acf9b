import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failureIn } from '../../../src/contract/failure.ts'
import { openRuns } from '../../../src/main/engine/store/activations/open-runs.ts'
import { packRuns } from '../../../src/main/engine/store/activations/pack-runs.ts'
import {
  bytesOf,
  entriesWithin,
  float32Of,
  float64Of,
  runOf,
  signedOf,
  unsignedOf,
} from '../../../src/main/engine/store/activations/read-runs.ts'
import type { RunTable } from '../../../src/main/engine/store/activations/run-table.ts'

const ascending = (limit: number) =>
  fc
    .uniqueArray(fc.oneof(fc.nat(60), fc.integer({ min: 0, max: limit })), { maxLength: 12 })
    .map((list) => list.sort((a, b) => a - b))

/** A table with a column of each kind, and runs that may be empty; `before` entries lie ahead of it in the same arrays. */
const tables = fc
  .record({
    runs: fc.array(ascending(2 ** 32 - 2), { maxLength: 12 }),
    keys: ascending(2 ** 32 - 2),
    before: fc.nat(3),
    seed: fc.array(fc.integer(), { minLength: 1, maxLength: 20 }),
    scales: fc.boolean(),
  })
  .map(({ runs: all, keys, before, seed, scales }) => {
    const runs = all.slice(0, keys.length)
    const starts = new Uint32Array(runs.length + 1).fill(before)
    for (const [run, entries] of runs.entries()) starts[run + 1] = starts[run]! + entries.length
    const ids = Uint32Array.from([...new Array<number>(before).fill(0), ...runs.flat()])
    const numbers = Int32Array.from(ids, (_, at) => seed[at % seed.length]!)
    return {
      keys: Uint32Array.from(keys.slice(0, runs.length)),
      starts,
      ...(scales ? { scales: Float32Array.from(runs, (_, run) => run / 3) } : {}),
      columns: [
        { kind: 'ascending', values: ids },
        { kind: 'varint', values: Uint32Array.from(numbers) },
        { kind: 'zigzag', values: numbers },
        { kind: 'byte', values: Uint8Array.from(numbers) },
        { kind: 'float32', values: Float32Array.from(numbers, (number) => number / 7) },
        { kind: 'float64', values: Float64Array.from(numbers, (number) => number / 7) },
      ],
    } satisfies RunTable
  })

describe('run table', () => {
  test('round trip of every kind of column, whole and run by run', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const open = openRuns(packRuns(table))
        const { keys, starts, columns } = table
        expect(open.keys).toEqual(keys)
        expect(open.starts).toEqual(starts.map((start) => start - starts[0]!))
        expect(open.scales).toEqual(table.scales ?? new Float32Array(0))
        const readers = [unsignedOf, unsignedOf, signedOf, bytesOf, float32Of, float64Of]
        for (const [column, read] of readers.entries()) {
          expect(Array.from(read(open, column))).toEqual(Array.from(columns[column]!.values.slice(starts[0])))
          for (let run = 0; run < keys.length; run++) {
            const expected = columns[column]!.values.slice(starts[run], starts[run + 1])
            expect(Array.from(read(open, column, run, run + 1))).toEqual(Array.from(expected))
          }
        }
      }),
    )
  })

  test('has the bytes that docs/formats.md says', () => {
    const blob = packRuns({
      keys: Uint32Array.of(3, 5),
      starts: Uint32Array.of(0, 2, 3),
      scales: Float32Array.of(1, 2),
      columns: [
        { kind: 'ascending', values: Uint32Array.of(4, 5, 300) },
        { kind: 'zigzag', values: Int32Array.of(0, -1, 1) },
        { kind: 'float32', values: Float32Array.of(1, 2, 0.5) },
      ],
    })
    const frame = (...bytes: number[]) => [bytes.length, 0, 0, 0, bytes.length, 0, 0, 0, ...bytes]
    const directory = [2, 3, 1, 2, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0x80, 0, 0x3f, 0x40]
    expect([...blob]).toEqual([
      1,
      3,
      1,
      3,
      5,
      ...frame(...directory),
      ...frame(4, 0, 0xac, 0x02),
      ...frame(0, 1, 2),
      ...frame(0, 0, 0),
      ...frame(0, 0, 0),
      ...frame(0x80, 0, 0),
      ...frame(0x3f, 0x40, 0x3f),
    ])
  })

  test('gives the entries within a range as a search through all of them does', () => {
    fc.assert(
      fc.property(tables, fc.nat(70), fc.nat(70), (table, low, more) => {
        const found = entriesWithin(openRuns(packRuns(table)), 0, low, low + more)
        const expected = [...table.keys.keys()].flatMap((run) =>
          Array.from({ length: table.starts[run + 1]! - table.starts[run]! }, (_, at) => {
            const entry = table.starts[run]! + at
            return [run, entry - table.starts[0]!, table.columns[0]!.values[entry]!] as const
          }).filter(([, , value]) => value >= low && value < low + more),
        )
        expect(found.values.map((value, at) => [found.runs[at], found.entries[at], value])).toEqual(expected)
      }),
    )
  })

  test('finds a key, and says where there is none', () => {
    fc.assert(
      fc.property(tables, fc.nat(60), (table, key) => {
        expect(runOf(openRuns(packRuns(table)), key)).toBe(table.keys.indexOf(key))
      }),
    )
  })

  test('refuses keys and values that do not ascend', () => {
    const starts = Uint32Array.of(0, 2)
    const column = { kind: 'ascending', values: Uint32Array.of(5, 5) } as const
    expect(() => packRuns({ keys: Uint32Array.of(1), starts, columns: [column] })).toThrow('must ascend')
    expect(() => packRuns({ keys: Uint32Array.of(4, 4), starts: Uint32Array.of(0, 0, 0), columns: [] })).toThrow('must ascend')
  })

  test('says where bytes are damaged', () => {
    const values = Uint8Array.from({ length: 5000 }, (_, at) => at % 17)
    const blob = packRuns({ keys: Uint32Array.of(1), starts: Uint32Array.of(0, 5000), columns: [{ kind: 'byte', values }] })
    const overwritten = Buffer.from(blob).fill(7, blob.length - 20)
    const damages = [blob.subarray(0, 20), Buffer.from([9, ...blob.subarray(1)]), overwritten]
    for (const damaged of damages) {
      const failure = failureIn(thrown(() => bytesOf(openRuns(damaged), 0)))
      expect(failure?.code).toBe('store-damaged')
    }
  })
})

function thrown(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}
