import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { constants, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Failure } from '../../../../contract/failure.ts'
import { fileFailure } from '../../table-files/file-failure.ts'
import { sizeOf } from './hub-cache.ts'
import type { HubFault } from './hub-fault.ts'
import type { Hub } from './hub.ts'
import { readRange } from './read-file.ts'
import type { RemoteFile } from './remote-file.ts'

/** Progress that lets patience begin anew: a connection that brings so much each time comes to an end. */
const worthTrying = 64 * 1024

export type FetchControl = {
  readonly signal: AbortSignal
  /** Bytes of the file that are there. */
  readonly progress: (done: number) => void
  readonly paused: (fault: HubFault) => void
}

/**
 * Fetches a file to `content`, by way of `partial`, and answers where it lies. It goes on where an earlier download stopped; what came stays if
 * this one stops as well. What is not what the server said it would be is thrown away: once fetched anew, if some of it was there before.
 */
export async function fetchFile(
  hub: Hub,
  file: RemoteFile,
  { partial, content }: { readonly partial: string; readonly content: string },
  control: FetchControl,
): Promise<string> {
  return onDisk(partial, async () => {
    await mkdir(dirname(partial), { recursive: true })
    let before = (await sizeOf(partial)) ?? 0
    if (before > file.size) await rm(partial)
    if (before > file.size) before = 0
    while (!(await completed(hub, file, partial, control))) {
      await rm(partial)
      if (before === 0)
        throw new Failure(
          'unreachable',
          `What came as ${file.about.path ?? ''} of ${file.about.id} is not what ${file.about.host} says it holds: its checksum differs.`,
          'It was thrown away. Start it again; if it stays so, the server or something on the way changes files.',
        )
      before = 0
    }
    await rename(partial, content)
    return content
  })
}

/** Fetches what is missing of a partial file; whether all of it then has the right checksum. */
async function completed(hub: Hub, file: RemoteFile, partial: string, control: FetchControl): Promise<boolean> {
  const { signal, progress, paused } = control
  const hash = startHash(file)
  let done = 0
  // Each byte is written at its own place: should a file system not keep the lock, two downloads write the same.
  const handle = await open(partial, constants.O_RDWR | constants.O_CREAT)
  try {
    for await (const chunk of createReadStream(partial, { signal }) as AsyncIterable<Buffer>) {
      hash.update(chunk)
      done += chunk.length
    }
    let tried = done
    const progressed = () => {
      const enough = done - tried >= worthTrying
      tried = done
      return enough
    }
    const fetchRest = async () => {
      if (done === file.size) return
      for await (const chunk of readRange(hub, file, { from: done, to: file.size }, signal)) {
        await writeWhole(handle, chunk, done)
        hash.update(chunk)
        done += chunk.length
        progress(done)
      }
    }
    await hub.persist(signal, fetchRest, { progressed, paused })
    // A name is given only to what the disk has.
    await handle.sync()
  } finally {
    await handle.close()
  }
  return hash.digest('hex') === file.digest.hex && (await sizeOf(partial)) === file.size
}

async function writeWhole(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let from = 0; from < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, from, bytes.length - from, position + from)
    from += bytesWritten
  }
}

function startHash({ digest, size }: Pick<RemoteFile, 'digest' | 'size'>): Hash {
  return digest.kind !== 'git' ? createHash(digest.kind) : createHash('sha1').update(`blob ${size}\0`)
}

/** Whether a file on disk has the content that the server says it has. */
export async function hasDigest(path: string, file: Pick<RemoteFile, 'digest' | 'size'>, signal: AbortSignal): Promise<boolean> {
  const hash = startHash(file)
  for await (const chunk of createReadStream(path, { signal })) hash.update(chunk as Buffer)
  return hash.digest('hex') === file.digest.hex
}

/** What the disk refuses while something is fetched, as a `Failure`. */
export async function onDisk<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new Failure(
        'disk-full',
        `The disk that holds ${dirname(path)} is full.`,
        'Free some space and start it again: it goes on where it stopped.',
        { cause: error },
      )
    throw fileFailure(error, path)
  }
}
