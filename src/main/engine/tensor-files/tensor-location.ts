/** Element types as safetensors names them. */
export const elementBytes = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
} as const

export type ElementType = keyof typeof elementBytes

/** Bytes that the values of a tensor take. */
export function bytesOfShape(shape: readonly number[], elementType: ElementType): number {
  return shape.reduce((product, each) => product * each, elementBytes[elementType])
}

/** Where a tensor's values lie: without gaps, little-endian. */
export type TensorLocation = {
  readonly name: string
  /** A real path. */
  readonly file: string
  readonly elementType: ElementType
  readonly shape: readonly number[]
  /** Whether a matrix [rows, columns] is stored column by column, as its transpose [columns, rows] would be row by row. */
  readonly columnMajor: boolean
  /** Bytes from the start of the file, not necessarily aligned. */
  readonly offset: number
  readonly length: number
}

/** What a file of one kind may hold besides tensors. */
export type PlainValue = string | number | boolean | null

/** The tensors of one file, located and checked to lie within it, not read. */
export type TensorFile = {
  readonly file: string
  /** By name; the keys of nested dictionaries are joined by ".". */
  readonly tensors: ReadonlyMap<string, TensorLocation>
  /** What a file of torch.save holds besides, by name as tensors; empty for other files. */
  readonly values: ReadonlyMap<string, PlainValue>
}

/** The transpose of a matrix: the same values in the same place. */
export function transposed(matrix: TensorLocation): TensorLocation {
  return { ...matrix, shape: matrix.shape.toReversed(), columnMajor: !matrix.columnMajor }
}
