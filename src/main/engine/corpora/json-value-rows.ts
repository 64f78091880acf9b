import { basename } from 'node:path'
import type { ByteWindow } from './byte-window.ts'
import { jsonRow } from './json-row.ts'
import { jsonValueEnd } from './json-value-end.ts'
import { maximumRowBytes, type RawBatch, type RawItem } from './raw-row.ts'
import type { SourceBytes } from './source-bytes.ts'

const openList = 91
const closeList = 93

/** Rows of a file that is one JSON array of objects, or objects one after the other, over as many lines as they like. */
export async function* readJsonValues(path: string, source: SourceBytes, window: ByteWindow): AsyncGenerator<RawBatch> {
  const file = basename(path)
  let row = 0
  let at = skipBetween(window.bytes, 0)
  const inList = window.bytes[at] === openList
  if (inList) at++
  for (;;) {
    const items: RawItem[] = []
    const stop = (reason: string): RawBatch => {
      items.push({ problem: { row: row + 1, file, reason } })
      return { items, bytesRead: source.bytesRead() }
    }
    for (;;) {
      at = skipBetween(window.bytes, at)
      if (at === window.bytes.length) break
      if (inList && window.bytes[at] === closeList) {
        yield (await isOnlySpace(window, at + 1))
          ? { items, bytesRead: source.bytesRead() }
          : stop('and what follows stand after the end of the list and were not read')
        return
      }
      const end = jsonValueEnd(window.bytes, at)
      if (end < 0) break
      items.push(jsonRow(window.bytes.subarray(at, end), ++row, file))
      at = end
    }
    if (window.ended) {
      const cutShort = source.cutShort()
      if (cutShort !== null) yield stop(`and what follows could not be read: ${cutShort}`)
      else if (at < window.bytes.length) yield stop('is not complete: a bracket or a quote is not closed, or the file is cut short')
      else if (inList) yield stop('is missing: the list is not closed, so the file may be cut short')
      else yield { items, bytesRead: source.bytesRead() }
      return
    }
    if (window.bytes.length - at > maximumRowBytes) {
      yield stop('is larger than 64 MiB, or a bracket or a quote in it is not closed; it and what follows were not read')
      return
    }
    await window.grow(at)
    at = 0
    yield { items, bytesRead: source.bytesRead() }
  }
}

/** The offset of the next byte that is neither white space nor a comma. */
function skipBetween(bytes: Buffer, from: number): number {
  let at = from
  for (; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9 && byte !== 44) break
  }
  return at
}

async function isOnlySpace(window: ByteWindow, from: number): Promise<boolean> {
  let at = skipBetween(window.bytes, from)
  while (at === window.bytes.length && !window.ended) {
    await window.grow(at)
    at = skipBetween(window.bytes, 0)
  }
  return at === window.bytes.length
}
