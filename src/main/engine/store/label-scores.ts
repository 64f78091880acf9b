import { Failure } from '../../../contract/failure.ts'
import { prepare, type Connection } from './connection.ts'
import { packHashes } from './hash-list.ts'
import { candidateById, candidateOfLabel } from './label-candidates.ts'
import { useDocuments, type DocumentPurpose } from './label-documents.ts'
import { labelById } from './labels.ts'
import type { ScoreCounts } from './score-counts.ts'
import { write } from './write.ts'

export type ScoreMethod = 'detection' | 'fuzzing'

/** How well a judge told by a label where its latent fires. */
export type LabelScore = {
  readonly score: number
  readonly lens: number
  readonly latent: number
  /** what was scored: a version, a proposal, or a version and the proposal it is, word for word */
  readonly label: number | null
  readonly candidate: number | null
  readonly run: number | null
  readonly method: ScoreMethod
  /** 0..1, missing answers left out; null where none was usable */
  readonly balancedAccuracy: number | null
  /** 95 %; null with it */
  readonly interval: readonly [number, number] | null
  /** of the label against presence, by document, 0..1; null where it was not measured */
  readonly f1: number | null
  readonly counts: ScoreCounts
  readonly endpoint: string
  /** the judge */
  readonly model: string
  readonly promptName: string
  /** of the prompt's text, hex */
  readonly promptHash: string
  readonly at: string
}

/** `of`: a version's id or a proposal's number. */
export type NewScore = Omit<LabelScore, 'score' | 'lens' | 'latent' | 'label' | 'candidate' | 'at'> & {
  readonly of: Scored
  /** Content hashes (16 bytes) of the documents judged, and of those nearly equal to them. */
  readonly documents: readonly Uint8Array[]
  /** A request that was carried out before is not carried out again. */
  readonly requestId?: string | undefined
}

export type Scored = { readonly label: number } | { readonly candidate: number }

type ScoreRow = {
  readonly label_score: number
  readonly lens: number
  readonly latent: number
  readonly label_id: number | null
  readonly candidate: number | null
  readonly run: number | null
  readonly method: ScoreMethod
  readonly balanced_accuracy: number | null
  readonly low: number | null
  readonly high: number | null
  readonly f1: number | null
  readonly counts: string
  readonly endpoint: string
  readonly model: string
  readonly prompt_name: string
  readonly prompt_hash: string
  readonly created_at: string
}

const scoreColumns = `label_score, lens, latent, label_id, candidate, run, method, balanced_accuracy, low, high, f1, counts, endpoint, model,
  prompt_name, prompt_hash, created_at`

/** Which of a latent's documents may score this: those of the third set where an earlier label was shown to whoever made it. */
export function scoringPurpose(db: Connection, of: Scored): Exclude<DocumentPurpose, 'making'> {
  const { label, candidate } = subjectOf(db, of)
  const maker = candidate !== null ? candidateById(db, candidate) : label === null ? null : candidateOfLabel(db, label)
  return maker?.contextLabel == null ? 'scoring' : 'third'
}

/**
 * Keeps a score, and marks its documents as used for scoring the latent's labels.
 *
 * A score of a proposal that was accepted word for word is its version's too, and the other way round. Throws a Failure 'not-found' for
 * what never was, and an Error where a document serves another purpose of the latent: what made a label never scores it.
 */
