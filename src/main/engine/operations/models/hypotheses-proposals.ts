import { setImmediate } from 'node:timers/promises'
import type { LabelVersion } from '../../../../contract/latents.ts'
import type { EvidenceLabelling, ScoreAnswer } from '../../hypotheses/label-by-evidence.ts'
import type { MadeLabel } from '../../hypotheses/relabel.ts'
import { candidatesOf } from '../../store/label-candidates.ts'
import type { StoredLens } from '../../store/lenses.ts'
import { write } from '../../store/write.ts'
import type { ComparisonEvidence } from './hypotheses-evidence.ts'
import { keepProposal } from './keep-proposal.ts'
import type { Recording } from './model-work.ts'

type MadeOf = {
  readonly lens: StoredLens
  /** As they were when the work began. */
  readonly labels: ReadonlyMap<number, LabelVersion>
  readonly labelling: EvidenceLabelling
  readonly evidence: Pick<ComparisonEvidence, 'hashesOf' | 'shown'>
}

/** Latents written down together. */
const together = 8

/**
 * Keeps labels that were made on the way to hypotheses as proposals of the run, open to be decided on; none takes the place of a label by
 * itself. One that says what was proposed for its latent before is left out. Their number.
 */
export async function keepProposals(
  recording: Recording,
  { lens, labels, labelling, evidence }: MadeOf,
  made: readonly MadeLabel<ScoreAnswer>[],
): Promise<number> {
  const { project, run } = recording
  let proposed = 0
  for (let from = 0; from < made.length; from += together) {
    write(project.db, () => {
      for (const each of made.slice(from, from + together)) {
        const { latent, answer } = each
        const earlier = candidatesOf(project.db, lens.lens, latent.latent).filter((other) => other.run !== run)
        if (earlier.some(({ text }) => text === answer.label)) continue
        const { making, score, scoredOn } = labelling.restsOf(each)
        keepProposal(recording, {
          lens,
          latent: latent.latent,
          answer,
          place: 0,
          context: latent.label === null ? null : (labels.get(latent.latent) ?? null),
          examples: evidence.shown(making),
          documents: evidence.hashesOf(making.documents),
          scored:
            score.all.value === null
              ? null
              : { score: { score, f1: null, documents: scoredOn }, documents: evidence.hashesOf(scoredOn) },
        })
        proposed++
      }
    })
    await setImmediate()
  }
  return proposed
}
