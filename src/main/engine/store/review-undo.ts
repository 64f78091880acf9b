import { prepare, type Connection } from './connection.ts'
import { candidateById, setCandidateState, type CandidateState } from './label-candidates.ts'
import { restoreWithdrawn, setWithdrawn } from './label-withdrawals.ts'
import { latentNote, setLatentNote } from './notes.ts'
import { decisionColumns, toDecision, type DecisionRow, type ReviewDecision } from './review.ts'
import { write } from './write.ts'

type By = { readonly author: string; readonly requestId?: string | undefined }

/**
 * Undoes the last decisions on a lens that stand, the newest first, at most `count`; gives them.
 *
 * What a decision wrote is withdrawn, and what it set is as before, except where somebody changed it since. A request that was carried out
 * before does nothing and gives none.
 */
export function undoDecisions(db: Connection, lens: number, count: number, by: By): readonly ReviewDecision[] {
  return write(db, () => {
    if (wasCarriedOut(db, by)) return []
    const rows = prepare<DecisionRow>(
      db,
      `SELECT * FROM (SELECT ${decisionColumns} FROM review_decisions WHERE lens = ? AND about IS NULL)
       WHERE undone = 0
       ORDER BY decision DESC
       LIMIT ?`,
    ).all(lens, count)
    rows.forEach((row, at) => {
      takeBack(db, row)
      writeDown(db, row, 'undo', { author: by.author, requestId: at === 0 ? by.requestId : undefined })
    })
    return rows.map((row) => ({ ...toDecision(row), undone: true }))
  })
}

/** Carries out again what was undone last, unless a new decision was made since; null where there is nothing. */
export function redoDecision(db: Connection, lens: number, by: By): ReviewDecision | null {
  return write(db, () => {
    if (wasCarriedOut(db, by)) return null
    const row = prepare<DecisionRow>(
      db,
      `SELECT decisions.*
       FROM (SELECT ${decisionColumns} FROM review_decisions WHERE lens = ? AND about IS NULL) AS decisions
       JOIN review_decisions AS undoings ON undoings.about = decisions.decision AND undoings.action = 'undo'
       WHERE undone = 1
         AND undoings.decision > (SELECT max(decision) FROM review_decisions WHERE lens = ? AND about IS NULL)
       ORDER BY undoings.decision DESC
       LIMIT 1`,
    ).get(lens, lens)
    if (row === undefined) return null
    carryOutAgain(db, row)
    writeDown(db, row, 'redo', by)
    return { ...toDecision(row), undone: false }
  })
}

function takeBack(db: Connection, row: DecisionRow): void {
  const { lens, latent, decision, candidate } = row
  if (row.after_label !== null && row.after_label !== row.before_label) setWithdrawn(db, row.after_label, true, causeOf(decision))
  if (candidate !== null && row.action !== 'refuse') moveState(db, candidate, ['accepted', 'edited'], 'open')
  for (const other of refusedBy(row)) moveState(db, other, ['refused'], 'open')
  if (row.action === 'flag' && latentNote(db, lens, latent).flag === row.after_flag)
    setLatentNote(db, lens, latent, { flag: row.before_flag })
}

function carryOutAgain(db: Connection, row: DecisionRow): void {
  const { lens, latent, decision, candidate, action } = row
  if (row.after_label !== null) restoreWithdrawn(db, row.after_label, causeOf(decision))
  if (candidate !== null && action !== 'refuse') moveState(db, candidate, ['open'], action === 'edit' ? 'edited' : 'accepted')
  for (const other of refusedBy(row)) moveState(db, other, ['open'], 'refused')
  if (action === 'flag' && latentNote(db, lens, latent).flag === row.before_flag)
    setLatentNote(db, lens, latent, { flag: row.after_flag })
}

/** The proposals that a decision refused. */
function refusedBy(row: DecisionRow): readonly number[] {
  const others = JSON.parse(row.refused) as readonly number[]
  return row.action === 'refuse' && row.candidate !== null ? [row.candidate, ...others] : others
}

function moveState(db: Connection, candidate: number, from: readonly CandidateState[], to: CandidateState): void {
  if (from.includes(candidateById(db, candidate).state)) setCandidateState(db, candidate, to)
}

function causeOf(decision: number): string {
  return `decision ${decision}`
}

function wasCarriedOut(db: Connection, { requestId }: By): boolean {
  const known = 'SELECT 1 FROM review_decisions WHERE request_id = ?'
  return prepare<number>(db, known, 'first-column').get(requestId ?? null) !== undefined
}

function writeDown(db: Connection, row: DecisionRow, action: 'undo' | 'redo', { author, requestId }: By): void {
  prepare(
    db,
    `INSERT INTO review_decisions (lens, latent, action, candidate, about, refused, author, request_id, created_at)
     VALUES (?, ?, ?, ?, ?, '[]', ?, ?, ?)`,
  ).run(row.lens, row.latent, action, row.candidate, row.decision, author, requestId ?? null, new Date().toISOString())
}
