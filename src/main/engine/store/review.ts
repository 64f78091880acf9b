import { Failure } from '../../../contract/failure.ts'
import { prepare, type Connection } from './connection.ts'
import { acceptSeen } from './label-acceptance.ts'
import { candidateById, candidatesOf, setCandidateState } from './label-candidates.ts'
import { addLabel } from './label-changes.ts'
import { currentLabel } from './labels.ts'
import { latentNote, setLatentNote } from './notes.ts'
import { write } from './write.ts'

export type ReviewAction = 'accept' | 'edit' | 'refuse' | 'skip' | 'flag'

/** A person's decision about a latent. */
export type ReviewDecision = {
  readonly decision: number
  readonly lens: number
  readonly latent: number
  readonly action: ReviewAction
  readonly candidate: number | null
  /** the version that counted before, and the one that was written; null where there was none */
  readonly before: number | null
  readonly after: number | null
  readonly author: string
  readonly at: string
  readonly undone: boolean
}

export type NewDecision = {
  readonly lens: number
  readonly latent: number
  readonly author: string
  /** A request that was carried out before is not carried out again. */
  readonly requestId?: string | undefined
} & (
  | { readonly action: 'accept'; /** null: what counts now stands */ readonly candidate: number | null }
  | { readonly action: 'edit'; readonly candidate: number | null; readonly text: string; readonly notes: string }
  | { readonly action: 'refuse'; readonly candidate: number }
  | { readonly action: 'skip' }
  | { readonly action: 'flag'; /** what for; null takes the flag away */ readonly flag: string | null }
)

export type DecisionRow = {
  readonly decision: number
  readonly lens: number
  readonly latent: number
  readonly action: ReviewAction
  readonly candidate: number | null
  readonly before_label: number | null
  readonly after_label: number | null
  /** JSON: the other proposals that were refused with it */
  readonly refused: string
  readonly before_flag: string | null
  readonly after_flag: string | null
  readonly author: string
  readonly created_at: string
  readonly undone: number
}

export const decisionColumns = `decision, lens, latent, action, candidate, before_label, after_label, refused, before_flag, after_flag,
  author, created_at,
  coalesce(
    (SELECT later.action = 'undo'
     FROM review_decisions AS later
     WHERE later.about = review_decisions.decision
     ORDER BY later.decision DESC
     LIMIT 1),
    0
  ) AS undone`

/**
 * Carries out a person's decision and writes it down. To accept or edit settles the latent: its other open proposals are refused.
 *
 * Throws Failures: 'not-found' for a proposal that never was, 'bad-input' for one of another latent, 'conflict' for refusing one that was
 * decided on.
 */
export function decide(db: Connection, decision: NewDecision): ReviewDecision {
  return write(db, () => {
    const made = decisionOfRequest(db, decision.requestId)
    if (made !== null) return made
    const { lens, latent, author } = decision
    const before = currentLabel(db, lens, latent)?.id ?? null
    const candidate = 'candidate' in decision ? decision.candidate : null
    if (candidate !== null) refuseForeign(db, decision, candidate)
    const beforeFlag = latentNote(db, lens, latent).flag
    const after = written(db, decision) ?? before
    const afterFlag = decision.action === 'flag' ? setLatentNote(db, lens, latent, { flag: decision.flag }).flag : beforeFlag
    const refused = decision.action === 'accept' || decision.action === 'edit' ? refuseOthers(db, lens, latent, candidate) : []
    const { lastInsertRowid } = prepare(
      db,
      `INSERT INTO review_decisions (lens, latent, action, candidate, before_label, after_label, refused, before_flag, after_flag, author,
         request_id, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      lens,
      latent,
      decision.action,
      candidate,
      before,
      after,
      JSON.stringify(refused),
      beforeFlag,
      afterFlag,
      author,
      decision.requestId ?? null,
      new Date().toISOString(),
    )
    return decisionById(db, Number(lastInsertRowid))
  })
}

/** The last decisions on a lens, undone ones among them, the newest first. */
export function lastDecisions(db: Connection, lens: number, count = 10): readonly ReviewDecision[] {
  return prepare<DecisionRow>(
    db,
    `SELECT ${decisionColumns} FROM review_decisions WHERE lens = ? AND about IS NULL ORDER BY decision DESC LIMIT ?`,
  )
    .all(lens, count)
    .map(toDecision)
}

/** What was decided last about each latent that was ever decided on and not undone, by latent, ascending. */
export function lastActions(db: Connection, lens: number): ReadonlyMap<number, ReviewDecision> {
  const rows = prepare<DecisionRow>(
    db,
    `SELECT * FROM (SELECT ${decisionColumns} FROM review_decisions WHERE lens = ? AND about IS NULL)
     WHERE undone = 0
     ORDER BY latent, decision`,
  ).all(lens)
  return new Map(rows.map((row) => [row.latent, toDecision(row)]))
}

function decisionById(db: Connection, decision: number): ReviewDecision {
  const row = prepare<DecisionRow>(db, `SELECT ${decisionColumns} FROM review_decisions WHERE decision = ?`).get(decision)
  if (row === undefined) throw new Error(`decision ${decision} was not written`)
  return toDecision(row)
}

function decisionOfRequest(db: Connection, requestId: string | undefined): ReviewDecision | null {
  const made = prepare<number>(db, 'SELECT decision FROM review_decisions WHERE request_id = ?', 'first-column').get(
    requestId ?? null,
  )
  return made === undefined ? null : decisionById(db, made)
}

/** The version that a decision writes; null where it writes none. */
function written(db: Connection, decision: NewDecision): number | null {
  const { lens, latent, author } = decision
  switch (decision.action) {
    case 'accept':
      return decision.candidate === null ? null : acceptSeen(db, decision.candidate, { author }).id
    case 'edit': {
      const { candidate, text, notes } = decision
      if (candidate !== null) return acceptSeen(db, candidate, { author, wording: { text, notes } }).id
      return addLabel(db, { lens, latent, text, notes, origin: 'person', author }).id
    }
    case 'refuse':
      refuse(db, decision.candidate)
      return null
    case 'skip':
    case 'flag':
      return null
  }
}

function refuse(db: Connection, candidate: number): void {
  const { state } = candidateById(db, candidate)
  if (state !== 'open')
    throw new Failure('conflict', `The proposed label ${candidate} was ${state} before.`, 'Undo that decision first.')
  setCandidateState(db, candidate, 'refused')
}

function refuseForeign(db: Connection, { lens, latent }: NewDecision, candidate: number): void {
  const proposed = candidateById(db, candidate)
  if (proposed.lens !== lens || proposed.latent !== latent)
    throw new Failure(
      'bad-input',
      `The proposed label ${candidate} is of latent ${proposed.latent}, not of ${latent}.`,
      'Open the latent again and choose one of its own.',
    )
}

function refuseOthers(db: Connection, lens: number, latent: number, chosen: number | null): readonly number[] {
  const others = candidatesOf(db, lens, latent).filter((each) => each.state === 'open' && each.candidate !== chosen)
  for (const { candidate } of others) setCandidateState(db, candidate, 'refused')
  return others.map(({ candidate }) => candidate)
}

export function toDecision(row: DecisionRow): ReviewDecision {
  const { decision, lens, latent, action, candidate, author } = row
  return {
    decision,
    lens,
    latent,
    action,
    candidate,
    before: row.before_label,
    after: row.after_label,
    author,
    at: row.created_at,
    undone: row.undone === 1,
  }
}
