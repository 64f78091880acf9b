import { isUtf8 } from 'node:buffer'
import { parseJson } from './parse-json.ts'
import { bareRecord, maximumRowBytes, type RawItem, rowExcerpt } from './raw-row.ts'

/** One JSON object in bytes as a row, or why it is none. */
export function jsonRow(bytes: Buffer, row: number, file: string): RawItem {
  const problem = (reason: string): RawItem => ({ problem: { row, file, reason, ...rowExcerpt(bytes) } })
  if (bytes.length > maximumRowBytes) return problem('is larger than 64 MiB; split it into several rows')
  if (!isUtf8(bytes)) return problem('is not valid UTF-8')
  let value: unknown
  try {
    value = parseJson(bytes.toString('utf8'))
  } catch (error) {
    return problem(`is not valid JSON: ${error instanceof SyntaxError ? complaint(error) : 'nested too deeply'}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return problem(`is ${kindOf(value)}, not a JSON object`)
  return { row: { row, fields: bareRecord(value as Record<string, unknown>) } }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value === 'bigint' ? 'number' : typeof value}`
}

/** What the parser says, on one line, without a position that counts from the start of the row. */
function complaint(error: SyntaxError): string {
  return error.message.replace(/ is not valid JSON$| \(line \d+ column \d+\)$/, '').replace(/\s+/g, ' ')
}
