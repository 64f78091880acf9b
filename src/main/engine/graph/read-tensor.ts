import { stat, realpath } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import type { GraphTensor } from './model-graph.ts'
import type { ProtoFile } from './proto-file.ts'
import { readNumbers, readString, type WireField, wireFields } from './wire.ts'

/** Larger contents are left in their file; smaller ones, shapes above all, the runtime wants to see while it prepares the graph. */
const largestInline = 4096

/** Reads a TensorProto without its content where that is large: `file` is the model's real path. */
export async function readTensor(source: ProtoFile, tensor: WireField, file: string): Promise<GraphTensor> {
  let name = ''
  let elementType = 0
  const dims: number[] = []
  let raw: WireField | null = null
  const external = new Map<string, string>()
  for await (const field of source.fields(tensor.start, tensor.end)) {
    if (field.number === 9) raw = field
    else if (field.number === 2) elementType = field.value
    else if (field.number === 1 || field.number === 8 || field.number === 13) {
      const bytes = await source.read(field.start, field.end)
      const whole: WireField = { ...field, start: 0, end: bytes.length }
      if (field.number === 1) dims.push(...(field.type === 0 ? [field.value] : readNumbers(bytes, whole)))
      else if (field.number === 8) name = readString(bytes, whole)
      else readEntry(bytes, external)
    }
  }
  if (external.size > 0) return { name, elementType, dims, content: await externalContent(name, external, file) }
  if (raw !== null && raw.end - raw.start > largestInline) {
    return { name, elementType, dims, content: { kind: 'file', file, offset: raw.start, length: raw.end - raw.start } }
  }
  return { name, elementType, dims, content: { kind: 'encoded', tensor: await source.read(tensor.start, tensor.end) } }
}

function readEntry(bytes: Uint8Array, entries: Map<string, string>): void {
  let key = ''
  let value = ''
  for (const field of wireFields(bytes)) {
    if (field.number === 1) key = readString(bytes, field)
    else if (field.number === 2) value = readString(bytes, field)
  }
  entries.set(key, value)
}

/** Where a tensor kept beside the model lies. The named file may be a link, as in the Hugging Face cache, but may not be named elsewhere. */
async function externalContent(name: string, entries: ReadonlyMap<string, string>, model: string): Promise<GraphTensor['content']> {
  const location = normalize(entries.get('location') ?? '')
  if (location === '.' || isAbsolute(location) || location.split(/[\\/]/).includes('..')) {
    throw new Failure(
      'lens-invalid',
      `${model} keeps the weights ${name} in a file outside its own folder (${entries.get('location') ?? 'no name'}).`,
      'Put the model and its weights into one folder, or export it again.',
    )
  }
  const named = join(dirname(model), location)
  const file = await realpath(named).catch(() => null)
  if (file === null) {
    throw new Failure(
      'lens-invalid',
      `${named} is missing: ${model} keeps weights there.`,
      'Download the model again with all its files.',
    )
  }
  const { size } = await stat(file)
  const offset = Number(entries.get('offset') ?? 0)
  const length = Number(entries.get('length') ?? size - offset)
  if (!(offset >= 0 && length >= 0 && offset + length <= size)) {
    throw new Failure('lens-invalid', `${named} is cut short: the weights ${name} reach past its end.`, 'Download it again.')
  }
  return { kind: 'file', file, offset, length }
}
