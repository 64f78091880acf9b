export type WrittenTensor = {
  readonly shape: readonly number[]
  readonly values: Float32Array
  readonly as?: 'F32' | 'F64' | 'BF16'
}

/** A safetensors file of floats; BF16 drops the lower half of each. */
export function writeSafetensors(tensors: Readonly<Record<string, WrittenTensor>>): Uint8Array {
  const header: Record<string, unknown> = {}
  const contents: Buffer[] = []
  let at = 0
  for (const [name, { shape, values, as = 'F32' }] of Object.entries(tensors)) {
    const content = encoded(values, as)
    header[name] = { dtype: as, shape, data_offsets: [at, at + content.length] }
    contents.push(content)
    at += content.length
  }
  const json = Buffer.from(JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length))
  return Buffer.concat([length, json, ...contents])
}

function encoded(values: Float32Array, as: 'F32' | 'F64' | 'BF16'): Buffer {
  if (as === 'F64') return Buffer.from(Float64Array.from(values).buffer)
  const floats = Float32Array.from(values)
  if (as === 'F32') return Buffer.from(floats.buffer)
  return Buffer.from(Uint16Array.from(new Uint32Array(floats.buffer), (bits) => bits >>> 16).buffer)
}
