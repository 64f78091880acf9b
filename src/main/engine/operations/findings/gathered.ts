import type { AnalysisInput } from '../../../../contract/analyses.ts'
import type { FindingEvidence, FindingSettings } from '../../../../contract/findings.ts'
import type { StoredLens } from '../../store/lenses.ts'

/** What is kept, with the lens it was read with; `inputs` where no recipe says what was read. */
export type Gathered = {
  readonly title: string
  readonly evidence: FindingEvidence
  readonly lens: StoredLens | null
  readonly inputs?: readonly AnalysisInput[]
} & Pick<FindingSettings, 'recipe' | 'asked'>

export const noEvidence: FindingEvidence = {
  latent: null,
  label: null,
  labelOrigin: null,
  topTokens: [],
  frequencies: [],
  quotations: [],
}
