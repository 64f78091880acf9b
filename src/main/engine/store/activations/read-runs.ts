import { joinPlanes } from '../../numerics/byte-planes.ts'
import { readVarints, unzigzag } from '../../numerics/varint.ts'
import type { OpenRuns } from './open-runs.ts'

/** The run with this key; -1 where there is none. */
export function runOf({ keys }: OpenRuns, key: number): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (keys[middle]! < key) low = middle + 1
    else high = middle
  }
  return keys[low] === key ? low : -1
}

/** Entries of an `ascending` or `varint` column in the runs `first` to `end` (exclusive). */
export function unsignedOf(runs: OpenRuns, column: number, first = 0, end = runs.keys.length): Uint32Array<ArrayBuffer> {
  const { kind, byteStarts, planes } = runs.columns[column]!
  const { starts } = runs
  const values = new Uint32Array(starts[end]! - starts[first]!)
  readVarints(planes()[0]!, byteStarts[first]!, values.length, values)
  if (kind !== 'ascending') return values
  for (let run = first; run < end; run++) {
    const stop = starts[run + 1]! - starts[first]!
    for (let entry = starts[run]! - starts[first]! + 1; entry < stop; entry++) values[entry]! += values[entry - 1]! + 1
  }
  return values
}

/** Entries of a `zigzag` column. */
export function signedOf(runs: OpenRuns, column: number, first = 0, end = runs.keys.length): Int32Array {
  return Int32Array.from(unsignedOf(runs, column, first, end), unzigzag)
}

/** Entries of a `byte` column, not copied. */
export function bytesOf(runs: OpenRuns, column: number, first = 0, end = runs.keys.length): Uint8Array {
  return runs.columns[column]!.planes()[0]!.subarray(runs.starts[first]!, runs.starts[end]!)
}

/** Entries of a `float32` column. */
export function float32Of(runs: OpenRuns, column: number, first = 0, end = runs.keys.length): Float32Array<ArrayBuffer> {
  return new Float32Array(joinPlanes(runs.columns[column]!.planes(), runs.starts[first]!, runs.starts[end]!).buffer)
}

/** Entries of a `float64` column. */
export function float64Of(runs: OpenRuns, column: number, first = 0, end = runs.keys.length): Float64Array<ArrayBuffer> {
  return new Float64Array(joinPlanes(runs.columns[column]!.planes(), runs.starts[first]!, runs.starts[end]!).buffer)
}

/** Entries of an `ascending` column with a value in a range: the run, the place among all entries, and the value of each. */
export type EntriesWithin = {
  readonly runs: readonly number[]
  readonly entries: readonly number[]
  readonly values: readonly number[]
}

/**
 * All entries of an `ascending` column with a value from `low` to `high` (exclusive), run by run, without unpacking the others.
 *
 * Behind `high` a run is left for the next one.
 */
export function entriesWithin(
  open: OpenRuns,
  column: number,
  low: number,
  high: number,
  firstRun = 0,
  endRun = open.keys.length,
): EntriesWithin {
  const bytes = open.columns[column]!.planes()[0]!
  const { byteStarts } = open.columns[column]!
  const { starts } = open
  const runs: number[] = []
  const entries: number[] = []
  const values: number[] = []
  for (let run = firstRun; run < endRun; run++) {
    const stop = starts[run + 1]!
    let offset = byteStarts[run]!
    let value = -1
    for (let entry = starts[run]!; entry < stop; entry++) {
      let step = bytes[offset++]!
      if (step >= 128) {
        let byte = step
        step &= 127
        for (let shift = 7; byte & 128; shift += 7) {
          byte = bytes[offset++]!
          step |= (byte & 127) << shift
        }
        step >>>= 0
      }
      value += step + 1
      if (value < low) continue
      if (value >= high) break
      runs.push(run)
      entries.push(entry)
      values.push(value)
    }
  }
  return { runs, entries, values }
}
