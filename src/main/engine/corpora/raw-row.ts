/** A row as the file has it: strings, numbers, bigints, booleans, null, lists, objects; Uint8Array for bytes that are not text; Date. */
export type RawRow = {
  /** 1-based as the user counts: line of a JSONL file (blank lines count), element of a JSON array, record of a CSV (header not counted), row of a Parquet table, file of a text folder */
  readonly row: number
  /** CSV and TSV only: the line of the file where the record begins */
  readonly line?: number
  /** without a prototype, so that a column may have any name */
  readonly fields: Readonly<Record<string, unknown>>
}

/** A row that was skipped, or (as a notice) kept with a change, and why. */
export type RowProblem = {
  readonly row: number
  /** base name of the file; in a text folder, of the text file */
  readonly file: string
  readonly reason: string
  /** how the row begins, on one line; absent where nothing of it could be read */
  readonly excerpt?: string
}

export type RawItem = { readonly row: RawRow } | { readonly problem: RowProblem }

export type RawBatch = {
  readonly items: readonly RawItem[]
  /** of the source's bytes on disk (`CorpusSource.bytes`), how many have been read: for progress */
  readonly bytesRead: number
}

/** A row, a line, or an array element larger than this is skipped and listed. */
export const maximumRowBytes = 64 * 1024 * 1024

const excerptCharacters = 160

/** The start of a row for a list of problems; of bytes that are no UTF-8 with U+FFFD in their places. */
export function rowExcerpt(start: string | Buffer): { readonly excerpt?: string } {
  const text = typeof start === 'string' ? start : start.toString('utf8', 0, 4 * excerptCharacters)
  const line = text.slice(0, excerptCharacters).replace(/\s+/g, ' ').trim().toWellFormed()
  return line === '' ? {} : { excerpt: text.length > excerptCharacters ? `${line}…` : line }
}

/** An object without a prototype and with the entries of another, `__proto__` included. */
export function bareRecord(entries: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.assign(Object.create(null) as Record<string, unknown>, entries)
}
