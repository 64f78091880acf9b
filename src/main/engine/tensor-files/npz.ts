import { Failure } from '../../../contract/failure.ts'
import type { FileBytes } from './file-bytes.ts'
import { largestNpyHeader, npyElementType, type NpyHeader, parseNpyHeader } from './npy-header.ts'
import { shownName } from '../../../contract/shown-name.ts'
import { bytesOfShape, type TensorFile, type TensorLocation } from './tensor-location.ts'
import { storedBytes, type ZipEntry } from './zip-entries.ts'

const ending = '.npy'
const hint = 'Save the arrays again with numpy.savez (not savez_compressed), or as safetensors.'

/** Whether a ZIP archive is an npz file. */
export function isNpz(entries: ReadonlyMap<string, ZipEntry>): boolean {
  return [...entries.keys()].some((name) => name.endsWith(ending))
}

/** Locates the arrays of an npz file: a ZIP archive of NPY arrays, not compressed (numpy.savez). Arrays of text are passed over. */
export async function npzIn(bytes: FileBytes, entries: ReadonlyMap<string, ZipEntry>): Promise<TensorFile> {
  const tensors = new Map<string, TensorLocation>()
  for (const entry of entries.values()) {
    if (!entry.name.endsWith(ending)) continue
    const name = entry.name.slice(0, -ending.length)
    const tensor = await locate(bytes, entry, name)
    if (tensor !== null) tensors.set(name, tensor)
  }
  return { file: bytes.file, tensors, values: new Map() }
}

async function locate(bytes: FileBytes, entry: ZipEntry, name: string): Promise<TensorLocation | null> {
  const { path, file } = bytes
  const member = await storedBytes(bytes, entry, hint)
  const { header, length: headerLength } = await readHeader(bytes, member, name)
  const { type, shape } = header
  if (/^[<>|]?[US]\d+$/.test(type)) return null
  const elementType = npyElementType(type)
  if (elementType === null) {
    const as = type.startsWith('>') ? `big-endian numbers (${shownName(type)})` : type === '|O' ? 'Python objects' : shownName(type)
    throw new Failure('unsupported', `${path} keeps ${shownName(name)} as ${as}, which is not supported.`, 'Convert it to float32.')
  }
  const length = bytesOfShape(shape, elementType)
  const held = member.length - headerLength
  if (length !== held) throw damaged(path, `${shownName(name)} has ${held} bytes where its shape asks for ${length}`)
  // Of the orders of more axes only the reverse of all is written, which nothing here needs.
  const columnMajor = header.columnMajor && shape.filter((each) => each !== 1).length > 1
  if (columnMajor && shape.length > 2) {
    throw new Failure('unsupported', `${path} keeps ${shownName(name)} in Fortran order.`, 'Save numpy.ascontiguousarray of it.')
  }
  return { name, file, elementType, shape, columnMajor, offset: member.offset + headerLength, length }
}

/** Magic, version, length of the header, header. Returns what it says and the bytes before the values. */
async function readHeader(
  bytes: FileBytes,
  member: { readonly offset: number; readonly length: number },
  name: string,
): Promise<{ header: NpyHeader; length: number }> {
  const { path } = bytes
  const start = await bytes.read(member.offset, Math.min(12 + largestNpyHeader, member.length))
  if (start.toString('latin1', 0, 6) !== '\x93NUMPY' || start.length < 12) throw damaged(path, `${shownName(name)} is not an array`)
  const version = start.readUInt8(6)
  if (version < 1 || version > 3) {
    throw new Failure('unsupported', `${path} keeps ${shownName(name)} in version ${version} of NPY, which is not known.`, hint)
  }
  const before = version === 1 ? 10 : 12
  const length = before + (version === 1 ? start.readUInt16LE(8) : start.readUInt32LE(8))
  if (length > member.length) throw damaged(path, `the header of ${shownName(name)} is cut off`)
  const text = length > start.length ? '' : start.toString(version === 3 ? 'utf8' : 'latin1', before, length)
  const header = parseNpyHeader(text)
  if (header === null) throw damaged(path, `the header of ${shownName(name)} is not that of a plain array`)
  return { header, length }
}

function damaged(path: string, reason: string): Failure {
  return new Failure(
    'lens-invalid',
    `${path} is not a whole npz file: ${reason}.`,
    'Download it again, or save it again with numpy.savez.',
  )
}
