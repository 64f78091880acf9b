import { prepare, type Connection } from './connection.ts'
import { rowNumber } from './row-number.ts'

const page = 50_000

/** UTF-8 bytes of each text of a channel by ordinal, [documents], without reading the texts. */
export function textBytes(db: Connection, channel: number, documents: number): Uint32Array {
  const bytes = new Uint32Array(documents)
  const select = prepare<number>(
    db,
    'SELECT octet_length(content) FROM texts WHERE text >= ? AND text < ? ORDER BY text',
    'first-column',
  )
  for (let first = 0; first < documents; first += page) {
    bytes.set(select.all(rowNumber(channel, first), rowNumber(channel, Math.min(documents, first + page))), first)
  }
  return bytes
}
