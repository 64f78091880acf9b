import { isUtf8 } from 'node:buffer'
import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { AsyncBuffer } from 'hyparquet'
import { Failure } from '../../../contract/failure.ts'
import { binaryContent } from './binary-content.ts'
import { fileFailure } from './file-failure.ts'
import { parseJson } from './parse-json.ts'
import { readBytes } from './source-bytes.ts'

const rewriteHint = 'Write or download the file again, then import it once more.'

/** A Parquet file open for reading ranges of it; a gzipped one is decompressed into a temporary file first. */
export class ParquetFile {
  readonly buffer: AsyncBuffer
  readonly #opened: FileHandle
  readonly #temporaryFolder: string | null

  private constructor(opened: FileHandle, temporaryFolder: string | null, buffer: AsyncBuffer) {
    this.#opened = opened
    this.#temporaryFolder = temporaryFolder
    this.buffer = buffer
  }

  /** @throws Failure where the file is no Parquet, or not whole */
  static async open(path: string): Promise<ParquetFile> {
    const start = await readStart(path)
    const isGzip = start.length >= 2 && start.readUInt16BE() === 0x1f8b
    const temporaryFolder = isGzip ? await mkdtemp(join(tmpdir(), 'etalon-parquet-')) : null
    try {
      const opened = await open(temporaryFolder === null ? path : await decompress(path, temporaryFolder))
      try {
        const { size } = await opened.stat()
        await checkEnds(opened, size, basename(path))
        return new ParquetFile(opened, temporaryFolder, rangesOf(opened, size))
      } catch (error) {
        await opened.close()
        throw error
      }
    } catch (error) {
      if (temporaryFolder !== null) await rm(temporaryFolder, { recursive: true, force: true })
      throw fileFailure(error, path)
    }
  }

  async close(): Promise<void> {
    await this.#opened.close()
    if (this.#temporaryFolder !== null) await rm(this.#temporaryFolder, { recursive: true, force: true })
  }
}

/** Text where the bytes are text, the bytes themselves where not; JSON as our own reader takes it; a `Date` for times. */
export const parquetParsers = {
  stringFromBytes: (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : textOrBytes(bytes)),
  jsonFromBytes: (bytes: Uint8Array | undefined) => {
    if (bytes === undefined) return undefined
    const text = textOrBytes(bytes)
    try {
      return typeof text === 'string' ? parseJson(text) : text
    } catch {
      return text
    }
  },
}

function textOrBytes(bytes: Uint8Array): string | Uint8Array {
  if (!isUtf8(bytes)) return bytes.slice()
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

async function readStart(path: string): Promise<Buffer> {
  try {
    const opened = await open(path)
    try {
      const { buffer, bytesRead } = await opened.read(Buffer.alloc(16), 0, 16, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await opened.close()
    }
  } catch (error) {
    throw fileFailure(error, path)
  }
}

async function decompress(path: string, folder: string): Promise<string> {
  const target = join(folder, 'table.parquet')
  const source = readBytes(path)
  await pipeline(source.chunks, createWriteStream(target))
  const cutShort = source.cutShort()
  if (cutShort !== null) throw new Failure('bad-input', `${basename(path)} is not whole: ${cutShort}.`, rewriteHint)
  return target
}

async function checkEnds(opened: FileHandle, size: number, name: string): Promise<void> {
  const ends = Buffer.alloc(8)
  if (size >= 12) {
    await opened.read(ends, 0, 4, 0)
    await opened.read(ends, 4, 4, size - 4)
  }
  const [start, end] = [ends.toString('latin1', 0, 4), ends.toString('latin1', 4)]
  if (start === 'PARE') throw new Failure('unsupported', `${name} is an encrypted Parquet file.`, 'Write it without encryption.')
  if (start !== 'PAR1') {
    const sample = await opened.read(Buffer.alloc(4096), 0, 4096, 0)
    const what = size === 0 ? 'it is empty' : `it holds ${binaryContent(sample.buffer.subarray(0, sample.bytesRead)) ?? 'text'}`
    throw new Failure(
      'bad-input',
      `${name} is not a Parquet file: ${what}.`,
      'Give the file the ending of what it holds, or export it as Parquet again.',
    )
  }
  if (end !== 'PAR1')
    throw new Failure('bad-input', `${name} is cut short: the table of contents at its end is missing.`, rewriteHint)
}

function rangesOf(opened: FileHandle, size: number): AsyncBuffer {
  return {
    byteLength: size,
    async slice(start, end = size) {
      if (start < 0 || start > end || end > size) throw new RangeError(`bytes ${start} to ${end} lie outside the file`)
      const range = new Uint8Array(end - start)
      for (let filled = 0; filled < range.length;) {
        const { bytesRead } = await opened.read(range, filled, range.length - filled, start + filled)
        if (bytesRead === 0) throw new RangeError('the file ended while it was read')
        filled += bytesRead
      }
      return range.buffer
    },
  }
}
