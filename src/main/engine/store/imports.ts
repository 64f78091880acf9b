import { basename } from 'node:path'
import type { ChannelSummary } from '../../../contract/corpora.ts'
import { prepare, type Connection } from './connection.ts'
import { contentHash } from './content-hash.ts'
import { channelsOf, corpusByName, importByName, type StoredChannel, type StoredCorpus } from './corpora.ts'
import { addProblems, type ImportProblem } from './import-problems.ts'
import { metadataText } from './metadata-text.ts'
import { countMetadata } from './metadata-columns.ts'
import { markCorpusRemoved } from './removal.ts'
import { rowNumber } from './row-number.ts'
import { addToSearchIndex, createSearchIndex } from './search-index.ts'
import { write } from './write.ts'

/** What an import is of; when all of it is the same again, a broken-off import goes on. */
export type CorpusImport = {
  readonly name: string
  readonly kind: string
  readonly source: string
  readonly gzip: boolean
  readonly fingerprint: string
  readonly mapping: unknown
  readonly channels: readonly ChannelSummary[]
}

export type ImportDocument = {
  /** 1-based, as the user counts */
  readonly row: number
  readonly id: string
  readonly metadata: Readonly<Record<string, unknown>>
  /** one for each channel, in their order */
  readonly texts: readonly string[]
}

export type ImportBatch = { readonly documents: readonly ImportDocument[]; readonly problems: readonly ImportProblem[] }

/**
 * Begins an import, or goes on with the one of this name that was broken off: then `rowsRead` rows of the source are dealt with already.
 *
 * A broken-off import of something else (another fingerprint, mapping, channels) is discarded. A ready corpus of the name stays as it is
 * until `finishImport`.
 */
export function beginImport(db: Connection, wanted: CorpusImport): StoredCorpus {
  return write(db, () => {
    const begun = importByName(db, wanted.name)
    if (begun !== null && isSame(begun, wanted)) return begun
    if (begun !== null) markCorpusRemoved(db, begun.corpus)
    const { lastInsertRowid } = prepare(
      db,
      `INSERT INTO corpora (name, kind, source, gzip, fingerprint, mapping, state, created_at)
       VALUES (?, ?, ?, ?, ?, ?, 'importing', ?)`,
    ).run(
      wanted.name,
      wanted.kind,
      wanted.source,
      wanted.gzip ? 1 : 0,
      wanted.fingerprint,
      JSON.stringify(wanted.mapping ?? null),
      new Date().toISOString(),
    )
    addChannels(db, Number(lastInsertRowid), wanted.channels)
    return importUnderWay(db, wanted.name)
  })
}

/**
 * Adds a batch of documents (500 to 1,000 are a good size) in one transaction, and that `rowsRead` rows of the source are now dealt with.
 *
 * An id that is taken gets the row behind it, `id (row 17)`, and a notice. Gives the number of documents the corpus then has.
 */
export function commitDocuments(db: Connection, corpus: number, batch: ImportBatch, rowsRead: number): number {
  return write(db, () => {
    const before = countsOf(db, corpus)
    const channels = channelsOf(db, corpus)
    const notices = addDocuments(db, corpus, before.documents, channels, batch.documents).map(({ row, reason }): ImportProblem => ({
      row,
      file: basename(before.source),
      reason,
      kept: true,
    }))
    addTexts(db, before.documents, channels, batch.documents)
    countMetadata(
      db,
      corpus,
      batch.documents.map((document) => document.metadata),
    )
    const problems = [...batch.problems, ...notices].sort((a, b) => a.row - b.row)
    addProblems(db, corpus, problems, before.skipped + before.notices)
    const kept = problems.filter((problem) => problem.kept === true).length
    prepare(
      db,
      'UPDATE corpora SET documents = documents + ?, skipped = skipped + ?, notices = notices + ?, rows_read = ? WHERE corpus = ?',
    ).run(batch.documents.length, problems.length - kept, kept, rowsRead, corpus)
    return before.documents + batch.documents.length
  })
}

/**
 * Makes an import the ready corpus of its name, in the place of the one before it if there is one, in one transaction.
 *
 * The one before and its encodings are gone for everybody from then on; `housekeepingStep` frees what they took.
 */
