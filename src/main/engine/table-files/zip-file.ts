import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'
import type { DraftFile } from './draft-file.ts'

type Member = {
  readonly name: Buffer
  readonly offset: number
  readonly crc: number
  readonly packed: number
  readonly unpacked: number
}

/** MS-DOS date 1980-01-01, the first there is: the same content gives the same file. */
const noDate = 0x0021
const deflate = 8
const needsZip64 = 45
const unknown = 0xffff_ffff

/** A ZIP of deflated members, streamed, in the 64-bit form throughout (PKWARE APPNOTE 6.3.10, sections 4.3.7 to 4.3.16). */
export class ZipFile {
  readonly #draft: DraftFile
  readonly #members: Member[] = []

  constructor(draft: DraftFile) {
    this.#draft = draft
  }

  /** Adds a member of these pieces. */
  async add(name: string, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    const member = { name: Buffer.from(name), offset: this.#draft.bytes }
    await this.#draft.write(localHeader(member.name))
    const start = this.#draft.bytes
    let crc = 0
    let unpacked = 0
    const counted = async function* () {
      for await (const piece of pieces) {
        crc = crc32(piece, crc)
        unpacked += piece.length
        yield piece
      }
    }
    await pipeline(counted, createDeflateRaw(), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) await this.#draft.write(chunk)
    })
    const packed = this.#draft.bytes - start
    const sizes = Buffer.alloc(20)
    sizes.writeBigUInt64LE(BigInt(unpacked), 4)
    sizes.writeBigUInt64LE(BigInt(packed), 12)
    sizes.writeUInt32LE(crc, 0)
    await this.#draft.overwrite(sizes.subarray(0, 4), member.offset + 14)
    await this.#draft.overwrite(sizes.subarray(4), start - 16)
    this.#members.push({ ...member, crc, packed, unpacked })
  }

  async finish(): Promise<void> {
    const start = this.#draft.bytes
    await this.#draft.write(Buffer.concat(this.#members.map(centralHeader)))
    await this.#draft.write(endOf(this.#members.length, start, this.#draft.bytes - start))
  }
}

/** Its CRC and sizes are filled in when they are known. */
function localHeader(name: Buffer): Buffer {
  const header = Buffer.alloc(30 + name.length + 20)
  header.writeUInt32LE(0x0403_4b50, 0)
  header.writeUInt16LE(needsZip64, 4)
  header.writeUInt16LE(deflate, 8)
  header.writeUInt16LE(noDate, 12)
  header.writeUInt32LE(unknown, 18)
  header.writeUInt32LE(unknown, 22)
  header.writeUInt16LE(name.length, 26)
  header.writeUInt16LE(20, 28)
  name.copy(header, 30)
  header.writeUInt16LE(1, 30 + name.length)
  header.writeUInt16LE(16, 32 + name.length)
  return header
}

function centralHeader({ name, offset, crc, packed, unpacked }: Member): Buffer {
  const header = Buffer.alloc(46 + name.length + 28)
  header.writeUInt32LE(0x0201_4b50, 0)
  header.writeUInt16LE(needsZip64, 4)
  header.writeUInt16LE(needsZip64, 6)
  header.writeUInt16LE(deflate, 10)
  header.writeUInt16LE(noDate, 14)
  header.writeUInt32LE(crc, 16)
  header.writeUInt32LE(unknown, 20)
  header.writeUInt32LE(unknown, 24)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt16LE(28, 30)
  header.writeUInt32LE(unknown, 42)
  name.copy(header, 46)
  const extra = 46 + name.length
  header.writeUInt16LE(1, extra)
  header.writeUInt16LE(24, extra + 2)
  header.writeBigUInt64LE(BigInt(unpacked), extra + 4)
  header.writeBigUInt64LE(BigInt(packed), extra + 12)
  header.writeBigUInt64LE(BigInt(offset), extra + 20)
  return header
}

/** The end record in 64 bits, where that is, and the one of old. */
function endOf(members: number, start: number, size: number): Buffer {
  const end = Buffer.alloc(56 + 20 + 22)
  end.writeUInt32LE(0x0606_4b50, 0)
  end.writeBigUInt64LE(44n, 4)
  end.writeUInt16LE(needsZip64, 12)
  end.writeUInt16LE(needsZip64, 14)
  end.writeBigUInt64LE(BigInt(members), 24)
  end.writeBigUInt64LE(BigInt(members), 32)
  end.writeBigUInt64LE(BigInt(size), 40)
  end.writeBigUInt64LE(BigInt(start), 48)
  end.writeUInt32LE(0x0706_4b50, 56)
  end.writeBigUInt64LE(BigInt(start + size), 64)
  end.writeUInt32LE(1, 72)
  end.writeUInt32LE(0x0605_4b50, 76)
  end.writeUInt16LE(members, 84)
  end.writeUInt16LE(members, 86)
  end.writeUInt32LE(size, 88)
  end.writeUInt32LE(Math.min(start, unknown), 92)
  return end
}
