import type { ColumnValues, TableColumn, TableRows, TableSink, TableWriter } from './table.ts'

/** Characters gathered before they are written. */
const pieceCharacters = 1 << 20

/** RFC 4180 with a header, UTF-8, CRLF; empty for null. Text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function csvTable(sink: TableSink, columns: readonly TableColumn[]): TableWriter {
  const header = `${columns.map(({ name }) => csvCell(name)).join(',')}\r\n`
  return textTable(sink, header, (rows, at) => {
    let line = ''
    for (let column = 0; column < columns.length; column++)
      line += (column === 0 ? '' : ',') + csvCell(cellOf(columns[column], rows[column], at))
    return `${line}\r\n`
  })
}

/** One JSON object a line, UTF-8; numbers exact. */
export function jsonLinesTable(sink: TableSink, columns: readonly TableColumn[]): TableWriter {
  const keys = columns.map(({ name }) => JSON.stringify(name))
  return textTable(sink, '', (rows, at) => {
    let line = ''
    for (let column = 0; column < columns.length; column++)
      line += `${column === 0 ? '{' : ','}${keys[column]}:${JSON.stringify(cellOf(columns[column], rows[column], at))}`
    return `${line}}\n`
  })
}

/** A table of GitHub's Markdown. @param inert makes any text one line that is read as it stands */
export function markdownTable(sink: TableSink, columns: readonly TableColumn[], inert: (text: string) => string): TableWriter {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  const cell = (value: number | string | null) => (typeof value === 'string' ? inert(value) : String(value ?? ''))
  const header = line(columns.map(({ name }) => cell(name))) + line(columns.map(({ type }) => (type === 'text' ? '---' : '---:')))
  return textTable(sink, header, (rows, at) => line(columns.map((column, place) => cell(cellOf(column, rows[place], at)))))
}

/** As a cell of RFC 4180. */
function csvCell(value: number | string | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function cellOf(column: TableColumn | undefined, values: ColumnValues | undefined, at: number): number | string | null {
  const value = values?.[at] ?? null
  // Nine digits name every 32-bit float exactly, and are the shortest that always do.
  return column?.type === 'float32' && typeof value === 'number' ? Number(value.toPrecision(9)) : value
}

function textTable(sink: TableSink, header: string, lineOf: (rows: TableRows, at: number) => string): TableWriter {
  const encoder = new TextEncoder()
  let piece = header
  const flush = async () => {
    const bytes = encoder.encode(piece)
    piece = ''
    await sink.write(bytes)
  }
  return {
    async write(rows) {
      const length = rows[0]?.length ?? 0
      for (let at = 0; at < length; at++) {
        piece += lineOf(rows, at)
        if (piece.length >= pieceCharacters) await flush()
      }
    },
    finish: flush,
  }
}
