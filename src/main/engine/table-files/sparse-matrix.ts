import type { DraftFile } from './draft-file.ts'
import { ZipFile } from './zip-file.ts'

/** Consecutive rows of a sparse matrix. */
export type SparseRows = {
  /** [rows + 1], from 0. */
  readonly starts: Uint32Array
  /** [nonzeros], ascending in each row. */
  readonly columns: Uint32Array
  /** [nonzeros] */
  readonly values: Float32Array
}

export type SparseMatrix = {
  readonly rows: number
  readonly columns: number
  readonly nonzeros: number
  /** All rows in order, the same each time it is called. */
  parts(): AsyncIterable<SparseRows>
}

/**
 * A matrix as scipy.sparse.save_npz writes one in CSR form (SciPy 1.x): the members indices, indptr, format, shape, data, each in NPY 1.0,
 * with 64-bit indices where 32 bits do not reach. Reads the parts three times rather than hold them.
 */
export async function writeSparseMatrix(draft: DraftFile, matrix: SparseMatrix): Promise<void> {
  const { rows, columns, nonzeros } = matrix
  const wide = Math.max(rows, columns, nonzeros) > 0x7fff_ffff
  const index = wide ? '<i8' : '<i4'
  const zip = new ZipFile(draft)
  await zip.add(
    'indices.npy',
    array(
      index,
      `(${nonzeros},)`,
      mapped(matrix, ({ columns: each }) => indexBytes(each, wide)),
    ),
  )
  await zip.add('indptr.npy', array(index, `(${rows + 1},)`, rowStarts(matrix, wide)))
  await zip.add('format.npy', array('|S3', '()', [Buffer.from('csr')]))
  await zip.add('shape.npy', array('<i8', '(2,)', [bytesOf(BigInt64Array.of(BigInt(rows), BigInt(columns)))]))
  await zip.add(
    'data.npy',
    array(
      '<f4',
      `(${nonzeros},)`,
      mapped(matrix, ({ values }) => bytesOf(values)),
    ),
  )
  await zip.finish()
}

/** NPY 1.0: a header padded to 64 bytes, then the values. */
async function* array(
  type: string,
  shape: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const described = `{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}, }`
  const length = Math.ceil((10 + described.length + 1) / 64) * 64
  const header = Buffer.from(`\x93NUMPY\x01\x00\0\0${described.padEnd(length - 11)}\n`, 'latin1')
  header.writeUInt16LE(length - 10, 8)
  yield header
  yield* pieces
}

async function* mapped(matrix: SparseMatrix, bytes: (rows: SparseRows) => Uint8Array): AsyncGenerator<Uint8Array> {
  for await (const part of matrix.parts()) yield bytes(part)
}

/** Where each row begins among all nonzeros, and the end of the last. */
async function* rowStarts(matrix: SparseMatrix, wide: boolean): AsyncGenerator<Uint8Array> {
  let before = 0
  for await (const { starts } of matrix.parts()) {
    const base = before
    yield indexBytes(
      Float64Array.from(starts.subarray(0, -1), (start) => base + start),
      wide,
    )
    before += starts.at(-1) ?? 0
  }
  if (before !== matrix.nonzeros) throw new Error(`${before} nonzeros where ${matrix.nonzeros} were announced`)
  yield indexBytes(Float64Array.of(before), wide)
}

function indexBytes(values: Uint32Array | Float64Array, wide: boolean): Uint8Array {
  return bytesOf(wide ? BigInt64Array.from(values as ArrayLike<number> & Iterable<number>, BigInt) : Int32Array.from(values))
}

/** As every machine this runs on holds them: little-endian. */
function bytesOf(values: Int32Array | Float32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}
