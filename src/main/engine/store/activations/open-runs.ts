import { Failure } from '../../../../contract/failure.ts'
import { joinPlanes } from '../../numerics/byte-planes.ts'
import { readVarints } from '../../numerics/varint.ts'
import { frameAt, frameHeaderBytes, unpackFrame } from './frames.ts'
import type { Frame } from './frames.ts'
import { columnKinds, framesOf, isVariable, runTableVersion } from './run-table.ts'
import type { ColumnKind } from './run-table.ts'

/** A packed run table whose directory is read; a column is unpacked when it is first asked for. */
export type OpenRuns = {
  /** [runs], ascending. */
  readonly keys: Uint32Array
  /** [runs + 1], from 0. */
  readonly starts: Uint32Array
  /** [runs]; empty where the table has none. */
  readonly scales: Float32Array
  readonly columns: readonly OpenColumn[]
  /** Bytes of all columns once unpacked. */
  readonly rawBytes: number
}

export type OpenColumn = {
  readonly kind: ColumnKind
  /** [runs + 1], where each run begins in a variable column's bytes; empty for others. */
  readonly byteStarts: Uint32Array
  /** Its bytes: of a column of fixed width a plane for each byte of it. */
  planes(): readonly Uint8Array[]
}

/** Opens a blob that `packRuns` made. Throws a Failure where it is damaged. */
export function openRuns(blob: Uint8Array): OpenRuns {
  try {
    return readHead(blob)
  } catch (error) {
    throw damaged(error)
  }
}

function readHead(blob: Uint8Array): OpenRuns {
  if (blob[0] !== runTableVersion) throw new Error(`run table version ${blob[0]}`)
  const kinds = Array.from(blob.subarray(2, 2 + blob[1]!), (code) => columnKinds[code - 1]!)
  let offset = 2 + kinds.length
  const next = () => {
    const frame = frameAt(blob, offset)
    if (frame === null) throw new Error('a blob ends within a frame')
    offset += frameHeaderBytes + frame.body.length
    return frame
  }
  const head = readDirectory(unpackFrame(next()), kinds)
  let rawBytes = 0
  const columns = kinds.map((kind, column): OpenColumn => {
    const frames = Array.from({ length: framesOf(kind) }, next)
    for (const frame of frames) rawBytes += frame.rawLength
    let unpacked: Uint8Array[] | null = null
    return { kind, byteStarts: head.byteStarts[column]!, planes: () => (unpacked ??= unpackPlanes(kind, frames)) }
  })
  return { keys: head.keys, starts: head.starts, scales: head.scales, columns, rawBytes }
}

function readDirectory(bytes: Uint8Array, kinds: readonly ColumnKind[]) {
  const count = new Uint32Array(1)
  let offset = readVarints(bytes, 0, 1, count)
  const runs = count[0]!
  const keys = new Uint32Array(runs)
  offset = readVarints(bytes, offset, runs, keys)
  for (let run = 1; run < runs; run++) keys[run]! += keys[run - 1]! + 1
  const starts = new Uint32Array(runs + 1)
  offset = readVarints(bytes, offset, runs, starts, 1)
  for (let run = 0; run < runs; run++) starts[run + 1]! += starts[run]!
  const byteStarts = kinds.map((kind) => {
    if (!isVariable(kind)) return new Uint32Array(0)
    const begins = new Uint32Array(runs + 1)
    offset = readVarints(bytes, offset, runs, begins, 1)
    for (let run = 0; run < runs; run++) begins[run + 1]! += begins[run]! + starts[run + 1]! - starts[run]!
    return begins
  })
  const hasScales = bytes[offset++] === 1
  const planes = [0, 1, 2, 3].map((plane) => bytes.subarray(offset + plane * runs, offset + (plane + 1) * runs))
  const scales = hasScales ? new Float32Array(joinPlanes(planes, 0, runs).buffer) : new Float32Array(0)
  return { keys, starts, byteStarts, scales }
}

function unpackPlanes(kind: ColumnKind, frames: readonly Frame[]): Uint8Array[] {
  try {
    const unpacked = frames.map(unpackFrame)
    if (kind !== 'float64') return unpacked
    const bytes = unpacked[0]!
    return Array.from({ length: 8 }, (_, plane) => bytes.subarray((plane * bytes.length) / 8, ((plane + 1) * bytes.length) / 8))
  } catch (error) {
    throw damaged(error)
  }
}

function damaged(cause: unknown): Failure {
  return new Failure(
    'store-damaged',
    'A stored block of activations cannot be read: its bytes are damaged.',
    'Remove this encoding and read the corpus again; the corpus itself is not touched.',
    { cause },
  )
}
