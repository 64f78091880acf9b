import { readFile } from 'node:fs/promises'
import { crc32, gunzipSync } from 'node:zlib'
import { Failure } from '../../../contract/failure.ts'

/**
 * `packed` [rows, dimensions / 2] holds two values of -7..7 a byte, in two's complement, the even column in the lower four bits; times
 * `scales` [rows] they are the word vectors. `rowOf` gives the row of a word or of a `##piece`.
 */
type WordVectors = {
  readonly name: string
  readonly dimensions: number
  readonly rowOf: ReadonlyMap<string, number>
  readonly scales: Float32Array
  readonly packed: Int8Array
}

const magic = 'etalonwv'
const format = 1
const headerBytes = 32

/** Unpacked, at most. */
const largest = 1 << 28

/**
 * Reads word vectors, gzipped or not. Little-endian:
 *
 * - 8 bytes `etalonwv`, then six uint32: format (1), rows n, dimensions d, bytes of the name, bytes of the word list, CRC-32 of the rest;
 * - the name and the word list, UTF-8, each word ended by a line feed, in row order; zeros up to a multiple of 4 bytes;
 * - float32 scales [n], then the values [n, d / 2], two of four bits a byte; d is even.
 *
 * Throws a `Failure` for a file that is missing, damaged or of a later format.
 */
export async function readWordVectors(path: string): Promise<WordVectors> {
  const bytes = await readBytes(path)
  if (bytes.length < headerBytes || bytes.toString('latin1', 0, 8) !== magic) throw damaged(path, 'it does not begin as one')
  const found = bytes.readUInt32LE(8)
  if (found !== format) {
    throw new Failure(
      'unsupported',
      `${path} is of format ${found}, and this Etalon reads format ${format}.`,
      'Install Etalon again.',
    )
  }
  const rows = bytes.readUInt32LE(12)
  const dimensions = bytes.readUInt32LE(16)
  const nameEnd = headerBytes + bytes.readUInt32LE(20)
  const wordsEnd = nameEnd + bytes.readUInt32LE(24)
  const scalesStart = Math.ceil(wordsEnd / 4) * 4
  const packedStart = scalesStart + 4 * rows
  if (bytes.length !== packedStart + (rows * dimensions) / 2) throw damaged(path, 'its length is wrong')
  if (crc32(bytes.subarray(headerBytes)) !== bytes.readUInt32LE(28)) throw damaged(path, 'its checksum is wrong')
  const words = bytes.toString('utf8', nameEnd, wordsEnd).split('\n')
  words.pop()
  if (words.length !== rows || dimensions === 0 || dimensions % 2 !== 0) throw damaged(path, 'its word list is wrong')
  return {
    name: bytes.toString('utf8', headerBytes, nameEnd),
    dimensions,
    rowOf: new Map(words.map((word, row) => [word, row])),
    scales: new Float32Array(Uint8Array.from(bytes.subarray(scalesStart, packedStart)).buffer),
    packed: new Int8Array(bytes.buffer, bytes.byteOffset + packedStart, (rows * dimensions) / 2),
  }
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    const bytes = await readFile(path)
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: largest }) : bytes
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    if (code.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE') throw damaged(path, 'it cannot be unpacked')
    throw new Failure('not-found', `The word vectors in ${path} cannot be read.`, 'Install Etalon again.', { cause: error })
  }
}

function damaged(path: string, reason: string): Failure {
  return new Failure('bad-input', `${path} is not a whole file of word vectors: ${reason}.`, 'Install Etalon again.')
}
