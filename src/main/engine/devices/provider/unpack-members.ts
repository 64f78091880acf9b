import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { Failure } from '../../../../contract/failure.ts'
import { type FileBytes, withFileBytes } from '../../tensor-files/file-bytes.ts'
import { memberBytes, type ZipEntry, zipEntries } from '../../tensor-files/zip-entries.ts'

/** A member of an archive, and the file that it becomes. */
export type Member = { readonly name: string; readonly to: string }

/** No provider is nearly so large. */
const largest = 4 * 2 ** 30

/** Takes members out of a ZIP archive, deflated or not; each is checked against its size and checksum. Throws Failure 'unreachable'. */
export async function unpackMembers(archive: string, members: readonly Member[], progress: (bytes: number) => void): Promise<void> {
  await withFileBytes(archive, async (bytes) => {
    const entries = await zipEntries(bytes).catch((error: unknown) => {
      throw error instanceof Failure ? damaged(archive, error.message) : error
    })
    const wanted = members.map((member) => {
      const entry = entries.get(member.name)
      if (entry === undefined) throw damaged(archive, `it has no ${member.name}.`)
      return { member, entry }
    })
    let before = 0
    for (const { member, entry } of wanted) {
      await unpack(bytes, entry, member, (done) => progress(before + done))
      before += entry.size
    }
  })
}

async function unpack(bytes: FileBytes, entry: ZipEntry, { to }: Member, progress: (done: number) => void): Promise<void> {
  if (entry.encrypted || (entry.method !== 0 && entry.method !== 8) || entry.size > largest)
    throw damaged(bytes.path, `${entry.name} is packed in a way that is not known.`)
  const { offset, length } = await memberBytes(bytes, entry)
  const packed = length === 0 ? [] : createReadStream(bytes.file, { start: offset, end: offset + length - 1 })
  const handle = await open(to, 'w')
  let size = 0
  let sum = 0
  const write = async (parts: AsyncIterable<Buffer>): Promise<void> => {
    for await (const part of parts) {
      size += part.length
      if (size > entry.size) throw damaged(bytes.path, `${entry.name} is longer than it says.`)
      sum = crc32(part, sum)
      await handle.writeFile(part)
      progress(size)
    }
  }
  try {
    if (entry.method === 0) await pipeline(packed, write)
    else await pipeline(packed, createInflateRaw(), write)
    await handle.sync()
  } catch (error) {
    if (String((error as NodeJS.ErrnoException).code).startsWith('Z_'))
      throw damaged(bytes.path, `${entry.name} cannot be unpacked.`)
    throw error
  } finally {
    await handle.close()
  }
  if (size !== entry.size || sum !== entry.checksum) throw damaged(bytes.path, `the checksum of ${entry.name} differs.`)
}

function damaged(path: string, why: string): Failure {
  return new Failure(
    'unreachable',
    `${path} is not the package it should be: ${why}`,
    'It was not installed. Start it again, or name another --from.',
  )
}
