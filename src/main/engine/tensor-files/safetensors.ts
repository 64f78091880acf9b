import { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import { type FileBytes, withFileBytes } from './file-bytes.ts'
import { shownName } from '../../../contract/shown-name.ts'
import { bytesOfShape, elementBytes, type ElementType, type TensorFile, type TensorLocation } from './tensor-location.ts'

/** The format's own limit on its header, in bytes. */
const largestHeader = 100_000_000

const size = z.number().int().nonnegative()
const entrySchema = z.object({ dtype: z.string(), shape: z.array(size), data_offsets: z.tuple([size, size]) })

/** Locates the tensors of a safetensors file: header length as a 64-bit number, header as JSON, values (huggingface/safetensors). */
export function openSafetensors(path: string): Promise<TensorFile> {
  return withFileBytes(path, safetensorsIn)
}

/** As `openSafetensors`, of an open file. */
export async function safetensorsIn(bytes: FileBytes): Promise<TensorFile> {
  const { path, file } = bytes
  const headerLength = bytes.size < 8 ? Infinity : Number((await bytes.read(0, 8)).readBigUInt64LE())
  if (headerLength > Math.min(largestHeader, bytes.size - 8)) throw damaged(path, 'its header is cut off')
  const tensors = new Map<string, TensorLocation>()
  for (const [name, entry] of Object.entries(parseHeader(await bytes.read(8, headerLength), path))) {
    if (name !== '__metadata__') tensors.set(name, locate(name, entry, bytes, 8 + headerLength))
  }
  return { file, tensors, values: new Map() }
}

function parseHeader(bytes: Uint8Array, path: string): Record<string, unknown> {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf8', { fatal: true }).decode(bytes))
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) return header as Record<string, unknown>
  } catch {
    // said below
  }
  throw damaged(path, 'its header is not JSON')
}

function locate(name: string, entry: unknown, { path, file, size: fileSize }: FileBytes, start: number): TensorLocation {
  const parsed = entrySchema.safeParse(entry)
  if (!parsed.success) throw damaged(path, `the entry of ${shownName(name)} is malformed`)
  const { dtype, shape, data_offsets: offsets } = parsed.data
  if (!Object.hasOwn(elementBytes, dtype)) {
    throw new Failure(
      'unsupported',
      `${path} keeps ${shownName(name)} as ${shownName(dtype)}, which is not supported.`,
      'Convert it to F32, F16 or BF16.',
    )
  }
  const elementType = dtype as ElementType
  const length = offsets[1] - offsets[0]
  const stated = bytesOfShape(shape, elementType)
  if (length !== stated) throw damaged(path, `${shownName(name)} has ${length} bytes where its shape asks for ${stated}`)
  if (start + offsets[1] > fileSize) throw damaged(path, `${shownName(name)} reaches past its end`)
  return { name, file, elementType, shape, columnMajor: false, offset: start + offsets[0], length }
}

function damaged(path: string, reason: string): Failure {
  return new Failure('lens-invalid', `${path} is not a whole safetensors file: ${reason}.`, 'Download or export it again.')
}
