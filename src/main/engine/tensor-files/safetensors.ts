import { open, realpath } from 'node:fs/promises'
import { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import { elementBytes, type ElementType, type TensorFile, type TensorLocation } from './tensor-location.ts'

/** The format's own limit on its header, in bytes. */
const largestHeader = 100_000_000

const size = z.number().int().nonnegative()
const entrySchema = z.object({ dtype: z.string(), shape: z.array(size), data_offsets: z.tuple([size, size]) })

/** Locates the tensors of a safetensors file: header length as a 64-bit number, header as JSON, values (huggingface/safetensors). */
export async function openSafetensors(path: string): Promise<TensorFile> {
  const file = await realpath(path)
  const handle = await open(file)
  try {
    const { size: fileSize } = await handle.stat()
    const head = new DataView(new ArrayBuffer(8))
    await handle.read(head, 0, 8, 0)
    const headerLength = fileSize < 8 ? Infinity : Number(head.getBigUint64(0, true))
    if (headerLength > Math.min(largestHeader, fileSize - 8)) throw damaged(path, 'its header is cut off')
    const bytes = new Uint8Array(headerLength)
    await handle.read(bytes, 0, headerLength, 8)
    const tensors = new Map<string, TensorLocation>()
    for (const [name, entry] of Object.entries(parseHeader(bytes, path))) {
      if (name !== '__metadata__') tensors.set(name, locate(name, entry, { path, file, fileSize, start: 8 + headerLength }))
    }
    return { file, tensors }
  } finally {
    await handle.close()
  }
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

function locate(name: string, entry: unknown, at: { path: string; file: string; fileSize: number; start: number }): TensorLocation {
  const parsed = entrySchema.safeParse(entry)
  if (!parsed.success) throw damaged(at.path, `the entry of ${name} is malformed`)
  const { dtype, shape, data_offsets: offsets } = parsed.data
  if (!Object.hasOwn(elementBytes, dtype)) {
    throw new Failure(
      'unsupported',
      `${at.path} keeps ${name} as ${dtype}, which is not supported.`,
      'Convert it to F32, F16 or BF16.',
    )
  }
  const elementType = dtype as ElementType
  const length = offsets[1] - offsets[0]
  const stated = shape.reduce((product, each) => product * each, elementBytes[elementType])
  if (length !== stated) throw damaged(at.path, `${name} has ${length} bytes where its shape asks for ${stated}`)
  if (at.start + offsets[1] > at.fileSize) throw damaged(at.path, `${name} reaches past its end`)
  return { name, file: at.file, elementType, shape, offset: at.start + offsets[0], length }
}

function damaged(path: string, reason: string): Failure {
  return new Failure('lens-invalid', `${path} is not a whole safetensors file: ${reason}.`, 'Download or export it again.')
}
