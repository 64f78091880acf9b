import type { ByteWindow } from '../../corpora/byte-window.ts'
import { sniffCsvDialect } from '../../corpora/csv-dialect.ts'
import { type CsvDialect, type CsvRecord, parseCsvRecord } from '../../corpora/csv-record.ts'
import { type FoundItem, largestRow, tooLarge } from './found-row.ts'
import { slotOf } from './label-fields.ts'
import { csvColumns, unguarded } from './spreadsheet-cell.ts'

export type DelimitedLayout = { readonly dialect: CsvDialect; readonly begin: number }

/** What separates the cells of a table with latents and labels; null where the first bytes of the file are none. */
export function delimitedLayout(start: Buffer, last: boolean): DelimitedLayout | null {
  const lineEnd = start.indexOf(10)
  const firstLine = start.subarray(0, lineEnd < 0 ? start.length : lineEnd)
  const layout = sniffCsvDialect(start, firstLine.includes(9) ? 'tsv' : 'csv', last)
  const first = parseCsvRecord(start, layout.begin, layout.dialect, last, true)
  return first !== null && namesOf(first.cells) !== null ? layout : null
}

/** The columns' names, from a header or the number that a first row without one begins with; null where neither stands there. */
function namesOf(cells: readonly string[]): { readonly names: readonly string[]; readonly isHeader: boolean } | null {
  const slots = cells.map((cell) => slotOf(cell.trim()))
  if (slots.includes('latent') && slots.includes('text')) return { names: cells.map((cell) => cell.trim()), isHeader: true }
  if (cells.length < 2 || !/^\s*-?\d[\d.]*(?:e\d+)?\s*$/i.test(cells[0] ?? '')) return null
  return { names: cells.map((_, column) => `column ${column + 1}`), isHeader: false }
}

/** Rows of CSV, TSV and the like. A record with other than the header's number of cells is skipped, as its cells may have shifted. */
export async function* readDelimited(
  window: ByteWindow,
  { dialect, begin }: DelimitedLayout,
  cutShort: () => string | null,
): AsyncGenerator<readonly FoundItem[]> {
  let header: readonly string[] | null = null
  let isOwn = false
  let at = begin
  let line = begin === 0 ? 1 : 2
  for (;;) {
    const items: FoundItem[] = []
    const broken = cutShort()
    while (at < window.bytes.length) {
      // the record at which a file breaks off has no end that could be trusted
      const record =
        parseCsvRecord(window.bytes, at, dialect, window.ended && broken === null) ?? tooLong(window.bytes, at, dialect)
      if (record === null) break
      if (!record.blank && header === null) {
        const found = namesOf(record.cells)
        header = found?.names ?? []
        isOwn = header.join() === csvColumns.join()
        if (found?.isHeader === false) items.push(rowOf(record, header, line, false))
      } else if (!record.blank) items.push(rowOf(record, header ?? [], line, isOwn))
      line += record.lines
      at = record.next
    }
    if (window.ended) {
      if (broken !== null) items.push({ line, reason: `and what follows could not be read: ${broken}` })
      yield items
      return
    }
    if (window.bytes.length - at > largestRow) {
      items.push({ line: line++, reason: tooLarge })
      await window.skipPast(dialect.newline, at)
    } else await window.grow(at)
    at = 0
    yield items
  }
}

/** A record whose quote is not closed among more bytes than a row may have: its quote is taken as a character. */
function tooLong(bytes: Buffer, at: number, dialect: CsvDialect): CsvRecord | null {
  return bytes.length - at > largestRow ? parseCsvRecord(bytes, at, dialect, false, true) : null
}

function rowOf({ cells, validUtf8 }: CsvRecord, names: readonly string[], line: number, isGuarded: boolean): FoundItem {
  if (!validUtf8) return { line, reason: 'is not valid UTF-8' }
  if (cells.length < names.length || cells.slice(names.length).some((cell) => cell !== '')) {
    const reason = `has ${cells.length} cells where the header has ${names.length}: a comma or a quote in a label may lack quotes around it`
    return { line, reason }
  }
  const fields = Object.create(null) as Record<string, unknown>
  for (let column = 0; column < names.length; column++) {
    const cell = cells[column] ?? ''
    fields[names[column]!] = isGuarded ? unguarded(cell) : cell
  }
  return { row: { line, fields } }
}
