import { Failure } from '../../../contract/failure.ts'
import type { LabelOrigin, LabelVersion } from '../../../contract/latents.ts'
import { prepare, type Connection } from './connection.ts'
import { keepSource, type LabelSource } from './label-sources.ts'
import { counts, labelById, labelHistory, labelOfRequest } from './labels.ts'
import { write } from './write.ts'

/** A version to be written. An empty text by a person withdraws the latent's label. */
export type NewLabel = {
  readonly lens: number
  readonly latent: number
  readonly text: string
  /** Markdown */
  readonly notes: string
  readonly origin: LabelOrigin
  /** who or what: a person's name, a model's */
  readonly author: string
  readonly change?: string | null
  readonly score?: number | null
  /** the proposal it was made from */
  readonly candidate?: number | null
  /** What an import says of it besides. */
  readonly source?: LabelSource | undefined
  /** A request that was carried out before is not carried out again. */
  readonly requestId?: string | undefined
}

/** Appends a version and gives it as it then stands (not current, when a machine wrote it and a person had before). */
export function addLabel(db: Connection, label: NewLabel): LabelVersion {
  return write(db, () => versionOf(db, done(db, label.requestId) ?? insertLabel(db, label)))
}

/**
 * Appends a person's copy of an earlier version, which makes it current.
 *
 * Throws a Failure 'not-found' for an id that is no label's.
 */
export function revertLabel(
  db: Connection,
  id: number,
  by: { readonly author: string; readonly requestId?: string | undefined },
): LabelVersion {
  return write(db, () => {
    const already = done(db, by.requestId)
    if (already !== null) return versionOf(db, already)
    const target = labelById(db, id)
    if (target === null)
      throw new Failure('not-found', `There is no label version ${id}.`, 'Open the history again and choose one.')
    const { lens, latent, version } = target
    const { text, notes, score } = version
    const number = labelHistory(db, lens, latent).filter((each) => each.id <= id).length
    const change = `reverted to version ${number}`
    const candidate = prepare<number | null>(db, 'SELECT candidate FROM labels WHERE label_id = ?', 'first-column').get(id)
    return versionOf(
      db,
      insertLabel(db, { lens, latent, text, notes, score, origin: 'person', change, candidate: candidate ?? null, ...by }),
    )
  })
}

/**
 * Appends many labels of one origin in one transaction; gives how many.
 *
 * One that says what the newest version of its origin and author that counts says already is left out, so importing a file twice changes
 * nothing.
 */
export function importLabels(
  db: Connection,
  lens: number,
  labels: readonly { readonly latent: number; readonly text: string; readonly notes?: string; readonly score?: number | null }[],
  by: { readonly origin: LabelOrigin; readonly author: string; readonly change?: string },
): number {
  return write(db, () => {
    const newest = newestBy(db, lens, by)
    let added = 0
    for (const { latent, text, notes = '', score = null } of labels) {
      const last = newest.get(latent)
      if (last !== undefined && last.text === text && last.notes === notes && last.score === score) continue
      insertLabel(db, { lens, latent, text, notes, score, ...by })
      newest.set(latent, { text, notes, score })
      added += 1
    }
    return added
  })
}

type Said = { readonly text: string; readonly notes: string; readonly score: number | null }

/** What the newest version of an origin and author that counts says, by latent. */
function newestBy(
  db: Connection,
  lens: number,
  { origin, author }: { readonly origin: LabelOrigin; readonly author: string },
): Map<number, Said> {
  // As in `currentLabels`, the columns are those of the row with the largest id.
  const rows = prepare<Said & { readonly latent: number }>(
    db,
    `SELECT latent, text, notes, score, max(label_id)
     FROM labels
     WHERE lens = ? AND origin = ? AND author = ? AND ${counts}
     GROUP BY latent`,
  ).all(lens, origin, author)
  return new Map(rows.map((row) => [row.latent, row]))
}

function done(db: Connection, requestId: string | undefined): number | null {
  return requestId === undefined ? null : labelOfRequest(db, requestId)
}

/** The number of the version that is written next: beyond those there are, and those kept for imports. */
export function nextLabelId(db: Connection): number {
  const last = prepare<number>(
    db,
    `SELECT max(
       coalesce((SELECT max(label_id) FROM labels), 0),
       coalesce((SELECT max(last_label) FROM label_imports), 0)
     )`,
    'first-column',
  ).get()
  return (last ?? 0) + 1
}

/** Within a transaction: appends a version and gives its number. */
export function insertLabel(db: Connection, label: NewLabel, id = nextLabelId(db)): number {
  prepare(
    db,
    `INSERT INTO labels (label_id, lens, latent, text, notes, origin, author, note_of_change, score, candidate, request_id, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    id,
    label.lens,
    label.latent,
    label.text,
    label.notes,
    label.origin,
    label.author,
    label.change ?? null,
    label.score ?? null,
    label.candidate ?? null,
    label.requestId ?? null,
    new Date().toISOString(),
  )
  if (label.source !== undefined) keepSource(db, id, label.source)
  return id
}

function versionOf(db: Connection, id: number): LabelVersion {
  const label = labelById(db, id)
  if (label === null) throw new Error(`label version ${id} was not written`)
  return label.version
}
