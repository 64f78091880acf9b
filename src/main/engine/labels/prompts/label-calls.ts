import { type LabelAnswer, readLabelAnswer } from '../answers/label-answer.ts'
import type { LabelEvidence } from '../evidence/gather-evidence.ts'
import type { Passage } from '../evidence/passage.ts'
import type { Fenced } from './fence.ts'
import { markTokens } from './marks.ts'
import type { PromptCall } from './prompt-call.ts'
import { type PromptTemplate, type Rendered, renderPrompt } from './template.ts'

export type LabelCall = PromptCall<LabelAnswer>

/** Of the candidates after the first, which is the likeliest. */
const candidateTemperature = 0.8

/** Requests for `candidates` labels of one latent, each by itself: the first the likeliest, the others drawn by seeds 1, 2, ... */
export function labelCalls(template: PromptTemplate<'label'>, evidence: LabelEvidence, candidates = 1): readonly LabelCall[] {
  return drawn(evidence, candidates, renderPrompt(template, shownEvidence(evidence)))
}

/** The label to be replaced, and its balanced accuracy where it was measured. */
export type OldLabel = { readonly text: string; readonly score: number | null }

/** The same with the present label and its score as context. */
export function relabelCalls(
  template: PromptTemplate<'relabel'>,
  evidence: LabelEvidence,
  old: OldLabel,
  candidates = 1,
): readonly LabelCall[] {
  const heading = `old label, ${old.score === null ? 'not scored' : `score ${old.score.toFixed(2)}`}`
  return drawn(evidence, candidates, renderPrompt(template, { ...shownEvidence(evidence), old: [{ heading, text: old.text }] }))
}

function drawn({ documents }: LabelEvidence, candidates: number, rendered: Rendered): readonly LabelCall[] {
  return Array.from({ length: candidates }, (_, seed) => ({
    stage: 'label',
    ...rendered,
    temperature: seed === 0 ? 0 : candidateTemperature,
    seed,
    json: true,
    maxOutputTokens: 1500,
    likelyOutputTokens: 130,
    documents,
    parse: readLabelAnswer,
  }))
}

function shownEvidence({ activating, silent, maximum }: LabelEvidence): {
  readonly activating: readonly Fenced[]
  readonly silent: readonly Fenced[]
} {
  const strength = (passage: Passage) => Math.max(1, Math.ceil((10 * passage.maximum) / maximum))
  return {
    activating: activating.map((passage, at) => ({
      heading: `active passage ${at + 1}, strength ${strength(passage)} of 10`,
      text: markTokens(passage.text, passage.starts, passage.ends, passage.marked),
    })),
    silent: silent.map(({ text }, at) => ({
      heading: `passage ${at + 1} without activation`,
      text: markTokens(text, [], [], new Uint8Array(0)),
    })),
  }
}
