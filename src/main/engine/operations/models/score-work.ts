import { Failure } from '../../../../contract/failure.ts'
import type { ModelRequest } from '../../../../contract/model-requests.ts'
import { addScore, countLabelEvidence, scoresOfRun, scoringPurpose } from '../../store/label-scores.ts'
import { countLabelVersions } from '../../store/labels.ts'
import type { StoredLens } from '../../store/lenses.ts'
import { write } from '../../store/write.ts'
import { labelsOf } from '../labels-of.ts'
import type { ProjectReading } from '../project-reading.ts'
import { type ClaimScore, claimScores, newScoreOf } from './claim-scores.ts'
import { documentsFor, evidenceFor } from './label-work.ts'
import { type ModelPart, type ModelWork, partOf, partsOf, type Recording } from './model-work.ts'
import { promptHash, promptOf } from './prompts-of.ts'
import { storedEvidence } from './stored-evidence.ts'

type ScoreRequest = Extract<ModelRequest, { kind: 'score' }>

/** Latents whose scores are written down together. */
const together = 16

/** Scores of the labels that latents have. */
export async function scoreWork(
  project: ProjectReading,
  request: ScoreRequest,
  { lens, latents }: { readonly lens: StoredLens; readonly latents: readonly number[] },
  recording: Recording | null,
): Promise<ModelWork> {
  const labels = labelsOf(project, lens)
  const labelled = latents.flatMap((latent) => labels.get(latent) ?? []).length
  if (labelled === 0)
    throw new Failure('bad-input', 'None of these latents has a label to score.', 'Label them first, or choose others.')
  const stored = await storedEvidence(project, request)
  const before = recording === null ? [] : scoresOfRun(recording.project.db, recording.run)
  const done = new Set(before.map(({ latent }) => latent))
  const left = latents.filter((latent) => labels.has(latent) && !done.has(latent))
  const below = before.filter(({ balancedAccuracy }) => (balancedAccuracy ?? 1) < request.gate).length
  const tally = { scored: before.length, below, missing: 0 }
  const purposeOf = (latent: number) => scoringPurpose(project.db, { label: labels.get(latent)!.id })
  const scoring = (some: readonly number[], prepare: () => Promise<void>): ModelPart => {
    const claims = some.map((latent) => ({ latent, label: labels.get(latent)!.text, description: '' }))
    const judging = {
      evidenceOf: (latent: number) => evidenceFor(project, stored, lens, latent, purposeOf(latent), request.seed),
      ...(request.documents
        ? { documentsOf: (latent: number) => documentsFor(project, stored, lens, latent, purposeOf(latent), request.seed) }
        : {}),
      templates: { detect: promptOf(project, 'detect'), fuzz: promptOf(project, 'fuzz') },
      seed: request.seed,
    }
    const keep = (scores: readonly (ClaimScore | null)[]) => {
      if (recording === null) return
      const { project: writing, run, endpoint, model } = recording
      write(writing.db, () => {
        scores.forEach((scored, at) => {
          if (scored === null) return void tally.missing++
          const label = labels.get(some[Math.floor(at / request.methods.length)]!)!
          const hash = promptHash(project, scored.score.method === 'detection' ? 'detect' : 'fuzz')
          addScore(
            writing.db,
            newScoreOf(scored, {
              of: { label: label.id },
              run,
              endpoint,
              model,
              promptHash: hash,
              documents: stored.hashesOf(scored.documents),
            }),
          )
          tally.scored++
          if ((scored.score.all.value ?? 1) < request.gate) tally.below++
        })
      })
      writing.changed('labels', 'models')
    }
    return partOf('Scores', () => claimScores(claims, request.methods, judging), keep, prepare)
  }
  return {
    title: labelled === 1 ? 'Score a label' : `Score ${labelled} labels`,
    corpora: stored.corpora,
    fingerprint: [
      stored.fingerprint,
      latents,
      countLabelVersions(project.db, lens.lens),
      countLabelEvidence(project.db, lens.lens),
      promptHash(project, 'detect'),
      promptHash(project, 'fuzz'),
    ],
    ...partsOf(left, together, stored, scoring),
    result: () => tally,
  }
}
