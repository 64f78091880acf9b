import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openTensorFile } from '../../../src/main/engine/tensor-files/open-tensor-file.ts'
import { readFloats } from '../../../src/main/engine/tensor-files/read-floats.ts'
import { transposed, type TensorLocation } from '../../../src/main/engine/tensor-files/tensor-location.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { unzip } from '../../support/unzip.ts'
import { writeSafetensors } from '../../support/write-safetensors.ts'
import { writeZip } from '../../support/write-zip.ts'

type Described = { tensors: Record<string, [string, number[], number[]]>; values: Record<string, unknown> }

const folder = 'test/golden/tensor-files'
const golden = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
  read: Record<string, Described>
  refused: Record<string, string>
}

test.for(Object.entries(golden.read))('reads %s as the library that wrote it', async ([name, expected]) => {
  expect(await described(join(folder, name))).toEqual(expected)
})

test.for(Object.entries(golden.refused))('refuses %s, naming %s', async ([name, named]) => {
  const opening = openTensorFile(join(folder, name))
  await expect(opening).rejects.toMatchObject({ name: 'Failure', message: expect.stringContaining(named) as string })
})

test.for(['module.pt', 'arrays.npz'])('reads %s with 64-bit sizes and under any ending', async (name) => {
  const members = unzipped(join(folder, name))
  expect(await described(written(writeZip(members, { wide: true }), 'weights.safetensors'))).toEqual(golden.read[name])
})

test('knows safetensors by its content', async () => {
  const path = written(writeSafetensors({ W: { shape: [2, 1], values: Float32Array.of(1, 2) } }), 'ae.pt')
  expect(await described(path)).toEqual({ tensors: { W: ['F32', [2, 1], [1, 2]] }, values: {} })
})

test('reads any part of a matrix that is stored by columns, by rows', async () => {
  const tensors = [...(await openTensorFile(join(folder, 'views.pt'))).tensors.values()]
  const matrices = tensors.filter((each) => each.shape.length === 2 && !each.shape.includes(0))
  expect(matrices.filter((each) => each.columnMajor).map((each) => each.name)).toEqual(['turned', 'turned_rows'])
  for (const matrix of matrices) {
    const whole = await readFloats(matrix)
    const [rows = 0, columns = 0] = matrix.shape
    const turned = Float32Array.from(whole, (_, at) => whole[(at % rows) * columns + Math.floor(at / rows)]!)
    for (let from = 0; from < whole.length; from++) {
      const count = Math.min(whole.length - from, 1 + ((from * 7) % 11))
      expect(await readFloats(matrix, from, count)).toEqual(whole.slice(from, from + count))
      expect(await readFloats(transposed(matrix), from, count)).toEqual(turned.slice(from, from + count))
    }
    expect(await readFloats(matrix, whole.length, 0)).toHaveLength(0)
  }
})

test.for<[string, string | Uint8Array, string]>([
  ['nothing', '', 'no file of weights'],
  ['text', 'W_enc,W_dec\n1,2\n', 'no file of weights'],
  ['a pointer of Git LFS', 'version https://git-lfs.github.com/spec/v1\n', 'Git LFS'],
  ['a bare pickle', Uint8Array.of(0x80, 4, 0x4e, 0x2e), 'bare Python pickle'],
  ['another archive', writeZip(new Map([['a.txt', Buffer.from('a')]])), 'neither of torch.save nor of numpy.savez'],
  ['an archive that is cut', writeZip(new Map([['a.npy', Buffer.alloc(200)]])).subarray(0, 210), 'its directory is missing'],
  ['big-endian tensors', withByteOrder('big'), 'big-endian'],
  ['tensors without their values', withoutValues(), 'the values of b_dec are missing'],
])('says what is wrong with %s', async ([, content, reason]) => {
  await expect(openTensorFile(written(content, 'weights.pt'))).rejects.toMatchObject({
    name: 'Failure',
    message: expect.stringContaining(reason) as string,
  })
})

test('refuses what is no file', async () => {
  await expect(openTensorFile(temporaryFolder())).rejects.toMatchObject({ code: 'lens-invalid' })
  await expect(openTensorFile(join(temporaryFolder(), 'missing.pt'))).rejects.toMatchObject({ code: 'ENOENT' })
})

async function described(path: string): Promise<Described> {
  const { tensors, values } = await openTensorFile(path)
  const entries: [string, [string, number[], number[]]][] = []
  for (const [name, tensor] of tensors) entries.push([name, [tensor.elementType, [...tensor.shape], await numbersOf(tensor)]])
  return { tensors: Object.fromEntries(entries), values: Object.fromEntries(values) }
}

/** Values by rows, integers too. */
async function numbersOf(tensor: TensorLocation): Promise<number[]> {
  if (/F/.test(tensor.elementType)) return [...(await readFloats(tensor))]
  const bytes = readFileSync(tensor.file).subarray(tensor.offset, tensor.offset + tensor.length)
  const at = new DataView(new Uint8Array(bytes).buffer)
  const size = tensor.elementType === 'BOOL' ? 1 : Number(tensor.elementType.slice(1)) / 8
  const methods = { 1: 'getInt8', 2: 'getInt16', 4: 'getInt32' } as const
  return Array.from({ length: tensor.length / size }, (_, index) =>
    size === 8 ? Number(at.getBigInt64(index * 8, true)) : at[methods[size as 1 | 2 | 4]](index * size, true),
  )
}

function written(content: string | Uint8Array, name: string): string {
  const path = join(temporaryFolder(), name)
  writeFileSync(path, content)
  return path
}

function unzipped(path: string): Map<string, Buffer> {
  return unzip(readFileSync(path))
}

function withByteOrder(order: string): Uint8Array {
  return writeZip(unzipped(join(folder, 'module.pt')).set('module/byteorder', Buffer.from(order)))
}

function withoutValues(): Uint8Array {
  const members = unzipped(join(folder, 'module.pt'))
  members.delete('module/data/0')
  return writeZip(members)
}
