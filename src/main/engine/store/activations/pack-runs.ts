import { splitPlanes } from '../../numerics/byte-planes.ts'
import { maxVarintBytes, writeVarint, zigzag } from '../../numerics/varint.ts'
import { packFrame } from './frames.ts'
import { columnKinds, framesOf, isVariable, runTableVersion } from './run-table.ts'
import type { RunColumn, RunTable } from './run-table.ts'

/** Packs a run table (or the part of one that `table.starts` addresses) into a blob; the same table always into the same bytes. */
export function packRuns(table: RunTable): Buffer {
  const { columns, starts } = table
  const lengths: Uint32Array[] = []
  const frames = columns.flatMap((column) => {
    if (isVariable(column.kind)) {
      const extra = new Uint32Array(starts.length - 1)
      lengths.push(extra)
      return packFrame(variableBytes(column, starts, extra))
    }
    return fixedFrames(column, starts).flatMap(packFrame)
  })
  const head = Uint8Array.of(runTableVersion, columns.length, ...columns.map(({ kind }) => columnKinds.indexOf(kind) + 1))
  return Buffer.concat([head, ...packFrame(directory(table, lengths)), ...frames])
}

/** Keys, run lengths, how many bytes each run is longer than it has entries per variable column, and the scales. */
function directory({ keys, starts, scales }: RunTable, lengths: readonly Uint32Array[]): Uint8Array {
  const runs = keys.length
  const bytes = new Uint8Array(maxVarintBytes * (1 + runs * (2 + lengths.length)) + 1 + 4 * runs)
  let offset = writeVarint(bytes, 0, runs)
  for (let run = 0, expected = 0; run < runs; run++) {
    const key = keys[run]!
    if (key < expected) throw new Error(`keys of a run table must ascend: ${key} where at least ${expected} was due`)
    offset = writeVarint(bytes, offset, key - expected)
    expected = key + 1
  }
  for (let run = 0; run < runs; run++) offset = writeVarint(bytes, offset, starts[run + 1]! - starts[run]!)
  for (const extra of lengths) {
    for (let run = 0; run < runs; run++) offset = writeVarint(bytes, offset, extra[run]!)
  }
  bytes[offset++] = scales === undefined ? 0 : 1
  if (scales !== undefined) {
    for (const plane of splitPlanes(rawBytes(scales, 0, runs), 4)) {
      bytes.set(plane, offset)
      offset += runs
    }
  }
  return bytes.subarray(0, offset)
}

/** Where varints are written before they are packed; kept, and grown when more is needed. */
let scratch = new Uint8Array(0)

/** A column of varints, in `scratch`; fills in by how many bytes each run is longer than it has entries. */
function variableBytes(column: RunColumn, starts: Uint32Array, extra: Uint32Array): Uint8Array {
  const capacity = maxVarintBytes * (starts[starts.length - 1]! - starts[0]!)
  if (scratch.length < capacity) scratch = new Uint8Array(capacity)
  const write = column.kind === 'ascending' ? writeAscending : column.kind === 'zigzag' ? writeZigzag : writeUnsigned
  let offset = 0
  for (let run = 0; run < extra.length; run++) {
    const begin = offset
    offset = write(column.values as Uint32Array & Int32Array, starts[run]!, starts[run + 1]!, begin)
    extra[run] = offset - begin - (starts[run + 1]! - starts[run]!)
  }
  return scratch.subarray(0, offset)
}

function writeAscending(values: Uint32Array, first: number, end: number, offset: number): number {
  let expected = 0
  for (let entry = first; entry < end; entry++) {
    const value = values[entry]!
    const step = value - expected
    if (step < 0) throw new Error(`values of a run must ascend: ${value} where at least ${expected} was due`)
    if (step < 128) scratch[offset++] = step
    else offset = writeVarint(scratch, offset, step)
    expected = value + 1
  }
  return offset
}

function writeUnsigned(values: Uint32Array, first: number, end: number, offset: number): number {
  for (let entry = first; entry < end; entry++) offset = writeVarint(scratch, offset, values[entry]!)
  return offset
}

function writeZigzag(values: Int32Array, first: number, end: number, offset: number): number {
  for (let entry = first; entry < end; entry++) offset = writeVarint(scratch, offset, zigzag(values[entry]!))
  return offset
}

/** Planes of a column of fixed width, as the frames they go into. */
function fixedFrames(column: RunColumn, starts: Uint32Array): Uint8Array[] {
  const raw = rawBytes(column.values, starts[0]!, starts[starts.length - 1]!)
  if (column.kind === 'byte') return [raw]
  const planes = splitPlanes(raw, column.values.BYTES_PER_ELEMENT)
  return framesOf(column.kind) === 1 ? [Buffer.concat(planes)] : planes
}

/** The memory of values `first` to `end`: every platform we run on is little-endian. */
function rawBytes(values: RunColumn['values'], first: number, end: number): Uint8Array {
  const width = values.BYTES_PER_ELEMENT
  return new Uint8Array(values.buffer, values.byteOffset + first * width, (end - first) * width)
}
