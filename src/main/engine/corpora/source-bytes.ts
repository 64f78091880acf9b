import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { TextDecoder } from 'node:util'
import { Failure } from '../../../contract/failure.ts'
import { binaryContent } from './binary-content.ts'
import { expectedContent, type CorpusKind } from './corpus-source.ts'
import { fileFailure } from './file-failure.ts'
import { gunzipBytes } from './gunzip.ts'

/** A file's content as it is read: how far it is, and whether it ended before its time. */
export type SourceBytes = {
  readonly chunks: AsyncIterable<Buffer>
  /** bytes read from disk so far, before decompression */
  readonly bytesRead: () => number
  /** after the last chunk: why the content is not whole ("the gzip data is cut short"), or null */
  readonly cutShort: () => string | null
}

const chunkBytes = 1 << 20
/** Small, as a piece of gzip may swell a thousandfold and is decompressed at once. */
const gzipPieceBytes = 1 << 16

/**
 * The bytes of a file, decompressed where they begin like gzip, whatever the file is called.
 * A gzip that is damaged or cut short gives what could be decompressed, then `cutShort`.
 */
export function readBytes(path: string): SourceBytes {
  let bytesRead = () => 0
  let cutShort: string | null = null
  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      const opened = await open(path)
      const isGzip = await beginsLikeGzip(opened.read(Buffer.alloc(2), 0, 2, 0)).catch(async (error) => {
        await opened.close()
        throw error
      })
      const file = opened.createReadStream({ start: 0, highWaterMark: isGzip ? gzipPieceBytes : chunkBytes })
      bytesRead = () => file.bytesRead
      yield* isGzip ? gunzipBytes(file, (reason) => (cutShort = reason)) : file
    } catch (error) {
      throw fileFailure(error, path)
    }
  }
  return { chunks: chunks(), bytesRead: () => bytesRead(), cutShort: () => cutShort }
}

async function beginsLikeGzip(start: Promise<{ readonly bytesRead: number; readonly buffer: Buffer }>): Promise<boolean> {
  const { bytesRead, buffer } = await start
  return bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b
}

/**
 * The text of a file as UTF-8 bytes: without a byte order mark, UTF-16 with one turned into UTF-8.
 * Bytes that are not valid UTF-8 are passed on as they are, for the reader to find.
 * @throws Failure where the file does not hold text at all
 */
export function readTextBytes(path: string, kind: CorpusKind): SourceBytes {
  const source = readBytes(path)
  return { ...source, chunks: asUtf8(source.chunks, path, kind) }
}

async function* asUtf8(chunks: AsyncIterable<Buffer>, path: string, kind: CorpusKind): AsyncGenerator<Buffer> {
  let started = false
  let decoder: TextDecoder | null = null
  for await (const chunk of chunks) {
    let text = chunk
    if (!started) {
      started = true
      const encoding = utf16Encoding(chunk)
      if (encoding === null) refuseBinary(chunk, path, kind)
      else decoder = new TextDecoder(encoding)
      if (chunk.length >= 3 && chunk.readUIntBE(0, 3) === 0xefbbbf) text = chunk.subarray(3)
    }
    yield decoder === null ? text : Buffer.from(decoder.decode(text, { stream: true }))
  }
  if (decoder !== null) yield Buffer.from(decoder.decode())
}

function refuseBinary(start: Buffer, path: string, kind: CorpusKind): void {
  const what = binaryContent(start)
  if (what === null) return
  throw new Failure('bad-input', `${basename(path)} is not a text file: it holds ${what}.`, `Expected ${expectedContent[kind]}.`)
}

function utf16Encoding(start: Buffer): 'utf-16le' | 'utf-16be' | null {
  const mark = start.length >= 2 ? start.readUInt16BE() : 0
  return mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : null
}
