import type { AsyncBuffer, ColumnMetaData, PageHeader } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'

/** Where a data page lies: what a page index (Parquet's OffsetIndex) says of it, had the file one. */
export type PageLocation = { readonly offset: bigint; readonly compressed_page_size: number; readonly first_row_index: bigint }

/** Enough for a page header in nearly all files; where it is not, the header holds long statistics. */
const headerBytes = 1 << 13
const longHeaderBytes = 1 << 24

/**
 * The pages of a column, found by walking their headers, so that rows can be read without holding the whole column,
 * and checked, as a decoder trusts them: sizes that make no sense would have it run for ever.
 * Null where pages need not begin with a row (lists in pages of the first version).
 * @throws RangeError where a header makes no sense
 */
export async function locatePages(
  file: AsyncBuffer,
  column: ColumnMetaData,
  isNested: boolean,
): Promise<readonly PageLocation[] | null> {
  const begin = Number(column.dictionary_page_offset || column.data_page_offset)
  const end = begin + Number(column.total_compressed_size)
  const pages: PageLocation[] = []
  let row = 0
  let values = 0
  for (let at = begin; at < end && values < Number(column.num_values);) {
    const { header, length } = await readHeader(file, at, end)
    const size = length + header.compressed_page_size
    if (!isPlausible(header) || at + size > end) throw new RangeError('a page header makes no sense')
    const { data_page_header: first, data_page_header_v2: second } = header
    values += first?.num_values ?? second?.num_values ?? 0
    const rows = second?.num_rows ?? (isNested ? Number.NaN : first?.num_values)
    if (rows !== undefined) {
      pages.push({ offset: BigInt(at), compressed_page_size: size, first_row_index: BigInt(Number.isNaN(row) ? 0 : row) })
      row += rows
    }
    at += size
  }
  if (values !== Number(column.num_values)) throw new RangeError('a column has fewer values than it should')
  return Number.isNaN(row) ? null : pages
}

function isPlausible({ type, compressed_page_size, uncompressed_page_size, ...header }: PageHeader): boolean {
  const isCount = (count: unknown, most: number) => Number.isInteger(count) && Number(count) >= 0 && Number(count) <= most
  if (!isCount(compressed_page_size, Infinity) || !isCount(uncompressed_page_size, Infinity)) return false
  const { data_page_header: first, data_page_header_v2: second, dictionary_page_header: dictionary } = header
  if (type === 'DATA_PAGE') return first?.encoding !== undefined && isCount(first.num_values, 2 ** 31)
  if (type === 'DICTIONARY_PAGE') return dictionary !== undefined && isCount(dictionary.num_values, uncompressed_page_size)
  if (type !== 'DATA_PAGE_V2' || second?.encoding === undefined) return false
  const levels = second.definition_levels_byte_length + second.repetition_levels_byte_length
  return (
    isCount(second.num_values, 2 ** 31) &&
    isCount(second.num_nulls, second.num_values) &&
    isCount(second.num_rows, second.num_values) &&
    isCount(second.definition_levels_byte_length, compressed_page_size) &&
    isCount(second.repetition_levels_byte_length, compressed_page_size) &&
    levels <= compressed_page_size
  )
}

async function readHeader(
  file: AsyncBuffer,
  at: number,
  end: number,
): Promise<{ readonly header: PageHeader; readonly length: number }> {
  for (const bytes of [headerBytes, longHeaderBytes]) {
    const reader = { view: new DataView(await file.slice(at, Math.min(end, at + bytes))), offset: 0 }
    try {
      return { header: parquetHeader(reader), length: reader.offset }
    } catch (error) {
      if (!(error instanceof RangeError) || at + bytes >= end) throw error
    }
  }
  throw new RangeError('a page header is too long')
}
