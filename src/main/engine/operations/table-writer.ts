import type { TableFormat } from '../../../contract/findings.ts'
import { parquetTable } from '../table-files/parquet-table.ts'
import type { TableColumn, TableSink, TableWriter } from '../table-files/table.ts'
import { csvTable, jsonLinesTable } from '../table-files/text-table.ts'
import type { ProjectReading } from './project-reading.ts'

/** Writes a table in the asked format. */
export function tableWriter(
  sink: TableSink,
  columns: readonly TableColumn[],
  format: TableFormat,
  { place }: ProjectReading,
): TableWriter {
  switch (format) {
    case 'parquet':
      return parquetTable(sink, columns, `etalon ${place.version}`)
    case 'csv':
      return csvTable(sink, columns)
    case 'jsonl':
      return jsonLinesTable(sink, columns)
  }
}
