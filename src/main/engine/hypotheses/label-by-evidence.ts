import { hashPair } from '../numerics/hash-pair.ts'
import type { EvidenceSource } from '../labels/evidence/evidence-source.ts'
import { gatherEvidence, type LabelEvidence } from '../labels/evidence/gather-evidence.ts'
import type { EvidenceSet } from '../labels/evidence/split-documents.ts'
import { detectionCalls, type JudgedItem } from '../labels/prompts/judge-calls.ts'
import { labelCalls, relabelCalls } from '../labels/prompts/label-calls.ts'
import type { PromptTemplate } from '../labels/prompts/template.ts'
import { gateOf } from '../labels/scores/gate.ts'
import { type LabelScore, labelScore } from '../labels/scores/label-score.ts'
import type { Verdicts } from '../labels/answers/verdicts.ts'
import type { ChosenLatent } from './choose-latents.ts'
import { discovery, type HeldOut } from './hold-out.ts'
import type { Claimed, Labelling, MadeLabel } from './relabel.ts'

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

/** What a label that was made rests on: the passages its maker saw, how it was scored, and every document that was drawn for the score. */
export type LabelRests = { readonly making: LabelEvidence; readonly score: LabelScore; readonly scoredOn: Uint32Array }

export type EvidenceLabelling = Labelling<ScoreAnswer> & { restsOf(made: MadeLabel<ScoreAnswer>): LabelRests }

/** Activating passages without which no label is asked for. */
const fewestActivating = 3

/** Text of usual length where no label is known yet. */
const standInLabel = 'words of one kind, in sentences of one form, and of one tone'
const standInDescription = 'This text contains words of one kind, in sentences of one form, and of one tone.'

/** Which documents score a label: those of the third set where it was made with an old one in view, which is scored on the second. */
export function scoringSet({ label }: Pick<ChosenLatent, 'label'>, which: 'old' | 'new'): EvidenceSet {
  return which === 'old' || label === null ? 'scoring' : 'third'
}

/**
 * Labels from passages and scores by detection, of documents of the discovering half alone: labels are made from the first set of documents
 * and scored on another (`scoringSet`). A document of the judging half in the evidence is a bug, and throws.
 */
export function labelByEvidence({ source, heldOut, templates, seed, avoid }: LabelByEvidence): EvidenceLabelling {
  function evidenceOf({ latent }: ChosenLatent, set: EvidenceSet): LabelEvidence {
    const evidence = gatherEvidence(source, latent, { set, seed, avoid: avoid?.(latent, set) ?? [] })
    for (const document of evidence.documents)
      if (heldOut.half[document] !== discovery)
        throw new Error(`document ${document} is kept for judging, and was drawn for a label`)
    return evidence
  }

  /** Blind to everything but the claim and the passages. */
  function judging(latent: ChosenLatent, claim: Claimed, set: EvidenceSet) {
    const evidence = evidenceOf(latent, set)
    return { evidence, calls: detectionCalls(templates.detect, claim, evidence, { seed: hashPair(seed, latent.latent) }) }
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
      return judging(latent, claim, scoringSet(latent, which)).calls.map(({ items, ...call }) => ({
        ...call,
        parse: (text) => {
          const verdicts = call.parse(text)
          return verdicts === null ? null : { items, verdicts }
        },
        standIn: { items, verdicts: items.map(({ fits }) => fits) },
      }))
    },
    scoreOf(_latent, _which, answers) {
      const score = labelScore(
        'detection',
        answers.filter((answer) => answer !== null),
      )
      return gateOf(score) === 'undecided' ? null : score.all.value
    },
    restsOf({ latent, answer, judged }) {
      const { evidence, calls } = judging(latent, answer, scoringSet(latent, 'new'))
      const answers = calls.map(({ items }, at) => ({ items, verdicts: judged[at]?.verdicts ?? null }))
      return { making: evidenceOf(latent, 'making'), score: labelScore('detection', answers), scoredOn: evidence.documents }
    },
  }
}
