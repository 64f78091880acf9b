import { basename } from 'node:path'
import type { ByteWindow } from './byte-window.ts'
import { jsonRow } from './json-row.ts'
import { maximumRowBytes, type RawBatch, type RawItem } from './raw-row.ts'
import type { SourceBytes } from './source-bytes.ts'

const lineFeed = 10

/** Rows of a file with one JSON object a line; blank lines are passed over, and counted. */
export async function* readJsonLines(path: string, source: SourceBytes, window: ByteWindow): AsyncGenerator<RawBatch> {
  const file = basename(path)
  let line = 0
  for (;;) {
    const items: RawItem[] = []
    let at = 0
    for (let end = window.bytes.indexOf(lineFeed); end >= 0; end = window.bytes.indexOf(lineFeed, at)) {
      appendLine(items, window.bytes.subarray(at, end), ++line, file)
      at = end + 1
    }
    if (window.ended) {
      if (at < window.bytes.length) appendLine(items, window.bytes.subarray(at), ++line, file)
      const cutShort = source.cutShort()
      if (cutShort !== null)
        items.push({ problem: { row: line + 1, file, reason: `and what follows could not be read: ${cutShort}` } })
      yield { items, bytesRead: source.bytesRead() }
      return
    }
    if (window.bytes.length - at > maximumRowBytes) {
      items.push({ problem: { row: ++line, file, reason: 'is larger than 64 MiB; split it into several rows' } })
      await window.skipPast(lineFeed, at)
    } else {
      await window.grow(at)
    }
    yield { items, bytesRead: source.bytesRead() }
  }
}

function appendLine(items: RawItem[], bytes: Buffer, line: number, file: string): void {
  if (!isBlank(bytes)) items.push(jsonRow(bytes, line, file))
}

/** Only spaces, tabs and carriage returns. */
function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 32 || byte === 9 || byte === 13)
}
