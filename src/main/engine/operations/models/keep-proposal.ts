import type { CandidateEvidence } from '../../../../contract/model-requests.ts'
import type { NamingAnswer } from '../../labels/answers/label-answer.ts'
import type { LabelVersion } from '../../../../contract/latents.ts'
import { addCandidate } from '../../store/label-candidates.ts'
import { addScore } from '../../store/label-scores.ts'
import type { StoredLens } from '../../store/lenses.ts'
import { type ClaimScore, newScoreOf } from './claim-scores.ts'
import type { Recording } from './model-work.ts'
import { promptHash } from './prompts-of.ts'

export type Proposal = {
  readonly lens: StoredLens
  readonly latent: number
  readonly answer: NamingAnswer
  /** Which of the run's labels of this latent, from 0. */
  readonly place: number
  /** The label that was in the maker's view; null where none was. */
  readonly context: LabelVersion | null
  readonly examples: CandidateEvidence
  /** Content hashes of the documents it was made from, and of those that scored it, near-duplicates included. */
  readonly documents: readonly Uint8Array[]
  readonly scored: { readonly score: ClaimScore; readonly documents: readonly Uint8Array[] } | null
}

/** Keeps a label that a run's model made, open to be decided on, with all that it rests on; the number it is kept under. Again changes nothing. */
export function keepProposal(
  { project, run, endpoint, model }: Recording,
  { lens, latent, answer, place, context, examples, documents, scored }: Proposal,
): number {
  const { db } = project
  const promptName = context === null ? 'label' : 'relabel'
  const { candidate } = addCandidate(db, {
    lens: lens.lens,
    latent,
    run,
    text: answer.label,
    notes: [answer.description, answer.explanation].filter((part) => part !== '').join('\n\n'),
    origin: 'language-model',
    author: model,
    endpoint,
    promptName,
    promptHash: promptHash(project, promptName),
    contextLabel: context?.id ?? null,
    examples,
    documents,
    requestId: `run ${run} latent ${latent} candidate ${place}`,
  })
  if (scored !== null) {
    const by = { run, endpoint, model, promptHash: promptHash(project, 'detect'), documents: scored.documents }
    addScore(db, newScoreOf(scored.score, { of: { candidate }, ...by }))
  }
  return candidate
}
