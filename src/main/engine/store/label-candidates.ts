import { Failure } from '../../../contract/failure.ts'
import { prepare, type Connection } from './connection.ts'
import { packHashes, unpackHashes } from './hash-list.ts'
import { useDocuments } from './label-documents.ts'
import { packResult, unpackResult } from './result-blob.ts'
import { write } from './write.ts'

/** `withdrawn`: it was accepted, and the run it came from was undone. */
export type CandidateState = 'open' | 'accepted' | 'edited' | 'refused' | 'withdrawn'

/** A label that a machine proposes, and all that it rests on. */
export type LabelCandidate = {
  readonly candidate: number
  readonly lens: number
  readonly latent: number
  readonly run: number | null
  readonly text: string
  /** Markdown */
  readonly notes: string
  readonly origin: 'language-model' | 'statistics'
  /** the model, or the method where no model was asked */
  readonly author: string
  /** null, with the prompt, where no model was asked */
  readonly endpoint: string | null
  readonly promptName: string | null
  /** of the prompt's text, hex */
  readonly promptHash: string | null
  /** the version that was shown as context; null where none was */
  readonly contextLabel: number | null
  readonly state: CandidateState
  readonly createdAt: string
}

export type NewCandidate = Omit<LabelCandidate, 'candidate' | 'state' | 'createdAt'> & {
  /** What the labeller saw, in the caller's own shape; typed arrays may be part of it. */
  readonly examples: unknown
  /** Content hashes (16 bytes) of the documents the examples are from, and of those nearly equal to them. */
  readonly documents: readonly Uint8Array[]
  /** A request that was carried out before is not carried out again. */
  readonly requestId?: string | undefined
}

/** As `LabelCandidate` has them. */
const candidateColumns = `candidate, lens, latent, run, text, notes, origin, author, endpoint, prompt_name AS promptName, prompt_hash AS promptHash,
  context_label AS contextLabel, state, created_at AS createdAt`

/**
 * Keeps a proposed label, open to be decided on, and marks its documents as used for making the latent's label.
 *
 * Throws an Error where one of the documents scores the latent's labels, or is kept for judging.
 */
export function addCandidate(db: Connection, candidate: NewCandidate): LabelCandidate {
  return write(db, () => {
    const made = prepare<number>(db, 'SELECT candidate FROM label_candidates WHERE request_id = ?', 'first-column').get(
      candidate.requestId ?? null,
    )
    if (made !== undefined) return candidateById(db, made)
    useDocuments(db, candidate.lens, candidate.latent, 'making', candidate.documents)
    const { lastInsertRowid } = prepare(
      db,
      `INSERT INTO label_candidates (lens, latent, run, text, notes, origin, author, endpoint, prompt_name, prompt_hash, context_label,
         examples, documents, state, request_id, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)`,
    ).run(
      candidate.lens,
      candidate.latent,
      candidate.run,
      candidate.text,
      candidate.notes,
      candidate.origin,
      candidate.author,
      candidate.endpoint,
      candidate.promptName,
      candidate.promptHash,
      candidate.contextLabel,
      packResult(candidate.examples ?? null),
      packHashes(candidate.documents),
      candidate.requestId ?? null,
      new Date().toISOString(),
    )
    return candidateById(db, Number(lastInsertRowid))
  })
}

/** Throws a Failure 'not-found' when there is none of this number. */
export function candidateById(db: Connection, candidate: number): LabelCandidate {
  const row = prepare<LabelCandidate>(db, `SELECT ${candidateColumns} FROM label_candidates WHERE candidate = ?`).get(candidate)
  if (row === undefined)
    throw new Failure('not-found', `There is no proposed label ${candidate}.`, 'Open the latent again and choose one.')
  return row
}

/** What was ever proposed for a latent, the newest first. */
export function candidatesOf(db: Connection, lens: number, latent: number): readonly LabelCandidate[] {
  return prepare<LabelCandidate>(
    db,
    `SELECT ${candidateColumns} FROM label_candidates WHERE lens = ? AND latent = ? ORDER BY candidate DESC`,
  ).all(lens, latent)
}

/** What a run proposed, in the order it did: where a run that goes on has been. */
export function candidatesOfRun(db: Connection, run: number): readonly LabelCandidate[] {
  return prepare<LabelCandidate>(db, `SELECT ${candidateColumns} FROM label_candidates WHERE run = ? ORDER BY candidate`).all(run)
}

/** How many proposals wait for a decision, by latent, ascending; latents without one are left out. */
export function openCandidates(db: Connection, lens: number): ReadonlyMap<number, number> {
  const rows = prepare<readonly [number, number]>(
    db,
    "SELECT latent, count(*) FROM label_candidates WHERE lens = ? AND state = 'open' GROUP BY latent ORDER BY latent",
    'arrays',
  ).all(lens)
  return new Map(rows)
}

/** What a proposed label rests on, as it was given to `addCandidate`. Throws a Failure 'not-found'. */
export function candidateEvidence(
  db: Connection,
  candidate: number,
): { readonly examples: unknown; readonly documents: readonly Uint8Array[] } {
  candidateById(db, candidate)
  const row = prepare<{ readonly examples: Buffer; readonly documents: Buffer }>(
    db,
    'SELECT examples, documents FROM label_candidates WHERE candidate = ?',
  ).get(candidate)
  return row === undefined
    ? { examples: null, documents: [] }
    : { examples: unpackResult(row.examples), documents: unpackHashes(row.documents) }
}

/** The proposal that a version of a label was made from, edited or not; null where there was none. */
export function candidateOfLabel(db: Connection, label: number): LabelCandidate | null {
  const candidate = prepare<number | null>(db, 'SELECT candidate FROM labels WHERE label_id = ?', 'first-column').get(label)
  return candidate == null ? null : candidateById(db, candidate)
}

/** The newest version that was made from a proposal, edited or not; null where none was. */
export function labelOfCandidate(db: Connection, candidate: number): number | null {
  const newest = 'SELECT label_id FROM labels WHERE candidate = ? ORDER BY label_id DESC LIMIT 1'
  return prepare<number>(db, newest, 'first-column').get(candidate) ?? null
}

export function setCandidateState(db: Connection, candidate: number, state: CandidateState): void {
  write(db, () => prepare(db, 'UPDATE label_candidates SET state = ? WHERE candidate = ?').run(state, candidate))
}
