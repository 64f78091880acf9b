import type { ByteWindow } from '../../corpora/byte-window.ts'
import type { FoundItem } from './found-row.ts'
import { JsonCursor } from './json-cursor.ts'
import { jsonIn } from './json-lines.ts'
import { slotOf } from './label-fields.ts'
import { isRecord } from './label-row.ts'

const quote = 34
const colon = 58
const openList = 91
const closeList = 93
const openObject = 123
const closeObject = 125

/** Keys under which a document keeps its rows. */
const rowKeys = new Set(['features', 'labels', 'latents', 'results', 'data', 'rows', 'items', 'featurelabels'])
/** What a key is that stands for a latent, also one that no latent can have. */
const numberLike = /^\s*-?\d[\d.]*(?:e\d+)?\s*$/i
const unclosed =
  'is not complete, so it and what follows were not read: a bracket or a quote is not closed, the file is cut short, or it is larger than 16 MiB'

/**
 * Rows of JSON that is one value, or values one after the other, over as many lines as they like: a list of rows; an object from latent
 * to label; an object with such a list or object under a key like "features"; a row. Values are read one by one.
 */
export async function* readJsonDocument(window: ByteWindow, cutShort: () => string | null): AsyncGenerator<readonly FoundItem[]> {
  const cursor = new JsonCursor(window)
  for (;;) {
    const first = await cursor.peek()
    if (first < 0 || cursor.isStuck) break
    if (first === openList) yield* readList(cursor)
    else if (first === openObject) yield* readObject(cursor, false)
    else {
      yield [{ line: cursor.line(), reason: 'is neither a JSON object nor a list' }]
      if (!(await cursor.skipLine())) break
    }
  }
  const reason = cutShort()
  if (reason !== null) yield [{ line: cursor.line(), reason: `and what follows could not be read: ${reason}` }]
}

async function* readList(cursor: JsonCursor): AsyncGenerator<readonly FoundItem[]> {
  cursor.skip()
  for (;;) {
    const first = await cursor.peek()
    const line = cursor.line()
    if (first < 0) {
      yield [{ line, reason: 'ends before its list is closed: the file may be cut short' }]
      return
    }
    if (first === closeList) return cursor.skip()
    if (first === closeObject) {
      yield [{ line, reason: 'has a } where a list goes on' }]
      cursor.skip()
      return
    }
    const value = await parsed(cursor)
    if (value === null) yield [{ line, reason: unclosed }]
    else if ('reason' in value) yield [{ line, reason: value.reason }]
    else if (isRecord(value.value)) yield [{ row: { line, fields: value.value } }]
    else yield [{ line, reason: 'is not a JSON object' }]
    if (value === null) return
  }
}

/** An object: from latent to label, or with rows under a key, or a row itself. */
async function* readObject(cursor: JsonCursor, isMap: boolean): AsyncGenerator<readonly FoundItem[]> {
  const begin = cursor.line()
  cursor.skip()
  const own: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  let rows = isMap
  let namesLatent = false
  for (;;) {
    const first = await cursor.peek()
    const line = cursor.line()
    if (first === closeObject) {
      cursor.skip()
      break
    }
    const key = first === quote ? await parsed(cursor) : null
    if (key === null || 'reason' in key || typeof key.value !== 'string' || (await cursor.peek()) !== colon) {
      yield [
        {
          line,
          reason:
            first < 0 ? unclosed : 'is not valid JSON: a key and a colon should stand here; the rest of the line was not read',
        },
      ]
      if (first >= 0) await cursor.skipLine()
      return
    }
    cursor.skip()
    const value = await cursor.peek()
    const name = key.value
    if (!isMap && rowKeys.has(name.toLowerCase().replace(/[\s_-]+/g, '')) && (value === openList || value === openObject)) {
      rows = true
      yield* value === openList ? readList(cursor) : readObject(cursor, true)
      if (cursor.isStuck) return
      continue
    }
    const isEntry = isMap || (!namesLatent && numberLike.test(name))
    if (!isEntry && slotOf(name) === null) {
      if ((await cursor.value()) === null) return yield [{ line, reason: unclosed }]
      continue
    }
    const held = await parsed(cursor)
    if (held === null) return yield [{ line, reason: unclosed }]
    if ('reason' in held) yield [{ line, reason: held.reason }]
    else if (isEntry) {
      rows = true
      const fields = isRecord(held.value) ? held.value : { label: held.value }
      yield [{ row: { line, fields, latent: name } }]
    } else {
      own[name] = held.value
      namesLatent ||= slotOf(name) === 'latent'
    }
  }
  if (!rows) yield [{ row: { line: begin, fields: own } }]
  else if (!isMap) yield [{ about: own }]
}

/** The next value; null where the text ends before it, or it is too large. */
async function parsed(cursor: JsonCursor): Promise<{ readonly value: unknown } | { readonly reason: string } | null> {
  const bytes = await cursor.value()
  return bytes === null ? null : (jsonIn(bytes) ?? { reason: 'has no value where one should stand' })
}
