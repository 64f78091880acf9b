import type { LabelOrigin, LabelVersion } from '../../../contract/latents.ts'
import { prepare, type Connection } from './connection.ts'
import { judgedIn, type ScoreCounts } from './score-counts.ts'

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
  /** JSON of `ScoreCounts`; null where no test here gave the score */
  readonly counts: string | null
  readonly created_at: string
  readonly withdrawn: number
}

/** Beyond any lens's. */
export const lastLatent = 2 ** 31

/** 1 where a version was withdrawn by itself, 0 where it was not, or was restored since. */
function lastWithdrawal(labels: string): string {
  return `coalesce(
    (SELECT withdrawn FROM label_withdrawals WHERE label_withdrawals.label_id = ${labels}.label_id ORDER BY withdrawal DESC LIMIT 1), 0
  )`
}

/** Whether a version is of an import in such a state, other than done: of these there are few, with an index of their own. */
function isOfImport(labels: string, state: string): string {
  return `EXISTS (
    SELECT 1 FROM label_imports WHERE state <> 'done' AND ${state} AND ${labels}.label_id BETWEEN first_label AND last_label
  )`
}

const labelColumns = 'label_id, lens, latent, text, notes, origin, author, note_of_change, score, created_at'

/** Of a version's newest detection test here. */
const ofTest = (column: string) => `(
    SELECT ${column}
    FROM label_scores
    WHERE label_scores.label_id = versions.label_id AND method = 'detection' AND balanced_accuracy IS NOT NULL
    ORDER BY label_score DESC
    LIMIT 1
  )`

/** A version's score: of its newest detection test here, otherwise what was written with it. */
const shownColumns = `label_id, lens, latent, text, notes, origin, author, note_of_change, created_at,
  coalesce(${ofTest('balanced_accuracy')}, score) AS score,
  ${ofTest('counts')} AS counts,
  max(${lastWithdrawal('versions')}, ${isOfImport('versions', "state = 'undone'")}) AS withdrawn`

/** Whether a version counts: what was withdrawn, and not restored since, does not (`label-withdrawals.ts`, `label-imports.ts`). */
export const counts = `${lastWithdrawal('labels')} = 0 AND NOT ${isOfImport('labels', "state <> 'done'")}`

/** Versions of an import that is being written, or was broken off, are no part of any history. */
const isSeen = (labels: string) => `NOT ${isOfImport(labels, "state = 'writing'")}`

/**
 * What ranks the versions of a latent's label that count: the newest that a person wrote is current and, where no person wrote one, the
 * newest of all. No machine overrides a person.
 */
const rank = "(CASE origin WHEN 'person' THEN 4611686018427387904 ELSE 0 END + label_id)"

/**
 * The current labels of a lens, by latent, ascending; of the latents from one to another, both inclusive.
 *
 * A label whose current version has no text was withdrawn: its latent is left out.
 */
export function currentLabels(db: Connection, lens: number, from = 0, to = lastLatent): ReadonlyMap<number, LabelVersion> {
  return byLatent(db, lens, "WHERE text <> ''", from, to)
}

/** The same with empty versions, by which a person withdrew the label. */
export function standingLabels(db: Connection, lens: number, from = 0, to = lastLatent): ReadonlyMap<number, LabelVersion> {
  return byLatent(db, lens, '', from, to)
}

function byLatent(db: Connection, lens: number, where: string, from: number, to: number): ReadonlyMap<number, LabelVersion> {
  // With a single max() SQLite takes the other columns from the row that has it (https://sqlite.org/lang_select.html#bareagg).
  const rows = prepare<LabelRow>(
    db,
    `SELECT ${shownColumns}
     FROM (SELECT ${labelColumns}, max(${rank}) FROM labels WHERE lens = ? AND latent BETWEEN ? AND ? AND ${counts} GROUP BY latent) AS versions
     ${where}
     ORDER BY latent`,
  ).all(lens, from, to)
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
    `SELECT ${shownColumns} FROM labels AS versions WHERE lens = ? AND latent = ? AND ${isSeen('versions')} ORDER BY label_id DESC`,
  )
    .all(lens, latent)
    .map((row) => toVersion(row, current?.id ?? null))
}

/** A version by its id, and what it is of. */
export function labelById(
  db: Connection,
  id: number,
): { readonly lens: number; readonly latent: number; readonly version: LabelVersion } | null {
  const row = prepare<LabelRow>(
    db,
    `SELECT ${shownColumns} FROM labels AS versions WHERE label_id = ? AND ${isSeen('versions')}`,
  ).get(id)
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
    scoredOn: row.counts === null ? null : judgedIn(JSON.parse(row.counts) as ScoreCounts),
    at: row.created_at,
    current: row.label_id === current,
    withdrawn: row.withdrawn === 1,
  }
}

/** Versions of a lens's labels, withdrawals and returns that were ever written down: changes whenever a label does. */
export function countLabelVersions(db: Connection, lens: number): number {
  const count = `SELECT (SELECT count(*) FROM labels WHERE lens = ? AND ${isSeen('labels')})
    + (SELECT count(*) FROM label_withdrawals JOIN labels USING (label_id) WHERE lens = ?)
    + (SELECT coalesce(sum(turns), 0) FROM label_imports WHERE lens = ?)`
  return prepare<number>(db, count, 'first-column').get(lens, lens, lens) ?? 0
}
