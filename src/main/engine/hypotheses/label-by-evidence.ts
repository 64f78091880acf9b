import { hashPair } from '../numerics/hash-pair.ts'
import type { EvidenceSource } from '../labels/evidence/evidence-source.ts'
import { gatherEvidence, type LabelEvidence } from '../labels/evidence/gather-evidence.ts'
import type { EvidenceSet } from '../labels/evidence/split-documents.ts'
import { detectionCalls, type JudgedItem } from '../labels/prompts/judge-calls.ts'
import { labelCalls, relabelCalls } from '../labels/prompts/label-calls.ts'
import type { PromptTemplate } from '../labels/prompts/template.ts'
import { gateOf } from '../labels/scores/gate.ts'
import { labelScore } from '../labels/scores/label-score.ts'
import type { Verdicts } from '../labels/answers/verdicts.ts'
import type { ChosenLatent } from './choose-latents.ts'
import { discovery, type HeldOut } from './hold-out.ts'
import type { Labelling } from './relabel.ts'

/** What one request for a score was about, and what was answered. */
export type ScoreAnswer = { readonly items: readonly JudgedItem[]; readonly verdicts: Verdicts }

export type LabelByEvidence = {
  /** Of the comparison's documents, in its numbering; its sets leave out the judging half (`splitDocuments`, `hidden`). */
  readonly source: EvidenceSource
  readonly heldOut: HeldOut
  readonly templates: {
    readonly label: PromptTemplate<'label'>
    readonly relabel: PromptTemplate<'relabel'>
    readonly detect: PromptTemplate<'detect'>
  }
  readonly seed: number
  /** Documents that served a latent for something else before, and must not be drawn for this. None where left out. */
  readonly avoid?: (latent: number, set: EvidenceSet) => Iterable<number>
}

/** Activating passages without which no label is asked for. */
const fewestActivating = 3

/** Text of usual length where no label is known yet. */
const standInLabel = 'words of one kind, in sentences of one form, and of one tone'
const standInDescription = 'This text contains words of one kind, in sentences of one form, and of one tone.'

/**
 * Labels from passages and scores by detection, of documents of the discovering half alone: old labels are scored on the second set of
 * documents, new ones made from the first and scored on the third. A document of the judging half in the evidence is a bug, and throws.
 */
export function labelByEvidence({ source, heldOut, templates, seed, avoid }: LabelByEvidence): Labelling<ScoreAnswer> {
  function evidenceOf({ latent }: ChosenLatent, set: EvidenceSet): LabelEvidence {
    const evidence = gatherEvidence(source, latent, { set, seed, avoid: avoid?.(latent, set) ?? [] })
    for (const document of evidence.documents)
      if (heldOut.half[document] !== discovery)
        throw new Error(`document ${document} is kept for judging, and was drawn for a label`)
    return evidence
  }

  return {
    relabel(latent, oldScore) {
      const evidence = evidenceOf(latent, 'making')
      if (evidence.activating.length < fewestActivating) return null
      const { label } = latent
      const [call] =
        label === null
          ? labelCalls(templates.label, evidence)
          : relabelCalls(templates.relabel, evidence, { text: label, score: oldScore })
      return { ...call!, standIn: { label: standInLabel, description: standInDescription, explanation: '' } }
    },
    score(latent, claim, which) {
      const evidence = evidenceOf(latent, which === 'old' ? 'scoring' : 'third')
      return detectionCalls(templates.detect, claim, evidence, { seed: hashPair(seed, latent.latent) }).map(
        ({ items, ...call }) => ({
          ...call,
          parse: (text) => {
            const verdicts = call.parse(text)
            return verdicts === null ? null : { items, verdicts }
          },
          standIn: { items, verdicts: items.map(({ fits }) => fits) },
        }),
      )
    },
    scoreOf(_latent, _which, answers) {
      const score = labelScore(
        'detection',
        answers.filter((answer) => answer !== null),
      )
      return gateOf(score) === 'undecided' ? null : score.all.value
    },
  }
}
