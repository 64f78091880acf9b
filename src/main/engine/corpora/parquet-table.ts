import { parquetMetadataAsync, parquetScan, parquetSchema, type FileMetaData, type ParquetScan, type RowGroup } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { Failure } from '../../../contract/failure.ts'
import { parquetParsers, type ParquetFile } from './parquet-file.ts'
import { locatePages, type PageLocation } from './parquet-pages.ts'

/** What one step decodes, before compression, of all columns together. */
const stepBytes = 8 * 1024 * 1024
const fewestStepRows = 64
/** The most that is decoded at once of lists whose pages cannot be read one by one. */
const wholeLimitBytes = 512 * 1024 * 1024

/** Rows of a table that stand together; `step` is how many to decode at a time. */
export type TableGroup = {
  readonly first: number
  readonly rows: number
  readonly step: number
  readonly open: () => Promise<OpenGroup>
}

/** A row group whose pages are found. In it rows count from 0. */
export type OpenGroup = {
  readonly scan: ParquetScan
  /** columns that must be decoded all at once: lists whose rows cannot be found without */
  readonly whole: ReadonlySet<string>
}

/** A Parquet table, its row groups not yet read. */
export type ParquetTable = { readonly columns: readonly string[]; readonly rows: number; readonly groups: readonly TableGroup[] }

/** @throws Failure where the table of contents makes no sense */
export async function openTable(file: ParquetFile, name: string): Promise<ParquetTable> {
  try {
    const metadata = await parquetMetadataAsync(file.buffer, { parsers: parquetParsers, geoparquet: false })
    const columns = parquetSchema(metadata).children.map((child) => child.element.name)
    let rows = 0
    const groups = metadata.row_groups.map((group) => {
      const first = rows
      rows += Number(group.num_rows)
      return { first, rows: Number(group.num_rows), step: stepOf(group), open: () => openGroup(file, metadata, group) }
    })
    if (rows !== Number(metadata.num_rows) || columns.length === 0)
      throw new RangeError('the row groups do not add up to the table')
    return { columns, rows, groups }
  } catch (error) {
    const message = `${name} is damaged: the table of contents at its end cannot be read.`
    throw new Failure('bad-input', message, 'Write or download the file again.', { cause: error })
  }
}

function stepOf({ num_rows: rows, columns }: RowGroup): number {
  const bytes = columns.reduce((sum, { meta_data: column }) => sum + Number(column?.total_uncompressed_size ?? 0), 0)
  return Math.max(fewestStepRows, Math.floor((stepBytes * Number(rows)) / Math.max(1, bytes)))
}

/** @throws where pages make no sense, or lists are too large to decode */
async function openGroup(file: ParquetFile, metadata: FileMetaData, group: RowGroup): Promise<OpenGroup> {
  const nested = nestedColumns(metadata)
  const pages = Object.create(null) as Record<string, readonly PageLocation[]>
  const whole = new Set<string>()
  let wholeBytes = 0
  for (const { meta_data: column, offset_index_offset: pageIndex } of group.columns) {
    if (column === undefined) throw new RangeError('a column has no description')
    const name = String(column.path_in_schema[0])
    const located = await locatePages(file.buffer, column, nested.has(name))
    if (located !== null) {
      if (located.length > 0) pages[column.path_in_schema.join('.')] = located
    } else if (pageIndex === undefined) {
      whole.add(name)
      wholeBytes += Number(column.total_uncompressed_size)
    }
  }
  if (wholeBytes > wholeLimitBytes) {
    throw new RangeError('its row group is too large; write the table with smaller ones, in pandas: row_group_size=10000')
  }
  // beside its documented options a scan takes page locations, as it reads them from a page index itself
  const options = { file: file.buffer, parsers: parquetParsers, geoparquet: false, compressors, pageLocationsByGroup: [pages] }
  return {
    scan: await parquetScan({ ...options, metadata: { ...metadata, row_groups: [group], num_rows: group.num_rows } }),
    whole,
  }
}

/** Columns that hold lists or structs, by name. */
function nestedColumns(metadata: FileMetaData): ReadonlySet<string> {
  const { children } = parquetSchema(metadata)
  const nested = children.filter(({ children: inner, element }) => inner.length > 0 || element.repetition_type === 'REPEATED')
  return new Set(nested.map(({ element }) => element.name))
}
