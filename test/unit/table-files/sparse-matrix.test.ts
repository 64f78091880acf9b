import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DraftFile } from '../../../src/main/engine/table-files/draft-file.ts'
import { type SparseMatrix, type SparseRows, writeSparseMatrix } from '../../../src/main/engine/table-files/sparse-matrix.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { unzip } from '../../support/unzip.ts'

const golden = join(import.meta.dirname, '../../golden/export')
const { shape, starts, columns, values } = JSON.parse(readFileSync(join(golden, 'sparse-matrix.json'), 'utf8')) as Record<
  'shape' | 'starts' | 'columns' | 'values',
  number[]
>
const [rows = 0, width = 0] = shape ?? []

/** The golden matrix in parts of so many rows. */
function inParts(size: number): SparseMatrix {
  async function* parts(): AsyncGenerator<SparseRows> {
    for (let row = 0; row < rows; row += size) {
      const own = Uint32Array.from(starts.slice(row, Math.min(rows, row + size) + 1))
      const [first = 0, end = 0] = [own[0], own.at(-1)]
      yield {
        starts: own.map((start) => start - first),
        columns: Uint32Array.from(columns.slice(first, end)),
        values: Float32Array.from(values.slice(first, end)),
      }
    }
  }
  return { rows, columns: width, nonzeros: values.length, parts }
}

async function written(matrix: SparseMatrix): Promise<Buffer> {
  const path = join(temporaryFolder(), 'matrix.npz')
  const draft = await DraftFile.create(path)
  await writeSparseMatrix(draft, matrix)
  await draft.complete()
  await draft.publish()
  return readFileSync(path)
}

test.each([1, 2, 5])(
  'holds what scipy.sparse.save_npz wrote, byte by byte in the same order, from parts of %i rows',
  async (size) => {
    const ours = unzip(await written(inParts(size)))
    const theirs = unzip(readFileSync(join(golden, 'sparse-matrix.npz')))
    expect([...ours.keys()]).toEqual([...theirs.keys()])
    for (const [name, bytes] of theirs) expect(ours.get(name)?.equals(bytes), name).toBe(true)
  },
)

test('the same matrix gives the same file', async () => {
  expect((await written(inParts(2))).equals(await written(inParts(2)))).toBe(true)
})

test('a matrix without rows is one', async () => {
  const empty: SparseMatrix = { rows: 0, columns: 7, nonzeros: 0, async *parts() {} }
  const members = unzip(await written(empty))
  expect(members.get('indptr.npy')?.subarray(-4)).toEqual(Buffer.alloc(4))
  expect(members.get('data.npy')?.length).toBe(128)
})

test('more or fewer nonzeros than were announced are a bug, not a broken file', async () => {
  await expect(written({ ...inParts(2), nonzeros: 4 })).rejects.toThrow('5 nonzeros where 4 were announced')
})

test('where 32 bits do not reach, both kinds of indices have 64', async () => {
  const wide: SparseMatrix = {
    ...inParts(5),
    columns: 3_000_000_000,
    async *parts() {
      for await (const part of inParts(5).parts()) yield { ...part, columns: part.columns.map((column) => column + 2_999_999_990) }
    },
  }
  const members = unzip(await written(wide))
  const numbers = (name: string) => {
    const bytes = members.get(`${name}.npy`) ?? Buffer.alloc(0)
    expect(bytes.toString('latin1', 10, 128)).toContain("'descr': '<i8'")
    return Array.from(new BigInt64Array(new Uint8Array(bytes.subarray(128)).buffer), Number)
  }
  expect(numbers('indptr')).toEqual(starts)
  expect(numbers('indices')).toEqual(columns.map((column) => column + 2_999_999_990))
  expect(numbers('shape')).toEqual([5, 3_000_000_000])
})
