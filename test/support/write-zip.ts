import { crc32, deflateRawSync } from 'node:zlib'

/** A ZIP archive, its members compressed only where `deflated`; `wide` writes every size and offset in the 64-bit fields. */
export function writeZip(members: ReadonlyMap<string, Uint8Array>, { wide = false, deflated = false } = {}): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, content] of members) {
    const title = Buffer.from(name)
    const packed = deflated ? deflateRawSync(content) : Buffer.from(content)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x0403_4b50)
    local.writeUInt16LE(title.length, 26)
    // As torch pads its members.
    const padding = Buffer.alloc(7)
    local.writeUInt16LE(padding.length, 28)
    const extra = Buffer.alloc(wide ? 28 : 0)
    const listed = Buffer.alloc(46)
    listed.writeUInt32LE(0x0201_4b50)
    listed.writeUInt16LE(title.length, 28)
    listed.writeUInt16LE(extra.length, 30)
    if (deflated) listed.writeUInt16LE(8, 10)
    listed.writeUInt32LE(crc32(content), 16)
    listed.writeUInt32LE(wide ? 0xffff_ffff : packed.length, 20)
    listed.writeUInt32LE(wide ? 0xffff_ffff : content.length, 24)
    listed.writeUInt32LE(wide ? 0xffff_ffff : at, 42)
    if (wide) {
      extra.writeUInt16LE(1)
      extra.writeUInt16LE(24, 2)
      for (const [index, value] of [content.length, packed.length, at].entries())
        extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index)
    }
    parts.push(local, title, padding, packed)
    directory.push(listed, title, extra)
    at += 30 + title.length + padding.length + packed.length
  }
  const listing = Buffer.concat(directory)
  return Buffer.concat([...parts, listing, ends(members.size, listing.length, at, wide)])
}

function ends(count: number, length: number, offset: number, wide: boolean): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x0605_4b50)
  end.writeUInt16LE(wide ? 0xffff : count, 10)
  end.writeUInt32LE(wide ? 0xffff_ffff : length, 12)
  end.writeUInt32LE(wide ? 0xffff_ffff : offset, 16)
  if (!wide) return end
  const record = Buffer.alloc(56)
  record.writeUInt32LE(0x0606_4b50)
  for (const [field, value] of [
    [32, count],
    [40, length],
    [48, offset],
  ] as const)
    record.writeBigUInt64LE(BigInt(value), field)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x0706_4b50)
  locator.writeBigUInt64LE(BigInt(offset + length), 8)
  return Buffer.concat([record, locator, end])
}
