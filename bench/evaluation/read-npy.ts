import { readFileSync } from 'node:fs'

/** A matrix [rows, columns] of 32-bit floats as numpy.save writes it. */
export type Matrix = { readonly rows: number; readonly columns: number; row(at: number): Float32Array }

/** Throws where the file is anything but a two-dimensional little-endian float32 array in C order. */
export function readMatrix(path: string): Matrix {
  const bytes = readFileSync(path)
  const headerEnd = 10 + bytes.readUInt16LE(8)
  const header = bytes.toString('latin1', 10, headerEnd)
  const shape = header.match(/'descr': '<f4', 'fortran_order': False, 'shape': \((\d+), (\d+)\)/)
  if (shape === null) throw new Error(`${path}: ${header}`)
  const [rows, columns] = [Number(shape[1]), Number(shape[2])]
  const all = new Float32Array(Uint8Array.from(bytes.subarray(headerEnd)).buffer)
  return { rows, columns, row: (at) => all.subarray(at * columns, (at + 1) * columns) }
}
