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

/** Where a tensor's values lie: contiguous, little-endian, row-major. */
export type TensorLocation = {
  readonly name: string
  /** A real path. */
  readonly file: string
  readonly elementType: ElementType
  readonly shape: readonly number[]
  /** Bytes from the start of the file, not necessarily aligned. */
  readonly offset: number
  readonly length: number
}

/** The tensors of one file, located and checked to lie within it, not read. */
export type TensorFile = {
  readonly file: string
  readonly tensors: ReadonlyMap<string, TensorLocation>
}
