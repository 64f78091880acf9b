/** A safetensors file of one tensor, `presence` [dSae]. */
export function writeThresholds(presence: Float32Array): Uint8Array {
  const entry = { dtype: 'F32', shape: [presence.length], data_offsets: [0, presence.byteLength] }
  const header = Buffer.from(JSON.stringify({ presence: entry }))
  // Values begin at a multiple of eight.
  const padded = Buffer.concat([header, Buffer.alloc(-header.length & 7, ' ')])
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(padded.length))
  return Buffer.concat([length, padded, new Uint8Array(presence.buffer, presence.byteOffset, presence.byteLength)])
}
