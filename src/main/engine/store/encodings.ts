import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

export type StoredEncoding = {
  readonly encoding: number
  readonly corpus: number
  readonly channel: number
  readonly lens: number
  /** hash of corpus, channel, lens and settings */
  readonly identity: string
  readonly settings: unknown
  readonly device: string
  readonly state: 'reading' | 'ready'
  readonly documents: number
  readonly tokens: number
  /** token activations above 0 */
  readonly nonzeros: number
  readonly seconds: number
  readonly startedAt: string
  readonly finishedAt: string | null
}

/** What grows while a corpus is read. */
export type EncodingCounts = Pick<StoredEncoding, 'documents' | 'tokens' | 'nonzeros' | 'seconds'>

type EncodingRow = Omit<StoredEncoding, 'settings' | 'startedAt' | 'finishedAt'> & {
  readonly settings: string
  readonly started_at: string
  readonly finished_at: string | null
}

const encodingColumns = `encoding, corpus, channel, lens, identity, settings, device, state, documents, tokens, nonzeros, seconds,
  started_at, finished_at`

/** Begins an encoding, or gives the one of this identity as far as it got (its `state` tells whether anything is left to read). */
export function beginEncoding(
  db: Connection,
  wanted: Pick<StoredEncoding, 'corpus' | 'channel' | 'lens' | 'identity' | 'settings' | 'device'>,
): StoredEncoding {
  return write(db, () => {
    prepare(
      db,
      `INSERT INTO encodings (corpus, channel, lens, identity, settings, device, state, started_at)
       VALUES (?, ?, ?, ?, ?, ?, 'reading', ?)
       ON CONFLICT (identity) DO NOTHING`,
    ).run(
      wanted.corpus,
      wanted.channel,
      wanted.lens,
      wanted.identity,
      JSON.stringify(wanted.settings ?? null),
      wanted.device,
      new Date().toISOString(),
    )
    const begun = encodingByIdentity(db, wanted.identity)
    if (begun === null) throw new Error(`encoding ${wanted.identity} was not begun`)
    return begun
  })
}

/** Writes down how far an encoding got; in the transaction of the block that got it there. */
export function recordEncodingCounts(db: Connection, encoding: number, counts: EncodingCounts): void {
  write(db, () => {
    const { changes } = prepare(
      db,
      "UPDATE encodings SET documents = ?, tokens = ?, nonzeros = ?, seconds = ? WHERE encoding = ? AND state <> 'removed'",
    ).run(counts.documents, counts.tokens, counts.nonzeros, counts.seconds, encoding)
    if (changes !== 1) throw new Error(`encoding ${encoding} is gone`)
  })
}

/** Makes an encoding ready to be looked at. */
export function finishEncoding(db: Connection, encoding: number, counts: EncodingCounts): void {
  write(db, () => {
    recordEncodingCounts(db, encoding, counts)
    prepare(db, "UPDATE encodings SET state = 'ready', finished_at = ? WHERE encoding = ?").run(new Date().toISOString(), encoding)
  })
}

export function encodingByIdentity(db: Connection, identity: string): StoredEncoding | null {
  const row = prepare<EncodingRow>(db, `SELECT ${encodingColumns} FROM encodings WHERE identity = ? AND state <> 'removed'`).get(
    identity,
  )
  return row === undefined ? null : toEncoding(row)
}

/** Encodings in the order they were begun, of everything or of one corpus. */
export function listEncodings(db: Connection, corpus?: number): readonly StoredEncoding[] {
  const rows =
    corpus === undefined
      ? prepare<EncodingRow>(db, `SELECT ${encodingColumns} FROM encodings WHERE state <> 'removed' ORDER BY encoding`).all()
      : prepare<EncodingRow>(
          db,
          `SELECT ${encodingColumns} FROM encodings WHERE corpus = ? AND state <> 'removed' ORDER BY encoding`,
        ).all(corpus)
  return rows.map(toEncoding)
}

function toEncoding({ settings, started_at: startedAt, finished_at: finishedAt, ...same }: EncodingRow): StoredEncoding {
  return { ...same, settings: JSON.parse(settings), startedAt, finishedAt }
}
