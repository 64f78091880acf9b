import type { z } from 'zod'
import { Failure } from '../../../../contract/failure.ts'
import type {
  CandidateEvidence,
  CandidateLabel,
  candidatesInput,
  Decision,
  decisionInput,
  LabelScore,
  ofLensInput,
  QueueRow,
  queueInput,
  redoInput,
  undoInput,
} from '../../../../contract/model-requests.ts'
import { scoreOfCounts } from '../../labels/scores/label-score.ts'
import { candidateEvidence, candidatesOf, type LabelCandidate, openCandidates } from '../../store/label-candidates.ts'
import { type LabelScore as StoredScore, scoresOf, shownScore } from '../../store/label-scores.ts'
import { restoreRunLabels, withdrawRunLabels } from '../../store/label-withdrawals.ts'
import { currentLabel } from '../../store/labels.ts'
import { latentNotes } from '../../store/notes.ts'
import { decide, lastActions, lastDecisions, type NewDecision, type ReviewDecision } from '../../store/review.ts'
import { redoDecision, undoDecisions } from '../../store/review-undo.ts'
import { labelsOf } from '../labels-of.ts'
import { totalsOf } from '../latent-totals.ts'
import { refuseOutside } from '../latent-page.ts'
import { person } from '../person.ts'
import type { ProjectReading } from '../project-reading.ts'
import type { ProjectWriting } from '../project-writing.ts'
import { lensNamed, readSubjects } from '../subjects.ts'
import { scoreOf } from './latents-chosen.ts'
import { refuseUnderWay } from './runs.ts'

/** Of the paper (appendix C): below it a label is not built upon. */
const gate = 0.75

type OfLatent = z.output<typeof candidatesInput>

/** What was ever proposed for a latent, the newest first. */
export function candidates(project: ProjectReading, { lens, latent }: OfLatent): readonly CandidateLabel[] {
  const of = lensNamed(project, lens)
  refuseOutside(latent, of)
  return candidatesOf(project.db, of.lens, latent).map((each) => candidateOf(project, each))
}

/** The passages that a proposal was made from; null where none were kept. */
export function evidenceOfCandidate(project: ProjectReading, candidate: number): CandidateEvidence | null {
  return candidateEvidence(project.db, candidate).examples as CandidateEvidence | null
}

/** Every score of a latent's labels and proposals, the newest first. */
export function labelScores(project: ProjectReading, { lens, latent }: OfLatent): readonly LabelScore[] {
  const of = lensNamed(project, lens)
  refuseOutside(latent, of)
  return scoresOf(project.db, of.lens, latent).flatMap((score) => scoreShown(score) ?? [])
}

/** What to look at next: latents that were not decided on since, the most frequent first. */
export function reviewQueue(project: ProjectReading, { lens, kind, limit }: z.output<typeof queueInput>): readonly QueueRow[] {
  const { lens: of, subjects } = readSubjects(project, { lens })
  const totals = totalsOf(project, subjects, of.dSae)
  const labels = labelsOf(project, of)
  const open = openCandidates(project.db, of.lens)
  const notes = latentNotes(project.db, of.lens)
  const decided = lastActions(project.db, of.lens)
  /** Skipped, or kept as it is. */
  const isSettled = (latent: number): boolean => {
    const last = decided.get(latent)
    return (
      last?.action === 'skip' ||
      (kind !== 'proposed' && last?.action === 'accept' && last.after === (labels.get(latent)?.id ?? null))
    )
  }
  const waits: Record<typeof kind, (latent: number) => boolean> = {
    unlabelled: (latent) => !labels.has(latent) || labels.get(latent)?.origin === 'statistics',
    low: (latent) => {
      const label = labels.get(latent)
      return label !== undefined && label.origin !== 'person' && (scoreOf(project, label) ?? 1) < gate
    },
    proposed: (latent) => open.has(latent),
    flagged: (latent) => notes.get(latent)?.flag != null,
  }
  return Array.from({ length: of.dSae }, (_, latent) => latent)
    .filter((latent) => totals.present[latent]! > 0 && waits[kind](latent) && (kind === 'flagged' || !isSettled(latent)))
    .sort((a, b) => totals.present[b]! - totals.present[a]! || a - b)
    .slice(0, limit)
    .map((latent) => ({
      latent,
      label: labels.get(latent) ?? null,
      candidates: candidatesOf(project.db, of.lens, latent)
        .filter(({ state }) => state === 'open')
        .map((each) => candidateOf(project, each)),
      documentFrequency: totals.present[latent]! / totals.documents,
      flag: notes.get(latent)?.flag ?? null,
    }))
}

