import { mkdir, readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Failure } from '../../../../contract/failure.ts'
import { DraftFile } from '../../table-files/draft-file.ts'
import { fileFailure } from '../../table-files/file-failure.ts'

/**
 * Writes a label file, gzipped where its name ends in .gz; all of it appears at once, or nothing. A file that holds the same already stays
 * as it is.
 *
 * Throws Failure 'conflict' where something else lies there, and what the disk says.
 * @param pieces of the text
 */
export async function writeLabelFile(path: string, pieces: Iterable<string>): Promise<void> {
  const text = Buffer.from([...pieces].join(''))
  const bytes = /\.gz$/i.test(path) ? await promisify(gzip)(text) : text
  const there = await stat(path).catch(() => null)
  if (there !== null) {
    if (there.isFile() && there.size === bytes.length && bytes.equals(await readFile(path))) return
    const what = there.isDirectory() ? 'is a folder' : 'is there already'
    throw new Failure('conflict', `${path} ${what}; nothing was written.`, 'Name another file, or move it away first.')
  }
  await mkdir(dirname(path), { recursive: true }).catch((error) => Promise.reject(fileFailure(error, path)))
  const draft = await DraftFile.create(path)
  try {
    await draft.write(bytes)
    await draft.complete()
    await draft.publish()
  } catch (error) {
    await draft.discard()
    throw error
  }
}
