import type { CorpusSummary } from '../../../contract/corpora.ts'
import type { CorrelateRequest } from '../../../contract/correlations.ts'
import type { AnalysisRequest } from '../../client/analysis-runs.ts'
import { type ScopeDraft, scopeInput, scopeOf, startScope, stillThere } from '../../client/analysis-scope.ts'
import { createTabState } from '../../client/tab-state.ts'

/** What is set on the screen: which documents, which pairs, and the bounds of what is listed. */
export type Draft = {
  readonly corpora: readonly string[]
  readonly pairs: 'within' | 'between' | 'column'
  /** Of pairs between channels. */
  readonly channels: readonly [string, string]
  readonly column: string
  readonly scope: ScopeDraft
  readonly unit: string
  readonly fold: boolean
  readonly minSupport: number
  readonly minNpmi: number
  readonly maxLabelSimilarity: number
  readonly apart: boolean
  readonly skipSyntax: boolean
  readonly maxFrequency: number
  readonly rate: number
}

/** As it is kept: no corpora until some were chosen. */
type Kept = Omit<Draft, 'corpora'> & { readonly corpora: readonly string[] | null }

const start: Kept = {
  corpora: null,
  pairs: 'within',
  channels: ['', ''],
  column: '',
  scope: startScope,
  unit: 'auto',
  fold: true,
  minSupport: 5,
  minNpmi: 0,
  maxLabelSimilarity: 1,
  apart: false,
  skipSyntax: false,
  maxFrequency: 0.5,
  rate: 0.05,
}

/** What was set, of each tab, kept while other screens are looked at. */
export const useDraft = createTabState<Kept>(start)

const mostPairs = 1000

/** The corpus that is looked at until another is chosen. */
export const firstOf = (corpora: readonly CorpusSummary[]): readonly string[] => corpora.slice(0, 1).map(({ name }) => name)

/** The draft with corpora that are gone left out; the first where none is left, and two channels where they were not chosen. */
export function settledDraft(draft: Kept, corpora: readonly CorpusSummary[], channels: readonly string[]): Draft {
  const [a, b] = draft.channels
  return {
    ...draft,
    corpora: stillThere(draft.corpora, corpora, firstOf(corpora)),
    channels: [a === '' ? (channels[0] ?? '') : a, b === '' ? (channels[1] ?? '') : b],
    pairs: draft.pairs === 'between' && channels.length < 2 ? 'within' : draft.pairs,
  }
}

/** Why it cannot run yet, as a sentence; null where it can. */
export function missingIn({ corpora, pairs, column, channels }: Draft): string | null {
  if (corpora.length === 0) return 'Choose the corpora whose documents are looked at.'
  if (pairs === 'column' && column === '') return 'Choose the metadata column that latents are paired with.'
  return pairs === 'between' && channels[0] === channels[1] ? 'Choose two different channels.' : null
}

/** The draft as a request; only where nothing is missing. */
export function requestOf(draft: Draft, lens: { readonly lens?: string }): AnalysisRequest {
  const { corpora, pairs, channels, column, scope, unit, fold, ...bounds } = draft
  return {
    kind: 'correlate',
    input: {
      ...scopeInput(scope, lens),
      ...bounds,
      group: { corpora: [...corpora] },
      unit,
      foldDuplicates: fold,
      ...(pairs === 'between' ? { between: [channels[0], channels[1]] as [string, string] } : {}),
      ...(pairs === 'column' ? { withColumn: column } : {}),
      limit: mostPairs,
      examples: 3,
    },
  }
}

/** The draft that a recorded request came from. */
export function draftOf(request: CorrelateRequest): Draft {
  const { group, between, withColumn, unit, foldDuplicates, minSupport, minNpmi, maxLabelSimilarity } = request
  const { apart, skipSyntax, maxFrequency, rate } = request
  return {
    corpora: group.corpora,
    pairs: between !== undefined ? 'between' : withColumn !== undefined ? 'column' : 'within',
    channels: between ?? ['', ''],
    column: withColumn ?? '',
    scope: scopeOf({ ...request, where: request.where ?? group.where }),
    unit,
    fold: foldDuplicates,
    minSupport,
    minNpmi,
    maxLabelSimilarity,
    apart,
    skipSyntax,
    maxFrequency,
    rate,
  }
}

/** How many of the folded settings are not as they come. */
export function changedSettings(draft: Draft): number {
  const keys = [
    'unit',
    'fold',
    'minSupport',
    'minNpmi',
    'maxLabelSimilarity',
    'apart',
    'skipSyntax',
    'maxFrequency',
    'rate',
  ] as const
  return keys.filter((key) => draft[key] !== start[key]).length
}
