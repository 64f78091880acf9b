import { basename } from 'node:path'
import type { CorpusSource } from './corpus-source.ts'
import { ParquetFile } from './parquet-file.ts'
import { openTable, type OpenGroup, type TableGroup } from './parquet-table.ts'
import type { RawBatch, RawItem } from './raw-row.ts'

/** So that a preview does not wait for a whole step. */
const firstStepRows = 256

/** Rows of a Parquet table, row group by row group. What cannot be decoded of a row group is listed as one problem. */
export async function* readParquetRows(source: CorpusSource): AsyncGenerator<RawBatch> {
  const name = basename(source.path)
  const file = await ParquetFile.open(source.path)
  try {
    const { columns, rows, groups } = await openTable(file, name)
    for (const group of groups) {
      for await (const { items, read } of readGroup(group, columns, name)) {
        yield { items, bytesRead: Math.floor((source.bytes * (group.first + read)) / Math.max(1, rows)) }
      }
    }
    if (rows === 0) yield { items: [], bytesRead: source.bytes }
  } finally {
    await file.close()
  }
}

type Step = { readonly items: readonly RawItem[]; readonly read: number }

async function* readGroup(group: TableGroup, columns: readonly string[], file: string): AsyncGenerator<Step> {
  let read = 0
  try {
    const opened = await group.open()
    while (read < group.rows) {
      const end = Math.min(group.rows, read + (group.first + read === 0 ? Math.min(firstStepRows, group.step) : group.step))
      const items = await readStep(opened, group, columns, read, end)
      read = end
      yield { items, read }
    }
  } catch (error) {
    const reason = `to row ${group.first + group.rows} cannot be decoded: ${error instanceof Error ? error.message : String(error)}`
    yield { items: [{ problem: { row: group.first + read + 1, file, reason } }], read: group.rows }
  }
}

async function readStep(
  opened: OpenGroup,
  group: TableGroup,
  columns: readonly string[],
  from: number,
  end: number,
): Promise<RawItem[]> {
  const values = await Promise.all(columns.map((column) => readColumn(opened, group, column, from, end)))
  return Array.from({ length: end - from }, (_, offset) => {
    const fields = Object.create(null) as Record<string, unknown>
    for (const [position, column] of columns.entries()) fields[column] = values[position]?.[offset] ?? null
    return { row: { row: group.first + from + offset + 1, fields } }
  })
}

async function readColumn(
  { scan, whole }: OpenGroup,
  group: TableGroup,
  column: string,
  from: number,
  end: number,
): Promise<ArrayLike<unknown>> {
  if (!whole.has(column)) return scan.readColumn({ column, rowStart: from, rowEnd: end })
  // the scan keeps the last range it decoded of each column
  return (await scan.readColumn({ column, rowStart: 0, rowEnd: group.rows })).slice(from, end)
}
