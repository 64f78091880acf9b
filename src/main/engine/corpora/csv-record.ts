import { isUtf8 } from 'node:buffer'

/** How a file separates its cells and its records, as byte values. */
export type CsvDialect = {
  /** -1: there is one column, and nothing separates */
  readonly delimiter: number
  /** line feed (with or without a carriage return before it), or carriage return alone */
  readonly newline: 10 | 13
}

export type CsvRecord = {
  readonly cells: readonly string[]
  /** offset of the next record */
  readonly next: number
  /** lines the record takes, 1 or more */
  readonly lines: number
  /** an empty line */
  readonly blank: boolean
  readonly validUtf8: boolean
}

type Cell = { readonly text: string; readonly end: number }

const space = 32
const quote = 34
const carriageReturn = 13

/**
 * The record of a CSV file (RFC 4180) that begins at `from`; null when more bytes are needed to know where it ends.
 *
 * A quote counts as one only where a cell begins with it and the closing quote is followed by a delimiter or the end of
 * the record; any other quote is a character like others, and its cell ends at the next delimiter or line. So a stray
 * quote costs its own line at most, never the rest of the file.
 * @param last `bytes` reaches to the end of the file
 * @param giveUp do not wait for a closing quote that is not among `bytes`
 */
export function parseCsvRecord(bytes: Buffer, from: number, dialect: CsvDialect, last: boolean, giveUp = last): CsvRecord | null {
  const cells: string[] = []
  let lines = 1
  let at = from
  for (;;) {
    const quoted = quotedCell(bytes, at, dialect, last)
    if (quoted === 'unknown' && !giveUp) return null
    const cell = typeof quoted === 'object' && quoted !== null ? quoted : plainCell(bytes, at, dialect, last)
    if (cell === null) return null
    if (cell === quoted) lines += countLines(bytes, at, cell.end, dialect.newline)
    cells.push(cell.text)
    at = cell.end
    if (at < bytes.length && bytes[at] === dialect.delimiter) {
      at++
      continue
    }
    const recordEnd = at
    if (dialect.newline !== carriageReturn && bytes[at] === carriageReturn) at++
    if (at < bytes.length) at++
    const blank = recordEnd === from
    return { cells, next: at, lines, blank, validUtf8: isUtf8(bytes.subarray(from, recordEnd)) }
  }
}

/** A cell in quotes; null where there is none, 'unknown' where the bytes end before that can be told. `end` is that of the quotes. */
function quotedCell(bytes: Buffer, from: number, dialect: CsvDialect, last: boolean): Cell | 'unknown' | null {
  const open = skipSpaces(bytes, from)
  if (open === bytes.length) return last ? null : 'unknown'
  if (bytes[open] !== quote) return null
  let doubled = false
  let close = bytes.indexOf(quote, open + 1)
  while (close >= 0 && bytes[close + 1] === quote) {
    doubled = true
    close = bytes.indexOf(quote, close + 2)
  }
  if (close < 0) return 'unknown'
  const end = skipSpaces(bytes, close + 1)
  if (!endsCell(bytes, end, dialect)) return null
  const unseen = bytes[end] === carriageReturn ? end + 1 : end
  if (!last && unseen >= bytes.length) return 'unknown'
  const text = bytes.toString('utf8', open + 1, close)
  return { text: doubled ? text.replaceAll('""', '"') : text, end }
}

function endsCell(bytes: Buffer, at: number, { delimiter, newline }: CsvDialect): boolean {
  if (at >= bytes.length) return true
  const byte = bytes[at]
  return (
    byte === delimiter || byte === newline || (byte === carriageReturn && (at + 1 === bytes.length || bytes[at + 1] === newline))
  )
}

/** The bytes up to the next delimiter or end of line; null where neither is among the bytes. */
function plainCell(bytes: Buffer, from: number, { delimiter, newline }: CsvDialect, last: boolean): Cell | null {
  let end = from
  while (end < bytes.length && bytes[end] !== delimiter && bytes[end] !== newline) end++
  if (end === bytes.length && !last) return null
  const atLineEnd = end === bytes.length || bytes[end] === newline
  if (atLineEnd && newline !== carriageReturn && end > from && bytes[end - 1] === carriageReturn) end--
  return { text: bytes.toString('utf8', from, end), end }
}

function skipSpaces(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === space) at++
  return at
}

function countLines(bytes: Buffer, from: number, to: number, newline: number): number {
  let count = 0
  for (let at = bytes.indexOf(newline, from); at >= 0 && at < to; at = bytes.indexOf(newline, at + 1)) count++
  return count
}
