export type ColumnType = 'int32' | 'float32' | 'float64' | 'text'

export type TableColumn = {
  readonly name: string
  readonly type: ColumnType
  /** Whether it may hold null. */ readonly nullable?: boolean
}

export type ColumnValues = Int32Array | Uint32Array | Float32Array | Float64Array | readonly (number | string | null)[]

/** Some rows of a table, column by column, all of one length. */
export type TableRows = readonly ColumnValues[]

/** Where the bytes of a table go, in order. */
export type TableSink = { write(bytes: Uint8Array): Promise<void> }

/** Writes a table piece by piece; what is not written yet is bounded. The file is whole after `finish`. */
export type TableWriter = {
  write(rows: TableRows): Promise<void>
  finish(): Promise<void>
}
