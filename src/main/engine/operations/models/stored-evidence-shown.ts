import type { CandidateEvidence, EvidenceDocument, ShownPassage } from '../../../../contract/model-requests.ts'
import type { LabelEvidence } from '../../labels/evidence/gather-evidence.ts'
import type { Passage } from '../../labels/evidence/passage.ts'

/** Evidence as it is kept with a proposal and shown: in plain values. */
export function shownEvidence(evidence: LabelEvidence, documentRef: (document: number) => EvidenceDocument): CandidateEvidence {
  const shown = (passage: Passage) => shownPassage(passage, documentRef(passage.document))
  return { set: evidence.set, activating: evidence.activating.map(shown), silent: evidence.silent.map(shown) }
}

function shownPassage(passage: Passage, ref: EvidenceDocument): ShownPassage {
  const { kind, level, maximum, text, from, starts, ends, marked } = passage
  const marks = Array.from(marked.keys())
    .filter((token) => marked[token] === 1)
    .map((token) => ({ start: starts[token]!, end: ends[token]! }))
  return { ...ref, kind, level, maximum, text, from, marks }
}
