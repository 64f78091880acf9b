import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readFloats } from '../../../src/main/engine/tensor-files/read-floats.ts'
import { openSafetensors } from '../../../src/main/engine/tensor-files/safetensors.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { writeSafetensors } from '../../support/write-safetensors.ts'

function written(content: Uint8Array): string {
  const path = join(temporaryFolder(), 'weights.safetensors')
  writeFileSync(path, content)
  return path
}

/** A file of one tensor with these bytes, its header padded so that the values are not aligned. */
function withTensor(dtype: string, shape: readonly number[], bytes: Uint8Array): Uint8Array {
  const json = JSON.stringify({ t: { dtype, shape, data_offsets: [0, bytes.length] } })
  const header = Buffer.from(json.length % 2 === 0 ? `${json} ` : json)
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  return Buffer.concat([length, header, bytes])
}

test('reads tensors, whole and in part', async () => {
  const path = written(
    writeSafetensors({
      a: { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
      b: { shape: [1], values: Float32Array.of(-7) },
    }),
  )
  const { tensors } = await openSafetensors(path)
  expect([...tensors.keys()]).toEqual(['a', 'b'])
  const a = tensors.get('a')
  if (a === undefined) throw new Error('a is missing')
  expect(await readFloats(a)).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6))
  expect(await readFloats(a, 3, 2)).toEqual(Float32Array.of(4, 5))
})

test('reads what lies beyond 4 GB', async ({ skip }) => {
  skip(process.platform === 'win32', 'files with holes need to be asked for there')
  const rows = 1 << 21
  const header = Buffer.from(JSON.stringify({ t: { dtype: 'F32', shape: [rows, 640], data_offsets: [0, rows * 640 * 4] } }))
  const path = join(temporaryFolder(), 'weights.safetensors')
  const start = Buffer.alloc(8)
  start.writeBigUInt64LE(BigInt(header.length))
  writeFileSync(path, Buffer.concat([start, header]))
  const file = openSync(path, 'r+')
  writeSync(file, Float32Array.of(1.5, -2), 0, 8, 8 + header.length + rows * 640 * 4 - 8)
  closeSync(file)
  const tensor = (await openSafetensors(path)).tensors.get('t')
  if (tensor === undefined) throw new Error('t is missing')
  expect(await readFloats(tensor, rows * 640 - 3)).toEqual(Float32Array.of(0, 1.5, -2))
})

test.for([
  ['F16', [0x3c00, 0xc100, 0x0001, 0x7bff, 0x7c00, 0x0000], [1, -2.5, 2 ** -24, 65504, Infinity, 0]],
  ['BF16', [0x3f80, 0xc020, 0x7f80], [1, -2.5, Infinity]],
] as const)('widens %s', async ([dtype, halves, expected]) => {
  const bytes = new Uint8Array(Uint16Array.from(halves).buffer)
  const { tensors } = await openSafetensors(written(withTensor(dtype, [halves.length], bytes)))
  const tensor = tensors.get('t')
  if (tensor === undefined) throw new Error('not found')
  expect([...(await readFloats(tensor))]).toEqual(expected)
})

test('refuses element types it does not know, and integers where floats are meant', async () => {
  await expect(openSafetensors(written(withTensor('F8_E4M3', [4], new Uint8Array(4))))).rejects.toMatchObject({
    code: 'unsupported',
  })
  const { tensors } = await openSafetensors(written(withTensor('I32', [1], new Uint8Array(4))))
  const tensor = tensors.get('t')
  if (tensor === undefined) throw new Error('not found')
  await expect(readFloats(tensor)).rejects.toMatchObject({ code: 'unsupported' })
})
