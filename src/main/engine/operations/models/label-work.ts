import type { LabelVersion } from '../../../../contract/latents.ts'
import type { ModelRequest } from '../../../../contract/model-requests.ts'
import { ask, type Flow, type PlannedCall } from '../../hypotheses/flow.ts'
import type { LabelAnswer, NamingAnswer } from '../../labels/answers/label-answer.ts'
import { gatherDocuments, gatherEvidence, type LabelEvidence } from '../../labels/evidence/gather-evidence.ts'
import type { EvidenceSet } from '../../labels/evidence/split-documents.ts'
import { labelCalls, relabelCalls } from '../../labels/prompts/label-calls.ts'
import { hashPair } from '../../numerics/hash-pair.ts'
import { acceptUnseen } from '../../store/label-acceptance.ts'
import { candidatesOfRun } from '../../store/label-candidates.ts'
import { usedDocuments } from '../../store/label-documents.ts'
import { countLabelEvidence } from '../../store/label-scores.ts'
import { countLabelVersions } from '../../store/labels.ts'
import type { StoredLens } from '../../store/lenses.ts'
import { write } from '../../store/write.ts'
import { labelsOf } from '../labels-of.ts'
import type { ProjectReading } from '../project-reading.ts'
import { type ClaimScore, claimScores } from './claim-scores.ts'
import { keepProposal } from './keep-proposal.ts'
import { scoreOf } from './latents-chosen.ts'
import { type ModelWork, partOf, partsOf, type Recording } from './model-work.ts'
import { promptHash, promptOf } from './prompts-of.ts'
import { type StoredEvidence, storedEvidence } from './stored-evidence.ts'

type LabelRequest = Extract<ModelRequest, { kind: 'label' }>

/** Latents whose outcome is written down together. */
const together = 16

/** Activating passages without which no label is asked for. */
const fewestActivating = 3

const standIn: LabelAnswer = {
  label: 'words of one kind, in sentences of one form, and of one tone',
  description: 'This text contains words of one kind, in sentences of one form, and of one tone.',
  explanation: '',
}

type Outcome = {
  readonly latent: number
  /** null: too few passages where it is active. */
  readonly evidence: LabelEvidence | null
  readonly candidates: readonly {
    readonly answer: NamingAnswer
    readonly scored: ClaimScore | null
  }[]
  /** Calls without an answer. */
  readonly missing: number
}

/** New labels for latents, each scored on documents that its maker did not see. */
export async function labelWork(
  project: ProjectReading,
  request: LabelRequest,
  { lens, latents }: { readonly lens: StoredLens; readonly latents: readonly number[] },
  recording: Recording | null,
): Promise<ModelWork> {
  const stored = await storedEvidence(project, request)
  const proposed = recording === null ? [] : candidatesOfRun(recording.project.db, recording.run)
  const done = new Set(proposed.map(({ latent }) => latent))
  const left = latents.filter((latent) => !done.has(latent))
  const accepted = proposed.filter(({ state }) => state === 'accepted').length
  const tally = { labelled: done.size, accepted, short: 0, missing: 0 }
  const doing = request.score ? 'Labels and their scores' : 'Labels'
  return {
    title: latents.length === 1 ? `Label latent ${latents[0]}` : `Label ${latents.length} latents`,
    corpora: stored.corpora,
    fingerprint: [
      stored.fingerprint,
      latents,
      countLabelVersions(project.db, lens.lens),
      countLabelEvidence(project.db, lens.lens),
      promptHash(project, 'label'),
      promptHash(project, 'relabel'),
      promptHash(project, 'detect'),
    ],
    ...partsOf(left, together, stored, (some, prepare) =>
      partOf(
        doing,
        () => labelFlow(project, stored, lens, some, request),
        (outcomes) => {
          if (recording !== null) record(recording, stored, lens, outcomes, request, tally)
        },
        prepare,
      ),
    ),
    result: () => tally,
  }
}

function* labelFlow(
  project: ProjectReading,
  stored: StoredEvidence,
  lens: StoredLens,
  latents: readonly number[],
  request: LabelRequest,
): Flow<readonly Outcome[]> {
  const labels = labelsOf(project, lens)
  const evidence = new Map<number, LabelEvidence | null>()
  const owners: number[] = []
  function* making(): Generator<PlannedCall<LabelAnswer>> {
    for (const latent of latents) {
      const drawn = evidenceFor(project, stored, lens, latent, 'making', request.seed)
      const enough = drawn.activating.length >= fewestActivating
      evidence.set(latent, enough ? drawn : null)
      if (!enough) continue
      for (const call of callsOf(project, drawn, labels.get(latent), request)) {
        owners.push(latent)
        yield { ...call, standIn }
      }
    }
  }
  const answers = yield* ask(making())
  const made = latents.map((latent) => ({
    latent,
    answers: distinct(answers.filter((answer, at) => owners[at] === latent && answer?.label != null) as readonly NamingAnswer[]),
    missing: answers.filter((answer, at) => owners[at] === latent && answer === null).length,
  }))
  const claims = request.score
    ? made.flatMap(({ latent, answers: own }) =>
        own.map((answer) => ({ latent, label: answer.label, description: answer.description })),
      )
    : []
  const scores = yield* claimScores(claims, ['detection'], {
    evidenceOf(latent) {
      const set = contextOf(labels.get(latent), request) === null ? 'scoring' : 'third'
      return evidenceFor(project, stored, lens, latent, set, request.seed)
    },
    templates: { detect: promptOf(project, 'detect'), fuzz: promptOf(project, 'fuzz') },
    seed: request.seed,
  })
  let next = 0
  return made.map(({ latent, answers: own, missing }) => ({
    latent,
    evidence: evidence.get(latent) ?? null,
    candidates: own.map((answer) => ({ answer, scored: request.score ? (scores[next++] ?? null) : null })),
    missing,
  }))
}

