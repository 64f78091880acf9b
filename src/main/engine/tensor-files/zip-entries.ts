import { Failure } from '../../../contract/failure.ts'
import type { FileBytes } from './file-bytes.ts'
import { shownName } from '../../../contract/shown-name.ts'

/** A member of a ZIP archive as its directory lists it. */
export type ZipEntry = {
  readonly name: string
  /** How it is compressed: 0 for not at all. */
  readonly method: number
  readonly encrypted: boolean
  /** Bytes in the archive, and unpacked. */
  readonly length: number
  readonly size: number
  /** CRC-32 of what it is unpacked. */
  readonly checksum: number
  /** Where its local header begins. */
  readonly header: number
}

/** Of the directory, in bytes: some 80,000 members. Checkpoints have a few dozen. */
const largestDirectory = 8 << 20

const full16 = 0xffff
const full32 = 0xffff_ffff

/** The members of a ZIP archive by name (PKWARE APPNOTE 6.3.10, 4.3 and 4.5.3), with 64-bit sizes where it has them. */
export async function zipEntries(bytes: FileBytes): Promise<ReadonlyMap<string, ZipEntry>> {
  const { count, offset, length } = await directoryOf(bytes)
  if (length > largestDirectory) {
    throw new Failure('unsupported', `${bytes.path} holds too many parts for a file of weights.`, 'Save only the tensors.')
  }
  const directory = await bytes.read(offset, length)
  const entries = new Map<string, ZipEntry>()
  let at = 0
  for (let index = 0; index < count; index++) {
    if (at + 46 > length || directory.readUInt32LE(at) !== 0x0201_4b50) throw damaged(bytes.path, 'its directory is cut off')
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28)
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30)
    if (extraEnd > length) throw damaged(bytes.path, 'its directory is cut off')
    const name = directory.toString('utf8', at + 46, nameEnd)
    if (entries.has(name)) throw damaged(bytes.path, `it lists ${shownName(name)} twice`)
    entries.set(name, {
      name,
      method: directory.readUInt16LE(at + 10),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      checksum: directory.readUInt32LE(at + 16),
      ...placeOf(directory, at, directory.subarray(nameEnd, extraEnd), bytes.path),
    })
    at = extraEnd + directory.readUInt16LE(at + 32)
  }
  return entries
}

/** Where a member's bytes lie; they have to be as they are, not compressed. */
export async function storedBytes(bytes: FileBytes, entry: ZipEntry, hint: string): Promise<{ offset: number; length: number }> {
  if (entry.method !== 0 || entry.encrypted) {
    throw new Failure(
      'unsupported',
      `${bytes.path} keeps ${shownName(entry.name)} ${entry.encrypted ? 'encrypted' : 'compressed'}.`,
      hint,
    )
  }
  return memberBytes(bytes, entry)
}

/** Where a member's bytes lie, as they are packed. */
export async function memberBytes(bytes: FileBytes, entry: ZipEntry): Promise<{ offset: number; length: number }> {
  const { path } = bytes
  if (entry.header + 30 > bytes.size) throw damaged(path, `${shownName(entry.name)} lies past its end`)
  const local = await bytes.read(entry.header, 30)
  if (local.readUInt32LE(0) !== 0x0403_4b50) throw damaged(path, `${shownName(entry.name)} is not where the directory says`)
  // The local extra field is the one that pads the values to their alignment.
  const offset = entry.header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  if (offset + entry.length > bytes.size) throw damaged(path, `${shownName(entry.name)} reaches past its end`)
  return { offset, length: entry.length }
}

type Directory = { readonly count: number; readonly offset: number; readonly length: number }

/** Read from the end record: the last 22 bytes and a comment of up to 65,535. */
async function directoryOf(bytes: FileBytes): Promise<Directory> {
  const from = Math.max(0, bytes.size - 22 - full16)
  const tail = await bytes.read(from, bytes.size - from)
  let at = tail.length - 22
  while (at >= 0 && !(tail.readUInt32LE(at) === 0x0605_4b50 && at + 22 + tail.readUInt16LE(at + 20) === tail.length)) at--
  if (at < 0) throw damaged(bytes.path, 'its directory is missing')
  const wide = await wideDirectoryOf(bytes, from + at)
  const directory = wide ?? {
    count: tail.readUInt16LE(at + 10),
    length: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
  }
  if (directory.offset + directory.length > from + at) throw damaged(bytes.path, 'its directory reaches past its end')
  return directory
}

/** The same of the 64-bit end record, which a locator of 20 bytes before the end record points to; null without one. */
async function wideDirectoryOf(bytes: FileBytes, end: number): Promise<Directory | null> {
  if (end < 20) return null
  const locator = await bytes.read(end - 20, 20)
  if (locator.readUInt32LE(0) !== 0x0706_4b50) return null
  const at = Number(locator.readBigUInt64LE(8))
  if (at + 56 > end) throw damaged(bytes.path, 'its directory is missing')
  const record = await bytes.read(at, 56)
  if (record.readUInt32LE(0) !== 0x0606_4b50) throw damaged(bytes.path, 'its directory is missing')
  const [count, length, offset] = [32, 40, 48].map((field) => Number(record.readBigUInt64LE(field)))
  return { count: count!, length: length!, offset: offset! }
}

/** A size or an offset that does not fit 32 bits is in the extra field 1, in this order: size, compressed size, offset. */
function placeOf(directory: Buffer, at: number, extra: Buffer, path: string): { length: number; size: number; header: number } {
  const size = directory.readUInt32LE(at + 24)
  const length = directory.readUInt32LE(at + 20)
  const header = directory.readUInt32LE(at + 42)
  if (size !== full32 && length !== full32 && header !== full32) return { length, size, header }
  const wide = extraField(extra, 1)
  let next = 0
  const resolved = [size, length, header].map((value) => {
    if (value !== full32) return value
    if (wide === null || next + 8 > wide.length) throw damaged(path, 'a 64-bit size is missing')
    next += 8
    return Number(wide.readBigUInt64LE(next - 8))
  })
  return { size: resolved[0]!, length: resolved[1]!, header: resolved[2]! }
}

function extraField(extra: Buffer, id: number): Buffer | null {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2))
  }
  return null
}

function damaged(path: string, reason: string): Failure {
  return new Failure('lens-invalid', `${path} is not a whole ZIP archive: ${reason}.`, 'Download or save it again.')
}
