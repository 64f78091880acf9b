import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** Bytes before each frame: its length unpacked and packed, both 32-bit little-endian. */
export const frameHeaderBytes = 8

/**
 * Packs bytes as one frame: header, then one zstd frame (level 1; higher ones gain nothing on these streams), or the bytes as they are where
 * that is not longer (the two lengths are then equal). `raw` may be overwritten afterwards.
 */
export function packFrame(raw: Uint8Array): Uint8Array[] {
  const packed =
    raw.length === 0
      ? raw
      : zstdCompressSync(raw, {
          params: { [constants.ZSTD_c_compressionLevel]: 1 },
          pledgedSrcSize: raw.length,
          chunkSize: Math.max(64, raw.length + (raw.length >> 7) + 64),
        })
  const body = packed.length < raw.length ? packed : Uint8Array.from(raw)
  const header = new Uint8Array(frameHeaderBytes)
  const view = new DataView(header.buffer)
  view.setUint32(0, raw.length, true)
  view.setUint32(4, body.length, true)
  return [header, body]
}

export type Frame = { readonly rawLength: number; readonly body: Uint8Array }

/** The frame at `offset`, not yet unpacked; null where the bytes end before it does. */
export function frameAt(bytes: Uint8Array, offset: number): Frame | null {
  if (offset + frameHeaderBytes > bytes.length) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, frameHeaderBytes)
  const rawLength = view.getUint32(0, true)
  const end = offset + frameHeaderBytes + view.getUint32(4, true)
  return end > bytes.length ? null : { rawLength, body: bytes.subarray(offset + frameHeaderBytes, end) }
}

/** Throws where the frame is damaged. */
export function unpackFrame(frame: Frame): Uint8Array {
  if (frame.body.length === frame.rawLength) return frame.body
  const raw = zstdDecompressSync(frame.body, { chunkSize: Math.max(64, frame.rawLength), maxOutputLength: frame.rawLength })
  if (raw.length !== frame.rawLength) throw new Error(`a frame of ${raw.length} bytes instead of ${frame.rawLength}`)
  return raw
}
