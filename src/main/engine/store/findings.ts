import { Failure } from '../../../contract/failure.ts'
import type { Finding, FindingEvidence, FindingKind, FindingSettings } from '../../../contract/findings.ts'
import { prepare, type Connection } from './connection.ts'
import { write } from './write.ts'

type FindingRow = {
  readonly finding: number
  readonly kind: FindingKind
  readonly title: string
  readonly note: string
  readonly evidence: string
  readonly settings: string
  readonly created_at: string
  readonly updated_at: string
  readonly figure: 0 | 1
}

/** A plot lies beside the evidence and may be large: it is read only when it is asked for. */
const findingColumns = `finding, kind, title, note, json_remove(evidence, '$.figure') AS evidence, settings, created_at, updated_at,
  json_type(evidence, '$.figure') IS NOT NULL AS figure`

/** The findings that are kept, in the user's order. */
export function listFindings(db: Connection): readonly Finding[] {
  return prepare<FindingRow>(db, `SELECT ${findingColumns} FROM findings WHERE deleted_at IS NULL ORDER BY position, finding`)
    .all()
    .map(toFinding)
}

/** The plot kept with a finding, as SVG. Throws a Failure 'not-found' where there is none. */
export function findingFigure(db: Connection, id: number): string {
  const figure = prepare<string | null>(
    db,
    "SELECT json_extract(evidence, '$.figure') FROM findings WHERE finding = ?",
    'first-column',
  ).get(id)
  if (figure == null) throw new Failure('not-found', `There is no plot with finding ${id}.`, 'Open the list of findings again.')
  return figure
}

/** Keeps a finding, as the last one. A request that was carried out before gives the finding it made. */
export function addFinding(
  db: Connection,
  finding: Pick<Finding, 'kind' | 'title' | 'note' | 'evidence' | 'settings'> & {
    readonly figure?: string | undefined
    readonly requestId?: string | undefined
  },
): Finding {
  return write(db, () => {
    const { requestId = null } = finding
    const made = prepare<number>(db, 'SELECT finding FROM findings WHERE request_id = ?', 'first-column').get(requestId)
    if (made !== undefined) return findingById(db, made)
    const now = new Date().toISOString()
    const { lastInsertRowid } = prepare(
      db,
      `INSERT INTO findings (kind, position, title, note, evidence, settings, created_at, updated_at, request_id)
       VALUES (?, (SELECT coalesce(max(position), 0) + 1 FROM findings), ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      finding.kind,
      finding.title,
      finding.note,
      JSON.stringify({ ...finding.evidence, figure: finding.figure }),
      JSON.stringify(finding.settings),
      now,
      now,
      requestId,
    )
    return findingById(db, Number(lastInsertRowid))
  })
}

/** Changes what the user writes about a finding. */
export function updateFinding(
  db: Connection,
  id: number,
  changes: { readonly title?: string | undefined; readonly note?: string | undefined },
): Finding {
  return write(db, () => {
    findingById(db, id)
    prepare(db, 'UPDATE findings SET title = coalesce(?, title), note = coalesce(?, note), updated_at = ? WHERE finding = ?').run(
      changes.title ?? null,
      changes.note ?? null,
      new Date().toISOString(),
      id,
    )
    return findingById(db, id)
  })
}

/** Takes a finding out of the list; `restoreFinding` puts it back where it was. */
export function removeFinding(db: Connection, id: number): void {
  setDeleted(db, id, new Date().toISOString())
}

export function restoreFinding(db: Connection, id: number): Finding {
  setDeleted(db, id, null)
  return findingById(db, id)
}

/** Puts a finding before another, or last. */
export function moveFinding(db: Connection, id: number, before: number | null): void {
  write(db, () => {
    findingById(db, id)
    if (before !== null) findingById(db, before)
    const others = prepare<number>(
      db,
      'SELECT finding FROM findings WHERE finding <> ? ORDER BY position, finding',
      'first-column',
    ).all(id)
    const place = before === null ? others.length : before === id ? -1 : others.indexOf(before)
    if (place < 0) return
    const order = [...others.slice(0, place), id, ...others.slice(place)]
    const setPosition = prepare(db, 'UPDATE findings SET position = ? WHERE finding = ?')
    order.forEach((finding, position) => setPosition.run(position + 1, finding))
  })
}

/** Also one that was removed. Throws a Failure 'not-found' when there never was one. */
export function findingById(db: Connection, id: number): Finding {
  const row = prepare<FindingRow>(db, `SELECT ${findingColumns} FROM findings WHERE finding = ?`).get(id)
  if (row === undefined) throw new Failure('not-found', `There is no finding ${id}.`, 'Open the list of findings again.')
  return toFinding(row)
}

function setDeleted(db: Connection, id: number, at: string | null): void {
  write(db, () => {
    findingById(db, id)
    prepare(db, 'UPDATE findings SET deleted_at = ? WHERE finding = ?').run(at, id)
  })
}

function toFinding(row: FindingRow): Finding {
  return {
    id: row.finding,
    kind: row.kind,
    title: row.title,
    note: row.note,
    evidence: JSON.parse(row.evidence) as FindingEvidence,
    settings: JSON.parse(row.settings) as FindingSettings,
    figure: row.figure === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}
