import { isUtf8 } from 'node:buffer'
import type { ByteWindow } from '../../corpora/byte-window.ts'
import { parseJson } from '../../corpora/parse-json.ts'
import { type FoundItem, largestRow, tooLarge } from './found-row.ts'
import { isRecord } from './label-row.ts'

const lineFeed = 10

/** Rows of a file with one JSON object a line. A broken line costs itself alone. */
export async function* readJsonLines(window: ByteWindow, cutShort: () => string | null): AsyncGenerator<readonly FoundItem[]> {
  let line = 0
  for (;;) {
    const items: FoundItem[] = []
    let at = 0
    for (let end = window.bytes.indexOf(lineFeed); end >= 0; end = window.bytes.indexOf(lineFeed, at)) {
      line++
      append(items, window.bytes.subarray(at, end), line)
      at = end + 1
    }
    if (window.ended) {
      const reason = cutShort()
      if (reason !== null) items.push({ line: line + 1, reason: `and what follows could not be read: ${reason}` })
      else append(items, window.bytes.subarray(at), line + 1)
      yield items
      return
    }
    if (window.bytes.length - at > largestRow) {
      line++
      items.push({ line, reason: tooLarge })
      await window.skipPast(lineFeed, at)
    } else await window.grow(at)
    yield items
  }
}

function append(items: FoundItem[], bytes: Buffer, line: number): void {
  const value = jsonIn(bytes)
  if (value === undefined) return
  if ('reason' in value) items.push({ line, reason: value.reason })
  else if (isRecord(value.value)) items.push({ row: { line, fields: value.value } })
  else items.push({ line, reason: 'is not a JSON object' })
}

/** The JSON value in bytes, or why there is none; undefined where there are only spaces. */
export function jsonIn(bytes: Buffer): { readonly value: unknown } | { readonly reason: string } | undefined {
  if (bytes.length > largestRow) return { reason: tooLarge }
  const passed = embeddingIn(bytes)
  const parts = passed === null ? [bytes] : [bytes.subarray(0, passed.from), bytes.subarray(passed.to)]
  if (!parts.every((part) => isUtf8(part))) return { reason: 'is not valid UTF-8' }
  const text = parts.map((part) => part.toString('utf8')).join('null')
  try {
    return { value: parseJson(text) }
  } catch (error) {
    if (text.trim() === '') return undefined
    return { reason: `is not valid JSON: ${error instanceof SyntaxError ? complaint(error) : 'it is nested too deeply'}` }
  }
}

/**
 * Where the numbers of Neuronpedia's embedding stand: some 5 of the 5.5 kB of its lines, in a string or a list, which no label needs.
 * Null where there is none, or it is not as plain as that.
 */
function embeddingIn(bytes: Buffer): { readonly from: number; readonly to: number } | null {
  const key = bytes.indexOf('"embedding"')
  if (key < 0) return null
  let from = key + 11
  while (bytes[from] === 32 || bytes[from] === 58) from++
  if (!bytes.subarray(key + 11, from).includes(58) || (bytes[from] !== 34 && bytes[from] !== 91)) return null
  const to = bytes.indexOf(bytes[from] === 34 ? 34 : 93, from + 1) + 1
  return to === 0 || bytes[to - 2] === 92 ? null : { from, to }
}

/** What the parser says, on one line, without quoting the file. */
function complaint(error: SyntaxError): string {
  const [said = ''] = error.message.replace(/\s+/g, ' ').split(/, ["'.]| \(line| is not valid JSON/)
  return said.slice(0, 120)
}
