import { open, realpath, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { Failure } from '../../../contract/failure.ts'

/** An open file, read in pieces. */
export type FileBytes = {
  /** As the user named it. */
  readonly path: string
  /** A real path. */
  readonly file: string
  readonly size: number
  /** Bytes of the file; the range has to lie within it. */
  read(offset: number, length: number): Promise<Buffer<ArrayBuffer>>
}

/** Opens a file for the time of a task. Errors of the file system come as they are. */
export async function withFileBytes<Result>(path: string, task: (bytes: FileBytes) => Promise<Result>): Promise<Result> {
  const file = await realpath(path)
  // Opening a pipe would wait for someone to write into it.
  if (!(await stat(file)).isFile()) throw new Failure('lens-invalid', `${path} is not a file.`, 'Choose a file of weights.')
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    return await task({
      path,
      file,
      size,
      async read(offset, length) {
        if (!(offset >= 0 && length >= 0 && offset + length <= size)) throw cutShort(path)
        const buffer = Buffer.alloc(length)
        await fill(handle, buffer, offset, path)
        return buffer
      },
    })
  } finally {
    await handle.close()
  }
}

/** Fills a buffer from a place in a file. */
export async function fill(handle: FileHandle, buffer: Uint8Array, offset: number, path: string): Promise<void> {
  let filled = 0
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, offset + filled)
    if (bytesRead === 0) throw cutShort(path)
    filled += bytesRead
  }
}

function cutShort(path: string): Failure {
  return new Failure('lens-invalid', `${path} ends before what it should hold.`, 'Download it again.')
}