export function addScore(db: Connection, score: NewScore): LabelScore {
  return write(db, () => {
    const made = prepare<number>(db, 'SELECT label_score FROM label_scores WHERE request_id = ?', 'first-column').get(
      score.requestId ?? null,
    )
    if (made !== undefined) return scoreById(db, made)
    const { lens, latent, label, candidate } = subjectOf(db, score.of)
    useDocuments(db, lens, latent, scoringPurpose(db, score.of), score.documents)
    const { lastInsertRowid } = prepare(
      db,
      `INSERT INTO label_scores (lens, latent, label_id, candidate, run, method, balanced_accuracy, low, high, f1, counts, endpoint, model,
         prompt_name, prompt_hash, documents, request_id, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      lens,
      latent,
      label,
      candidate,
      score.run,
      score.method,
      score.balancedAccuracy,
      score.interval?.[0] ?? null,
      score.interval?.[1] ?? null,
      score.f1,
      JSON.stringify(score.counts),
      score.endpoint,
      score.model,
      score.promptName,
      score.promptHash,
      packHashes(score.documents),
      score.requestId ?? null,
      new Date().toISOString(),
    )
    return scoreById(db, Number(lastInsertRowid))
  })
}

/** Every score of a latent's labels and proposals, the newest first. */
export function scoresOf(db: Connection, lens: number, latent: number): readonly LabelScore[] {
  return prepare<ScoreRow>(db, `SELECT ${scoreColumns} FROM label_scores WHERE lens = ? AND latent = ? ORDER BY label_score DESC`)
    .all(lens, latent)
    .map(toScore)
}

/** What a run scored, in the order it did: where a run that goes on has been. */
export function scoresOfRun(db: Connection, run: number): readonly LabelScore[] {
  return prepare<ScoreRow>(db, `SELECT ${scoreColumns} FROM label_scores WHERE run = ? ORDER BY label_score`).all(run).map(toScore)
}

/** The newest detection score of a version or a proposal, the one that is shown; null where none was measured. */
export function shownScore(db: Connection, of: Scored): LabelScore | null {
  const [column, number] = 'label' in of ? ['label_id', of.label] : ['candidate', of.candidate]
  const row = prepare<ScoreRow>(
    db,
    `SELECT ${scoreColumns} FROM label_scores
     WHERE ${column} = ? AND method = 'detection' AND balanced_accuracy IS NOT NULL
     ORDER BY label_score DESC
     LIMIT 1`,
  ).get(number)
  return row === undefined ? null : toScore(row)
}

/** Proposals and scores of a lens's labels that were ever written down: changes whenever a document is used for one. */
export function countLabelEvidence(db: Connection, lens: number): number {
  const count = `SELECT (SELECT count(*) FROM label_candidates WHERE lens = ?) + (SELECT count(*) FROM label_scores WHERE lens = ?)`
  return prepare<number>(db, count, 'first-column').get(lens, lens) ?? 0
}

type Subject = { readonly lens: number; readonly latent: number; readonly label: number | null; readonly candidate: number | null }

function subjectOf(db: Connection, of: Scored): Subject {
  if ('candidate' in of) {
    const { candidate, lens, latent, text } = candidateById(db, of.candidate)
    const label = prepare<number>(
      db,
      'SELECT label_id FROM labels WHERE candidate = ? AND text = ? ORDER BY label_id DESC LIMIT 1',
      'first-column',
    ).get(candidate, text)
    return { lens, latent, candidate, label: label ?? null }
  }
  const scored = labelById(db, of.label)
  if (scored === null)
    throw new Failure('not-found', `There is no label version ${of.label}.`, 'Open the history again and choose one.')
  const maker = candidateOfLabel(db, of.label)
  const candidate = maker?.text === scored.version.text ? maker.candidate : null
  return { lens: scored.lens, latent: scored.latent, label: of.label, candidate }
}

function scoreById(db: Connection, score: number): LabelScore {
  const row = prepare<ScoreRow>(db, `SELECT ${scoreColumns} FROM label_scores WHERE label_score = ?`).get(score)
  if (row === undefined) throw new Error(`score ${score} was not written`)
  return toScore(row)
}

function toScore(row: ScoreRow): LabelScore {
  return {
    score: row.label_score,
    lens: row.lens,
    latent: row.latent,
    label: row.label_id,
    candidate: row.candidate,
    run: row.run,
    method: row.method,
    balancedAccuracy: row.balanced_accuracy,
    interval: row.low === null || row.high === null ? null : [row.low, row.high],
    f1: row.f1,
    counts: JSON.parse(row.counts) as ScoreCounts,
    endpoint: row.endpoint,
    model: row.model,
    promptName: row.prompt_name,
    promptHash: row.prompt_hash,
    at: row.created_at,
  }
}
