import type { LabelOrigin, LabelVersion } from '../../../contract/latents.ts'
import { prepare, type Connection } from './connection.ts'

type LabelRow = {
  readonly label_id: number
  readonly lens: number
  readonly latent: number
  readonly text: string
  readonly notes: string
  readonly origin: LabelOrigin
  readonly author: string
  readonly note_of_change: string | null
  readonly score: number | null
  readonly created_at: string
  readonly withdrawn: number
}

const labelColumns = 'label_id, lens, latent, text, notes, origin, author, note_of_change, score, created_at'

/** A version's score: of its newest detection test here, otherwise what was written with it. */
const shownColumns = `label_id, lens, latent, text, notes, origin, author, note_of_change, created_at,
  coalesce(
    (SELECT balanced_accuracy
     FROM label_scores
     WHERE label_scores.label_id = versions.label_id AND method = 'detection' AND balanced_accuracy IS NOT NULL
     ORDER BY label_score DESC
     LIMIT 1),
    score
  ) AS score,
  coalesce(
    (SELECT withdrawn FROM label_withdrawals WHERE label_withdrawals.label_id = versions.label_id ORDER BY withdrawal DESC LIMIT 1), 0
  ) AS withdrawn`

/** Whether a version counts: what was withdrawn, and not restored since, does not (`label-withdrawals.ts`). */
export const counts = `coalesce(
  (SELECT withdrawn FROM label_withdrawals WHERE label_withdrawals.label_id = labels.label_id ORDER BY withdrawal DESC LIMIT 1), 0
) = 0`

/**
 * What ranks the versions of a latent's label that count: the newest that a person wrote is current and, where no person wrote one, the
 * newest of all. No machine overrides a person.
 */
const rank = "(CASE origin WHEN 'person' THEN 4611686018427387904 ELSE 0 END + label_id)"

/**
 * The current labels of a lens, by latent, ascending.
 *
 * A label whose current version has no text was withdrawn: its latent is left out.
 */
export function currentLabels(db: Connection, lens: number): ReadonlyMap<number, LabelVersion> {
  return byLatent(db, lens, "WHERE text <> ''")
}

/** The same with empty versions, by which a person withdrew the label. */
export function standingLabels(db: Connection, lens: number): ReadonlyMap<number, LabelVersion> {
  return byLatent(db, lens, '')
}

function byLatent(db: Connection, lens: number, where: string): ReadonlyMap<number, LabelVersion> {
  // With a single max() SQLite takes the other columns from the row that has it (https://sqlite.org/lang_select.html#bareagg).
  const rows = prepare<LabelRow>(
    db,
    `SELECT ${shownColumns}
     FROM (SELECT ${labelColumns}, max(${rank}) FROM labels WHERE lens = ? AND ${counts} GROUP BY latent) AS versions
     ${where}
     ORDER BY latent`,
  ).all(lens)
  return new Map(rows.map((row) => [row.latent, toVersion(row, row.label_id)]))
}

/** The current version of a latent, also an empty one, by which a person withdrew the label; null when none counts. */
export function currentLabel(db: Connection, lens: number, latent: number): LabelVersion | null {
  const row = prepare<LabelRow>(
    db,
    `SELECT ${shownColumns}
     FROM (SELECT ${labelColumns} FROM labels WHERE lens = ? AND latent = ? AND ${counts} ORDER BY ${rank} DESC LIMIT 1) AS versions`,
  ).get(lens, latent)
  return row === undefined ? null : toVersion(row, row.label_id)
}

/** Every version of a latent's label, also those that were withdrawn, the newest first. */
export function labelHistory(db: Connection, lens: number, latent: number): readonly LabelVersion[] {
  const current = currentLabel(db, lens, latent)
  return prepare<LabelRow>(
    db,
    `SELECT ${shownColumns} FROM labels AS versions WHERE lens = ? AND latent = ? ORDER BY label_id DESC`,
  )
    .all(lens, latent)
    .map((row) => toVersion(row, current?.id ?? null))
}

/** A version by its id, and what it is of. */
export function labelById(
  db: Connection,
  id: number,
): { readonly lens: number; readonly latent: number; readonly version: LabelVersion } | null {
  const row = prepare<LabelRow>(db, `SELECT ${shownColumns} FROM labels AS versions WHERE label_id = ?`).get(id)
  if (row === undefined) return null
  const current = currentLabel(db, row.lens, row.latent)
  return { lens: row.lens, latent: row.latent, version: toVersion(row, current?.id ?? null) }
}

/** The id of the version a request wrote; null when it wrote none yet. */
export function labelOfRequest(db: Connection, requestId: string): number | null {
  return prepare<number>(db, 'SELECT label_id FROM labels WHERE request_id = ?', 'first-column').get(requestId) ?? null
}

function toVersion(row: LabelRow, current: number | null): LabelVersion {
  return {
    id: row.label_id,
    text: row.text,
    notes: row.notes,
    origin: row.origin,
    author: row.author,
    change: row.note_of_change,
    score: row.score,
    at: row.created_at,
    current: row.label_id === current,
    withdrawn: row.withdrawn === 1,
  }
}

/** Versions of a lens's labels, withdrawals and returns that were ever written down: changes whenever a label does. */
export function countLabelVersions(db: Connection, lens: number): number {
  const count = `SELECT (SELECT count(*) FROM labels WHERE lens = ?)
    + (SELECT count(*) FROM label_withdrawals JOIN labels USING (label_id) WHERE lens = ?)`
  return prepare<number>(db, count, 'first-column').get(lens, lens) ?? 0
}
