import { basename } from 'node:path'
import { asTurns, turnsOf } from './chat-turns.ts'
import type { ChannelMapping, ColumnMapping } from './column-mapping.ts'
import type { CorpusSource } from './corpus-source.ts'
import { cleanText, fieldText } from './document-text.ts'
import { toJsonValue, type JsonValue } from './json-value.ts'
import { refuseWithoutRows } from './no-rows.ts'
import { parseJson } from './parse-json.ts'
import { type RawRow, rowExcerpt, type RowProblem } from './raw-row.ts'
import { readRawRows } from './raw-rows.ts'
import { UniqueIds } from './unique-ids.ts'

export type ImportedDocument = {
  /** as `RawRow.row` counts */
  readonly row: number
  /** unique within the corpus, well-formed, not empty */
  readonly id: string
  /** channel name to text; the main channel is always there, and no text is empty, longer than 2,000,000 characters or ill-formed */
  readonly texts: Readonly<Record<string, string>>
  /** every field that is neither the id nor a channel; of a conversation, the messages no channel reads */
  readonly metadata: { readonly [name: string]: JsonValue }
}

/** A document, with what had to be changed or left out to keep it, or a row that was skipped. */
export type ImportItem =
  { readonly document: ImportedDocument; readonly notices: readonly RowProblem[] } | { readonly problem: RowProblem }

export type ImportBatch = {
  readonly items: readonly ImportItem[]
  /** as in `RawBatch` */
  readonly bytesRead: number
}

/**
 * The documents of a corpus, in the order of its rows, in batches of at most 256 and in constant memory but for 32 bytes an id.
 *
 * A row without text in the main channel is skipped. A row without an id takes its row number; an id that was there before
 * gets `#2`, `#3`. Both are said in a notice, as is each kind of metadata that had to be left out, once.
 * @throws Failure where no row at all can be read, and as `readRawRows` does
 */
export async function* readDocuments(
  source: CorpusSource,
  mapping: ColumnMapping,
  signal?: AbortSignal,
): AsyncGenerator<ImportBatch> {
  const read = documentReader(source, mapping)
  let documents = 0
  let skipped = 0
  let firstProblem: RowProblem | undefined
  for await (const { items, bytesRead } of readRawRows(source, signal)) {
    const batch = items.map((each) => ('row' in each ? read(each.row) : each))
    for (const each of batch) {
      if ('document' in each) documents++
      else {
        skipped++
        firstProblem ??= each.problem
      }
    }
    yield { items: batch, bytesRead }
  }
  if (documents === 0) refuseWithoutRows(source, skipped, firstProblem)
}

/** Turns the rows of one corpus into documents, remembering ids and what was said already. */
function documentReader(source: CorpusSource, mapping: ColumnMapping): (row: RawRow) => ImportItem {
  const file = basename(source.path)
  const ids = new UniqueIds()
  const said = new Set<string>()
  const readers = Map.groupBy(mapping.channels, ({ field }) => field)
  const leftOut = new Set(mapping.leftOut)
  return (raw) => {
    const note = (reason: string): RowProblem => {
      const name = source.kind === 'text-folder' ? String(raw.fields['file']) : file
      const where = raw.line === undefined ? reason : `${reason} (line ${raw.line})`
      return { row: raw.row, file: name, reason: where, ...rowExcerpt(beginning(raw)) }
    }
    const notices: RowProblem[] = []
    const texts = Object.create(null) as Record<string, string>
    for (const [position, { name, field, role }] of mapping.channels.entries()) {
      const found = fieldText(raw.fields[field], field, role)
      if ('text' in found) {
        texts[name] = found.text
        notices.push(...found.changes.map(note))
      } else if (position === 0) return { problem: note('reason' in found ? found.reason : found.absent) }
      else if ('reason' in found) notices.push(note(`is kept without its ${name}: it ${found.reason}`))
    }
    const onDropped = (field: string, what: string): void => {
      if (!said.has(`${field}\0${what}`)) notices.push(note(`has ${what} in "${field}", left out here and in later rows`))
      said.add(`${field}\0${what}`)
    }
    const metadata = readMetadata(raw, mapping.id, { readers, leftOut }, onDropped)
    const id = takeId(raw, mapping.id, ids, (reason) => notices.push(note(reason)))
    return { document: { row: raw.row, id, texts, metadata }, notices }
  }
}

function takeId({ row, fields }: RawRow, field: string | null, ids: UniqueIds, onNotice: (reason: string) => void): string {
  if (field === null) return String(row)
  const value = fields[field]
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
  const wanted = isScalar ? cleanText(String(value), field).text : ''
  if (wanted === '') onNotice(`has no id in "${field}"; its row number is its id`)
  const id = ids.take(wanted === '' ? String(row) : wanted)
  if (wanted !== '' && id !== wanted) onNotice(`has the id "${wanted}" of an earlier row; its id here is "${id}"`)
  return id
}

/** The first values of a row that are written out in a few words. */
function beginning({ fields }: RawRow): string {
  return Object.values(fields)
    .flatMap((value) => (typeof value === 'string' || typeof value === 'number' ? [String(value).slice(0, 200)] : []))
    .slice(0, 8)
    .join(' · ')
}

function readMetadata(
  { fields }: RawRow,
  id: string | null,
  { readers, leftOut }: { readonly readers: ReadonlyMap<string, readonly ChannelMapping[]>; readonly leftOut: ReadonlySet<string> },
  onDropped: (field: string, what: string) => void,
): Record<string, JsonValue> {
  const metadata = Object.create(null) as Record<string, JsonValue>
  for (const name of Object.keys(fields)) {
    if (leftOut.has(name)) continue
    const channels = readers.get(name)
    const kept = channels !== undefined ? otherMessages(fields[name], channels) : name === id ? undefined : fields[name]
    if (kept !== undefined) metadata[name] = toJsonValue(kept, (what) => onDropped(name, what))
  }
  return metadata
}

/** The messages of a conversation that no channel reads, as the file has them; undefined where none is left. */
function otherMessages(value: unknown, readers: readonly ChannelMapping[]): unknown {
  const turns = readers.every(({ role }) => role === undefined) ? null : asTurns(value)
  if (turns === null) return undefined
  const read = new Set(readers.flatMap(({ role }) => (role === undefined ? [] : turnsOf(turns, role))))
  const messages: unknown = typeof value === 'string' ? parseJson(value) : value
  const others = Array.isArray(messages) ? messages.filter((_, position) => !read.has(position)) : []
  return others.length === 0 ? undefined : others
}
