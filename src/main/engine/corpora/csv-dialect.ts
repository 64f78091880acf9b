import { parseCsvRecord, type CsvDialect } from './csv-record.ts'

const delimiters = { comma: 44, semicolon: 59, tab: 9, bar: 124 } as const
const sampleBytes = 65_536
const sampleRecords = 100

/** What separates cells and records, and where the records begin, judged from the first bytes of a file. */
export function sniffCsvDialect(
  start: Buffer,
  kind: 'csv' | 'tsv',
  last: boolean,
): { readonly dialect: CsvDialect; readonly begin: number } {
  const newline = !start.includes(10) && start.includes(13) ? 13 : 10
  // Excel's own first line
  const named = /^"?sep=([^\r\n])"?\r?\n/i.exec(start.toString('latin1', 0, 16))
  if (named?.[1] !== undefined) return { dialect: { delimiter: named[1].charCodeAt(0), newline }, begin: named[0].length }

  const sample = start.subarray(0, sampleBytes)
  const sampleIsLast = last && sample.length === start.length
  const candidates =
    kind === 'tsv' ? [delimiters.tab, delimiters.comma, delimiters.semicolon, delimiters.bar] : Object.values(delimiters)
  let delimiter = -1
  let bestAgreement = 0
  for (const candidate of candidates) {
    const agreement = recordsLikeHeader(sample, { delimiter: candidate, newline }, sampleIsLast)
    if (agreement > bestAgreement) {
      delimiter = candidate
      bestAgreement = agreement
    }
  }
  return { dialect: { delimiter, newline }, begin: 0 }
}

/** Share of the records with as many cells as the header, 0..1; 0 where the header has one cell only. */
function recordsLikeHeader(sample: Buffer, dialect: CsvDialect, last: boolean): number {
  const counts: number[] = []
  for (let at = 0; at < sample.length && counts.length < sampleRecords;) {
    const record = parseCsvRecord(sample, at, dialect, last)
    if (record === null) break
    if (!record.blank) counts.push(record.cells.length)
    at = record.next
  }
  const header = counts[0] ?? 1
  if (header === 1) return 0
  return counts.filter((count) => count === header).length / counts.length
}
