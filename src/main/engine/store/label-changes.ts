import { Failure } from '../../../contract/failure.ts'
import type { LabelOrigin, LabelVersion } from '../../../contract/latents.ts'
import { prepare, type Connection } from './connection.ts'
import { labelById, labelHistory, labelOfRequest } from './labels.ts'
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
  /** A request that was carried out before is not carried out again. */
  readonly requestId?: string | undefined
}

/** Appends a version and gives it as it then stands (not current, when a machine wrote it and a person had before). */
export function addLabel(db: Connection, label: NewLabel): LabelVersion {
  return write(db, () => versionOf(db, done(db, label.requestId) ?? insert(db, label)))
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
    return versionOf(db, insert(db, { lens, latent, text, notes, score, origin: 'person', change, ...by }))
  })
}

/**
 * Appends many labels of one origin in one transaction; gives how many.
 *
 * One that says what the newest version of its origin and author says already is left out, so importing a file twice changes nothing.
 */
export function importLabels(
  db: Connection,
  lens: number,
  labels: readonly { readonly latent: number; readonly text: string; readonly notes?: string; readonly score?: number | null }[],
  by: { readonly origin: LabelOrigin; readonly author: string; readonly change?: string },
): number {
  const newest = `SELECT text, notes, score FROM labels
    WHERE lens = ? AND latent = ? AND origin = ? AND author = ?
    ORDER BY label_id DESC LIMIT 1`
  return write(db, () => {
    let added = 0
    for (const { latent, text, notes = '', score = null } of labels) {
      const last = prepare<{ text: string; notes: string; score: number | null }>(db, newest).get(
        lens,
        latent,
        by.origin,
        by.author,
      )
      if (last !== undefined && last.text === text && last.notes === notes && last.score === score) continue
      insert(db, { lens, latent, text, notes, score, ...by })
      added += 1
    }
    return added
  })
}

function done(db: Connection, requestId: string | undefined): number | null {
  return requestId === undefined ? null : labelOfRequest(db, requestId)
}

function insert(db: Connection, label: NewLabel): number {
  const { lastInsertRowid } = prepare(
    db,
    `INSERT INTO labels (lens, latent, text, notes, origin, author, note_of_change, score, request_id, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    label.lens,
    label.latent,
    label.text,
    label.notes,
    label.origin,
    label.author,
    label.change ?? null,
    label.score ?? null,
    label.requestId ?? null,
    new Date().toISOString(),
  )
  return Number(lastInsertRowid)
}

function versionOf(db: Connection, id: number): LabelVersion {
  const label = labelById(db, id)
  if (label === null) throw new Error(`label version ${id} was not written`)
  return label.version
}
