import { prepare, type Connection } from './connection.ts'
import { setCandidateState } from './label-candidates.ts'
import { write } from './write.ts'

/**
 * Takes a version of a label out of what counts, or lets it count again; the version itself stays in the history. What counts is then as
 * if it had never been written, so a withdrawn version by a person does not stand in a machine's way.
 *
 * Gives whether anything changed. `cause` says why ('run 3', 'decision 17').
 */
export function setWithdrawn(db: Connection, label: number, withdrawn: boolean, cause: string): boolean {
  return write(db, () => {
    if ((lastCause(db, label) !== null) === withdrawn) return false
    prepare(db, 'INSERT INTO label_withdrawals (label_id, withdrawn, cause, at) VALUES (?, ?, ?, ?)').run(
      label,
      withdrawn ? 1 : 0,
      cause,
      new Date().toISOString(),
    )
    return true
  })
}

/** Lets a version count again that `cause` took out; one that counts, or that something else took out, stays as it is. */
export function restoreWithdrawn(db: Connection, label: number, cause: string): boolean {
  return write(db, () => lastCause(db, label) === cause && setWithdrawn(db, label, false, cause))
}

/** Why a version does not count; null where it does. */
function lastCause(db: Connection, label: number): string | null {
  const last = prepare<{ readonly withdrawn: number; readonly cause: string }>(
    db,
    'SELECT withdrawn, cause FROM label_withdrawals WHERE label_id = ? ORDER BY withdrawal DESC LIMIT 1',
  ).get(label)
  return last?.withdrawn === 1 ? last.cause : null
}

type RunLabel = { readonly label_id: number; readonly candidate: number; readonly origin: string }

/**
 * Withdraws every version that came from a run's proposals as they were made; those that a person wrote from them stay.
 *
 * Gives how many were withdrawn, and how many of a person's stand. Again, it changes nothing.
 */
export function withdrawRunLabels(db: Connection, run: number): { readonly withdrawn: number; readonly kept: number } {
  return write(db, () => {
    let withdrawn = 0
    let kept = 0
    for (const { label_id: label, candidate, origin } of labelsOfRun(db, run)) {
      if (origin === 'person') kept += lastCause(db, label) === null ? 1 : 0
      else if (setWithdrawn(db, label, true, `run ${run}`)) {
        setCandidateState(db, candidate, 'withdrawn')
        withdrawn += 1
      }
    }
    return { withdrawn, kept }
  })
}

/** Undoes `withdrawRunLabels`; gives how many versions count again. */
export function restoreRunLabels(db: Connection, run: number): number {
  return write(db, () => {
    let restored = 0
    for (const { label_id: label, candidate } of labelsOfRun(db, run)) {
      if (!restoreWithdrawn(db, label, `run ${run}`)) continue
      setCandidateState(db, candidate, 'accepted')
      restored += 1
    }
    return restored
  })
}

function labelsOfRun(db: Connection, run: number): readonly RunLabel[] {
  return prepare<RunLabel>(
    db,
    `SELECT labels.label_id, labels.candidate, labels.origin
     FROM label_candidates JOIN labels USING (candidate)
     WHERE label_candidates.run = ?
     ORDER BY labels.label_id`,
  ).all(run)
}
