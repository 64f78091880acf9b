import type { SchemaElement } from 'hyparquet'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { ColumnType, ColumnValues, TableColumn, TableRows, TableSink, TableWriter } from './table.ts'

/** A row group is written when it has this many rows, or its text this many characters. */
const groupRows = 1 << 16
const groupCharacters = 8 << 20

/** Parquet, Snappy, a row group at a time. */
export function parquetTable(sink: TableSink, columns: readonly TableColumn[], createdBy: string): TableWriter {
  const bytes = new ByteWriter()
  const flush = async () => {
    const part = bytes.getBytes()
    await sink.write(part)
    // `offset` goes on counting: places in the file are taken from it.
    bytes.index = 0
  }
  const writer = new ParquetWriter({ writer: Object.assign(bytes, { flush }), schema: schemaOf(columns), createdBy })
  let held: TableRows[] = []
  let rows = 0
  let characters = 0
  const writeGroup = async () => {
    if (rows === 0) return
    const columnData = columns.map(({ name, type }, column) => ({
      name,
      data: joined(
        held.map((part) => part[column] ?? []),
        type,
        rows,
      ),
    }))
    held = []
    await writer.write({ columnData, rowGroupSize: rows })
    rows = 0
    characters = 0
  }
  return {
    async write(more) {
      held.push(more)
      rows += more[0]?.length ?? 0
      for (const values of more) characters += charactersOf(values)
      if (rows >= groupRows || characters >= groupCharacters) await writeGroup()
    },
    async finish() {
      await writeGroup()
      await writer.finish()
      await flush()
    },
  }
}

function schemaOf(columns: readonly TableColumn[]): SchemaElement[] {
  const leaves = columns.map(({ name, type, nullable }): SchemaElement => {
    const repetition = { name, repetition_type: nullable === true ? 'OPTIONAL' : 'REQUIRED' } as const
    switch (type) {
      case 'int32':
        return { ...repetition, type: 'INT32' }
      case 'float32':
        return { ...repetition, type: 'FLOAT' }
      case 'float64':
        return { ...repetition, type: 'DOUBLE' }
      case 'text':
        return { ...repetition, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } }
    }
  })
  return [{ name: 'root', num_children: columns.length }, ...leaves]
}

function joined(
  parts: readonly ColumnValues[],
  type: ColumnType,
  rows: number,
): Int32Array | Float32Array | Float64Array | (number | string | null)[] {
  if (type === 'text' || parts.some((part) => Array.isArray(part)))
    return parts.flatMap((part) => Array.from<number | string | null>(part))
  const all = type === 'int32' ? new Int32Array(rows) : type === 'float32' ? new Float32Array(rows) : new Float64Array(rows)
  let at = 0
  for (const part of parts) {
    all.set(part as ArrayLike<number>, at)
    at += part.length
  }
  return all
}

function charactersOf(values: ColumnValues): number {
  if (!Array.isArray(values)) return 0
  let characters = 0
  for (const value of values as readonly unknown[]) if (typeof value === 'string') characters += value.length
  return characters
}
