import { Tensor } from 'onnxruntime-node'
import type { InputPlan, TokenBatch } from './inference-model.ts'

/** Flat indices [kept] of the tokens to report: those asked for that are neither padding nor special. */
export function keptTokens(batch: TokenBatch, maskedIds: ReadonlySet<number>): Int32Array {
  const { ids, lengths, reported, rows, sequence } = batch
  const kept = new Int32Array(rows * sequence)
  let count = 0
  for (let row = 0; row < rows; row++) {
    const start = row * sequence
    const length = Math.min(lengths[row] ?? 0, sequence)
    const end = start + Math.min(reported?.to[row] ?? length, length)
    for (let at = start + (reported?.from[row] ?? 0); at < end; at++) if (!maskedIds.has(ids[at] ?? 0)) kept[count++] = at
  }
  return kept.subarray(0, count)
}

/** The inputs of one run, by name. */
export function buildFeeds(plans: readonly InputPlan[], batch: TokenBatch, kept: Int32Array): Record<string, Tensor> {
  const sizes = { rows: batch.rows, sequence: batch.sequence, kept: kept.length }
  const feeds: Record<string, Tensor> = {}
  for (const { name, elementType, source, dims } of plans) {
    const shape = dims.map((each) => (typeof each === 'number' ? each : sizes[each]))
    const values = valuesOf(source, batch, kept)
    feeds[name] = tensorOf(elementType, values ?? new Int32Array(shape.reduce((product, each) => product * each, 1)), shape)
  }
  return feeds
}

/** Null: zeros of whatever shape was planned. */
function valuesOf(source: InputPlan['source'], { ids, lengths, rows, sequence }: TokenBatch, kept: Int32Array): Int32Array | null {
  if (source === 'ids') return ids
  if (source === 'kept') return kept
  if (source === 'zeros') return null
  const values = new Int32Array(rows * sequence)
  for (let at = 0; at < values.length; at++) {
    const position = at % sequence
    values[at] = source === 'positions' ? position : position < (lengths[(at - position) / sequence] ?? 0) ? 1 : 0
  }
  return values
}

function tensorOf(elementType: InputPlan['elementType'], values: Int32Array, shape: readonly number[]): Tensor {
  if (elementType === 'int64') return new Tensor('int64', widened(values), shape)
  if (elementType === 'int32') return new Tensor('int32', values, shape)
  if (elementType === 'float32') return new Tensor('float32', Float32Array.from(values), shape)
  if (elementType === 'bool') return new Tensor('bool', Uint8Array.from(values), shape)
  // Only ever zeros: caches. As bits, because the binding does not know Float16Array.
  return new Tensor('float16', new Uint16Array(values.length), shape)
}

/** Non-negative integers as 64-bit ones. */
function widened(values: Int32Array): BigInt64Array {
  const halves = new Int32Array(values.length * 2)
  for (let at = 0; at < values.length; at++) halves[at * 2] = values[at] ?? 0
  return new BigInt64Array(halves.buffer)
}