export function decideOn(project: ProjectWriting, request: z.output<typeof decisionInput>): Decision {
  const lens = lensNamed(project, request.lens)
  refuseOutside(request.latent, lens)
  const decision = decide(project.db, {
    ...actionOf(request),
    lens: lens.lens,
    latent: request.latent,
    author: person(),
    requestId: request.requestId,
  })
  project.changed('labels', 'models', ...(request.action === 'flag' ? (['notes'] as const) : []))
  return decisionOf(project, decision)
}

type Action<D> = D extends unknown ? Omit<D, 'lens' | 'latent' | 'author' | 'requestId'> : never

function actionOf({ action, candidate, text, notes, flag }: z.output<typeof decisionInput>): Action<NewDecision> {
  switch (action) {
    case 'accept':
      return { action, candidate }
    case 'edit':
      if (text === undefined) throw new Failure('bad-input', 'An edited label needs its text.', 'Give the text.')
      return { action, candidate, text: text.trim(), notes: notes ?? '' }
    case 'refuse':
      if (candidate === null) throw new Failure('bad-input', 'Only a proposed label can be refused.', 'Name the proposal.')
      return { action, candidate }
    case 'flag':
      return { action, flag }
    case 'skip':
      return { action }
  }
}

export function undoLast(project: ProjectWriting, { lens, count, requestId }: z.output<typeof undoInput>): readonly Decision[] {
  const undone = undoDecisions(project.db, lensNamed(project, lens).lens, count, { author: person(), requestId })
  project.changed('labels', 'models', 'notes')
  return undone.map((each) => decisionOf(project, each))
}

export function redoLast(project: ProjectWriting, { lens, requestId }: z.output<typeof redoInput>): Decision | null {
  const redone = redoDecision(project.db, lensNamed(project, lens).lens, { author: person(), requestId })
  project.changed('labels', 'models', 'notes')
  return redone === null ? null : decisionOf(project, redone)
}

/** The last ten, the newest first. */
export function decisionsOf(project: ProjectReading, { lens }: z.output<typeof ofLensInput>): readonly Decision[] {
  return lastDecisions(project.db, lensNamed(project, lens).lens).map((each) => decisionOf(project, each))
}

/** Withdraws what a run wrote; what a person made of it stays. Throws Failures: 'not-found', 'conflict' while it is under way. */
export function undoRun(project: ProjectWriting, run: number): { readonly withdrawn: number; readonly kept: number } {
  refuseUnderWay(project, run)
  const counts = withdrawRunLabels(project.db, run)
  project.changed('labels', 'models')
  return counts
}

/** Takes that back: what was withdrawn with the run counts again. */
export function redoRun(project: ProjectWriting, run: number): { readonly restored: number } {
  refuseUnderWay(project, run)
  const restored = restoreRunLabels(project.db, run)
  project.changed('labels', 'models')
  return { restored }
}

function decisionOf(
  project: ProjectReading,
  { decision, lens, latent, action, candidate, author, at, undone }: ReviewDecision,
): Decision {
  return {
    id: decision,
    latent,
    action,
    candidate,
    author,
    at,
    undone,
    label: currentLabel(project.db, lens, latent)?.text ?? null,
  }
}

function candidateOf(
  project: ProjectReading,
  { candidate, latent, run, text, notes, author, state, createdAt }: LabelCandidate,
): CandidateLabel {
  const score = shownScore(project.db, { candidate })
  return { id: candidate, latent, run, text, notes, author, state, at: createdAt, score: score === null ? null : scoreShown(score) }
}

/** null where no answer could be used. */
function scoreShown({ method, f1, counts, model, at }: StoredScore): LabelScore | null {
  const { all, random, hard, byLevel, sensitivity, specificity, missing } = scoreOfCounts(method, counts)
  if (all.value === null || all.interval === null) return null
  return {
    method,
    balancedAccuracy: all.value,
    interval: all.interval,
    random: random.value,
    hard: hard.value,
    byLevel: byLevel.map(({ successes, trials }) => (trials === 0 ? null : successes / trials)),
    f1,
    judged: sensitivity.trials + specificity.trials,
    missing,
    judge: model,
    at,
  }
}
