import type { ChannelSummary } from '../../../contract/corpora.ts'
import { prepare, type Connection } from './connection.ts'

/** `channel` is the row, `ordinal` its place among the corpus' channels from 0. */
export type StoredChannel = ChannelSummary & { readonly channel: number; readonly ordinal: number }

export type StoredCorpus = {
  readonly corpus: number
  readonly name: string
  readonly kind: string
  /** the file or folder, relative to the project's folder when inside it */
  readonly source: string
  readonly gzip: boolean
  /** of the source as it was when the import began */
  readonly fingerprint: string
  /** as it was given to `beginImport` */
  readonly mapping: unknown
  readonly state: 'importing' | 'ready'
  readonly documents: number
  /** rows left out; rows kept with a change are `notices` */
  readonly skipped: number
  readonly notices: number
  /** rows of the source dealt with so far */
  readonly rowsRead: number
  readonly createdAt: string
  readonly channels: readonly StoredChannel[]
}

type CorpusRow = {
  readonly corpus: number
  readonly name: string
  readonly kind: string
  readonly source: string
  readonly gzip: number
  readonly fingerprint: string
  readonly mapping: string
  readonly state: 'importing' | 'ready'
  readonly documents: number
  readonly skipped: number
  readonly notices: number
  readonly rows_read: number
  readonly created_at: string
}

const corpusColumns =
  'corpus, name, kind, source, gzip, fingerprint, mapping, state, documents, skipped, notices, rows_read, created_at'

/** Every corpus, ready or being imported, by name; a re-import under way stands beside the ready one of its name. */
export function listCorpora(db: Connection): readonly StoredCorpus[] {
  const rows = prepare<CorpusRow>(db, `SELECT ${corpusColumns} FROM corpora WHERE state <> 'removed' ORDER BY name, state`).all()
  return rows.map((row) => toCorpus(db, row))
}

/** The ready corpus of this name; null when there is none. */
export function corpusByName(db: Connection, name: string): StoredCorpus | null {
  return corpusInState(db, name, 'ready')
}

/** The import of this name that was begun and not finished; null when there is none. */
export function importByName(db: Connection, name: string): StoredCorpus | null {
  return corpusInState(db, name, 'importing')
}

export function channelsOf(db: Connection, corpus: number): readonly StoredChannel[] {
  return prepare<StoredChannel>(
    db,
    'SELECT channel, ordinal, name, field, role FROM channels WHERE corpus = ? ORDER BY ordinal',
  ).all(corpus)
}

function corpusInState(db: Connection, name: string, state: StoredCorpus['state']): StoredCorpus | null {
  const row = prepare<CorpusRow>(db, `SELECT ${corpusColumns} FROM corpora WHERE name = ? AND state = ?`).get(name, state)
  return row === undefined ? null : toCorpus(db, row)
}

function toCorpus(db: Connection, row: CorpusRow): StoredCorpus {
  const { gzip, mapping, rows_read: rowsRead, created_at: createdAt, ...same } = row
  return { ...same, gzip: gzip === 1, mapping: JSON.parse(mapping), rowsRead, createdAt, channels: channelsOf(db, row.corpus) }
}
