import { inflateRawSync } from 'node:zlib'

/** The members of a ZIP in the order of its central directory; their bytes as they were before. Sizes come from the 64-bit fields. */
export function unzip(file: Buffer): Map<string, Buffer> {
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06'))
  const members = new Map<string, Buffer>()
  let at = file.readUInt32LE(end + 16)
  for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength] = [file.readUInt16LE(at + 28), file.readUInt16LE(at + 30)]
    const extra = file.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    const isWide = file.readUInt32LE(at + 20) === 0xffff_ffff
    const packed = isWide ? Number(extra.readBigUInt64LE(12)) : file.readUInt32LE(at + 20)
    const offset = isWide ? Number(extra.readBigUInt64LE(20)) : file.readUInt32LE(at + 42)
    const data = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28)
    const name = file.toString('utf8', at + 46, at + 46 + nameLength)
    const content = file.subarray(data, data + packed)
    members.set(name, file.readUInt16LE(at + 10) === 0 ? content : inflateRawSync(content))
    at += 46 + nameLength + extraLength + file.readUInt16LE(at + 32)
  }
  return members
}