function callsOf(project: ProjectReading, evidence: LabelEvidence, label: LabelVersion | undefined, request: LabelRequest) {
  const old = contextOf(label, request)
  return old === null
    ? labelCalls(promptOf(project, 'label'), evidence, request.candidates)
    : relabelCalls(promptOf(project, 'relabel'), evidence, { text: old.text, score: scoreOf(project, old) }, request.candidates)
}

/** The label that the maker of another sees; null where there is none to see. */
function contextOf(label: LabelVersion | undefined, { relabel }: LabelRequest): LabelVersion | null {
  return relabel ? (label ?? null) : null
}

/** Passages from one set of documents, never one that served the latent for another purpose. */
export function evidenceFor(...[project, stored, lens, latent, set, seed]: Asked): LabelEvidence {
  return gatherEvidence(stored.source, latent, { set, seed, avoid: servedElsewhere(project, stored, lens, latent, set) })
}

/** Whole documents from one set, with the latent and without it. */
export function documentsFor(...[project, stored, lens, latent, set, seed]: Asked) {
  const avoid = servedElsewhere(project, stored, lens, latent, set)
  const { documents, maxima } = stored.source.postings(latent)
  const present = maxima.reduce((count, value) => count + +(value > stored.source.threshold(latent)), 0)
  return {
    evidence: gatherDocuments(stored.source, latent, { set, seed: hashPair(seed, 70), avoid }),
    documentFrequency: documents.length === 0 ? 0 : present / stored.source.documents,
  }
}

type Asked = [project: ProjectReading, stored: StoredEvidence, lens: StoredLens, latent: number, set: EvidenceSet, seed: number]

function servedElsewhere(
  project: ProjectReading,
  stored: StoredEvidence,
  lens: StoredLens,
  latent: number,
  set: EvidenceSet,
): Uint32Array {
  const elsewhere = usedDocuments(project.db, lens.lens, latent).filter(({ purpose }) => purpose !== set)
  return stored.documentsOfHashes(elsewhere.map(({ hash }) => hash))
}

function distinct(answers: readonly NamingAnswer[]): readonly NamingAnswer[] {
  return answers.filter((answer, at) => answers.findIndex((other) => other.label === answer.label) === at)
}

function record(
  recording: Recording,
  stored: StoredEvidence,
  lens: StoredLens,
  outcomes: readonly Outcome[],
  request: LabelRequest,
  tally: { labelled: number; accepted: number; short: number; missing: number },
): void {
  const { project } = recording
  const { db } = project
  const labels = labelsOf(project, lens)
  write(db, () => {
    for (const { latent, evidence, candidates, missing } of outcomes) {
      tally.missing += missing
      if (evidence === null) tally.short++
      if (evidence === null || candidates.length === 0) continue
      tally.labelled++
      const old = labels.get(latent)
      const context = contextOf(old, request)
      const kept = candidates.map(({ answer, scored }, place) => {
        const candidate = keepProposal(recording, {
          lens,
          latent,
          answer,
          place,
          context,
          examples: stored.shown(evidence),
          documents: stored.hashesOf(evidence.documents),
          scored: scored === null ? null : { score: scored, documents: stored.hashesOf(scored.documents) },
        })
        return { candidate, value: scored?.score.all.value ?? null }
      })
      const best = kept.reduce((most, each) => ((each.value ?? -1) > (most.value ?? -1) ? each : most))
      if (
        request.accept === 'better' &&
        replaces(project, old, best.value, request.gate) &&
        acceptUnseen(db, best.candidate) !== null
      )
        tally.accepted++
    }
  })
  project.changed('labels', 'models')
}

/** A machine's label gives way to one that reaches the gate and scored higher; a person's never does. */
function replaces(project: ProjectReading, old: LabelVersion | undefined, score: number | null, gate: number): boolean {
  if (old?.origin === 'person' || score === null || score < gate) return false
  return old === undefined || old.origin === 'statistics' || score > (scoreOf(project, old) ?? -1)
}
