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
}

const labelColumns = 'label_id, lens, latent, text, notes, origin, author, note_of_change, score, created_at'

/**
 * What ranks the versions of a latent's label: the newest version that a person wrote is current and, where no person wrote one, the
 * newest of all. No machine overrides a person.
 */
const rank = "(CASE origin WHEN 'person' THEN 4611686018427387904 ELSE 0 END + label_id)"

/**
 * The current labels of a lens, by latent, ascending.
 *
 * A label whose current version has no text was withdrawn: its latent is left out.
 */
export function currentLabels(db: Connection, lens: number): ReadonlyMap<number, LabelVersion> {
  // With a single max() SQLite takes the other columns from the row that has it (https://sqlite.org/lang_select.html#bareagg).
  const rows = prepare<LabelRow>(
    db,
    `SELECT ${labelColumns}, max(${rank})
     FROM labels
     WHERE lens = ?
     GROUP BY latent
     HAVING text <> ''
     ORDER BY latent`,
  ).all(lens)
  return new Map(rows.map((row) => [row.latent, toVersion(row, row.label_id)]))
}

/** The version that counts for a latent, also one that withdrew the label (its text is empty); null when nothing was ever written. */
export function currentLabel(db: Connection, lens: number, latent: number): LabelVersion | null {
  const row = prepare<LabelRow>(
    db,
    `SELECT ${labelColumns} FROM labels WHERE lens = ? AND latent = ? ORDER BY ${rank} DESC LIMIT 1`,
  ).get(lens, latent)
  return row === undefined ? null : toVersion(row, row.label_id)
}

/** Every version of a latent's label, the newest first. */
export function labelHistory(db: Connection, lens: number, latent: number): readonly LabelVersion[] {
  const current = currentLabel(db, lens, latent)
  return prepare<LabelRow>(db, `SELECT ${labelColumns} FROM labels WHERE lens = ? AND latent = ? ORDER BY label_id DESC`)
    .all(lens, latent)
    .map((row) => toVersion(row, current?.id ?? null))
}

/** A version by its id, and what it is of. */
export function labelById(
  db: Connection,
  id: number,
): { readonly lens: number; readonly latent: number; readonly version: LabelVersion } | null {
  const row = prepare<LabelRow>(db, `SELECT ${labelColumns} FROM labels WHERE label_id = ?`).get(id)
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
  }
}

/** How many versions of labels of a lens were ever written: changes whenever a label does. */
export function countLabelVersions(db: Connection, lens: number): number {
  return prepare<number>(db, 'SELECT count(*) FROM labels WHERE lens = ?', 'first-column').get(lens) ?? 0
}