export function finishImport(db: Connection, corpus: number): StoredCorpus {
  return write(db, () => {
    const { name } = countsOf(db, corpus)
    const old = corpusByName(db, name)
    if (old !== null) markCorpusRemoved(db, old.corpus)
    prepare(db, "UPDATE corpora SET state = 'ready' WHERE corpus = ?").run(corpus)
    const ready = corpusByName(db, name)
    if (ready === null) throw new Error(`corpus ${corpus} is gone`)
    return ready
  })
}

/** Gives up an import, such as one that found no usable row. */
export function discardImport(db: Connection, corpus: number): void {
  write(db, () => {
    countsOf(db, corpus)
    markCorpusRemoved(db, corpus)
  })
}

function isSame(begun: StoredCorpus, wanted: CorpusImport): boolean {
  const channels = begun.channels.map(({ name, field, role }) => ({ name, field, role }))
  const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
  return (
    begun.kind === wanted.kind &&
    begun.source === wanted.source &&
    begun.gzip === wanted.gzip &&
    begun.fingerprint === wanted.fingerprint &&
    same(begun.mapping, wanted.mapping) &&
    same(
      channels,
      wanted.channels.map(({ name, field, role }) => ({ name, field, role })),
    )
  )
}

function addChannels(db: Connection, corpus: number, channels: readonly ChannelSummary[]): void {
  if (channels.length === 0) throw new Error('a corpus has at least one channel')
  const insert = prepare(db, 'INSERT INTO channels (corpus, ordinal, name, field, role) VALUES (?, ?, ?, ?, ?)')
  channels.forEach(({ name, field, role }, ordinal) => {
    createSearchIndex(db, Number(insert.run(corpus, ordinal, name, field, role).lastInsertRowid))
  })
}

function importUnderWay(db: Connection, name: string): StoredCorpus {
  const begun = importByName(db, name)
  if (begun === null) throw new Error(`no import of ${name} is under way`)
  return begun
}

type Counts = {
  readonly name: string
  readonly source: string
  readonly documents: number
  readonly skipped: number
  readonly notices: number
}

function countsOf(db: Connection, corpus: number): Counts {
  const row = prepare<Counts>(
    db,
    "SELECT name, source, documents, skipped, notices FROM corpora WHERE corpus = ? AND state = 'importing'",
  ).get(corpus)
  if (row === undefined) throw new Error(`corpus ${corpus} is not being imported`)
  return row
}

/** Inserts the documents' rows; gives those whose id was taken, and what was done about it. */
function addDocuments(
  db: Connection,
  corpus: number,
  firstOrdinal: number,
  channels: readonly StoredChannel[],
  documents: readonly ImportDocument[],
): readonly { readonly row: number; readonly reason: string }[] {
  const names = channels.map((channel) => channel.name)
  const insert = prepare(
    db,
    `INSERT INTO documents (document, row, id, metadata, content_hash)
     VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (corpus, id) DO NOTHING`,
  )
  return documents.flatMap((document, offset) => {
    const { row, id, texts } = document
    if (texts.length !== channels.length) throw new Error(`row ${row} has ${texts.length} texts for ${channels.length} channels`)
    const rest = [row, metadataText(document.metadata), contentHash(names, texts)] as const
    const add = (as: string): boolean =>
      insert.run(rowNumber(corpus, firstOrdinal + offset), rest[0], as, rest[1], rest[2]).changes === 1
    if (add(id)) return []
    let other = `${id} (row ${row})`
    while (!add(other)) other += ' again'
    return [{ row, reason: `the id ${JSON.stringify(id)} is that of an earlier row; kept as ${JSON.stringify(other)}` }]
  })
}

/** Channel by channel: a full-text index takes ascending rows much faster. */
function addTexts(
  db: Connection,
  firstOrdinal: number,
  channels: readonly StoredChannel[],
  documents: readonly ImportDocument[],
): void {
  const insert = prepare(db, 'INSERT INTO texts (text, content) VALUES (?, ?)')
  for (const { channel, ordinal: place } of channels) {
    documents.forEach(({ texts }, offset) => {
      const content = texts[place] ?? ''
      insert.run(rowNumber(channel, firstOrdinal + offset), content)
      addToSearchIndex(db, channel, firstOrdinal + offset, content)
    })
  }
}
