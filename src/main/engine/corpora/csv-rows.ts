import { basename } from 'node:path'
import type { ByteWindow } from './byte-window.ts'
import { sniffCsvDialect } from './csv-dialect.ts'
import { parseCsvRecord, type CsvRecord } from './csv-record.ts'
import { maximumRowBytes, type RawBatch, type RawItem, rowExcerpt } from './raw-row.ts'
import type { SourceBytes } from './source-bytes.ts'

/** Longer than any column name is: such a first line is a row, and the file has no header. */
const longestName = 128

/**
 * Rows of a CSV or TSV file, every cell a string. Empty lines are passed over and not counted as rows.
 * A record with fewer or more cells than the header is skipped and listed, as its cells may have shifted;
 * empty cells too many at the end are let pass, and so is anything in a file of one column.
 */
export async function* readCsvRows(
  path: string,
  source: SourceBytes,
  window: ByteWindow,
  kind: 'csv' | 'tsv',
): AsyncGenerator<RawBatch> {
  const file = basename(path)
  const { dialect, begin } = sniffCsvDialect(window.bytes, kind, window.ended)
  let names: readonly string[] | null = null
  let at = begin
  let row = 0
  let line = begin === 0 ? 1 : 2
  for (;;) {
    const items: RawItem[] = []
    const cutShort = source.cutShort()
    // the record at which a file breaks off has no end that could be trusted
    const isLast = window.ended && cutShort === null
    while (at < window.bytes.length) {
      const record =
        parseCsvRecord(window.bytes, at, dialect, isLast) ??
        (window.bytes.length - at > maximumRowBytes ? parseCsvRecord(window.bytes, at, dialect, false, true) : null)
      if (record === null) break
      if (!record.blank) {
        const isHeader = names === null && !looksLikeData(record.cells)
        names ??= columnNames(isHeader ? record.cells : record.cells.map(() => ''))
        if (!isHeader) items.push(csvRow(record, names, ++row, line, file))
      }
      line += record.lines
      at = record.next
    }
    if (window.ended) {
      if (cutShort !== null)
        items.push({ problem: { row: row + 1, file, reason: `and what follows could not be read: ${cutShort}` } })
      yield { items, bytesRead: source.bytesRead() }
      return
    }
    if (window.bytes.length - at > maximumRowBytes) {
      items.push({ problem: { row: ++row, file, reason: `is larger than 64 MiB; split it into several rows (line ${line})` } })
      await window.skipPast(dialect.newline, at)
      line++
    } else {
      await window.grow(at)
    }
    at = 0
    yield { items, bytesRead: source.bytesRead() }
  }
}

function csvRow({ cells, validUtf8 }: CsvRecord, names: readonly string[], row: number, line: number, file: string): RawItem {
  const problem = (reason: string): RawItem => ({
    problem: { row, file, reason: `${reason} (line ${line})`, ...rowExcerpt(cells.join(' · ')) },
  })
  if (!validUtf8) return problem('is not valid UTF-8')
  const isRagged = cells.length < names.length || cells.slice(names.length).some((cell) => cell !== '')
  if (isRagged) return problem(`has ${countOf(cells.length)} where the header has ${names.length}`)
  const fields = Object.create(null) as Record<string, unknown>
  for (const [column, name] of names.entries()) fields[name] = cells[column]
  return { row: { row, line, fields } }
}

function countOf(cells: number): string {
  return cells === 1 ? '1 cell' : `${cells} cells`
}

/** Whether a first line is a row already: a text longer than names are, or a number first and something else after it. */
function looksLikeData(cells: readonly string[]): boolean {
  const isNumber = (cell: string) => cell.trim() !== '' && Number.isFinite(Number(cell))
  if (cells.some((cell) => cell.length > longestName || cell.includes('\n'))) return true
  return isNumber(cells[0] ?? '') && cells.some((cell) => cell !== '' && !isNumber(cell))
}

/** Names of columns: trimmed, a number where there is none, and a number after one that is used already. */
function columnNames(header: readonly string[]): readonly string[] {
  const used = new Set<string>()
  return header.map((cell, column) => {
    const wanted = cell.trim() === '' ? `column ${column + 1}` : cell.trim()
    let name = wanted
    for (let copy = 2; used.has(name); copy++) name = `${wanted} ${copy}`
    used.add(name)
    return name
  })
}
