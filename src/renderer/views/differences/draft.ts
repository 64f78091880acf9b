import type { DocumentGroup } from '../../../contract/analyses.ts'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import type { DiffRequest } from '../../../contract/differences.ts'
import type { TrendRequest } from '../../../contract/trends.ts'
import type { AnalysisRequest } from '../../client/analysis-runs.ts'
import { type ScopeDraft, scopeInput, scopeOf, startScope } from '../../client/analysis-scope.ts'
import { createTabState } from '../../client/tab-state.ts'

/** What is set on the screen: two sides or an ordered row of groups, made of corpora, of one corpus' values of a column, or given. */
export type Draft = {
  readonly question: 'diff' | 'trend'
  readonly by: 'corpora' | 'column' | 'given'
  /** Of corpora: the target, and what it is compared with. */
  readonly target: string
  readonly others: readonly string[]
  /** Of a column: its corpus, and the values of both sides. */
  readonly corpus: string
  readonly column: string
  readonly value: string
  readonly values: readonly string[]
  /** Groups that were picked elsewhere, such as on a map: the target, then the others; null: none were. */
  readonly given: readonly DocumentGroup[] | null
  /** Of a trend: corpora or values in their order. */
  readonly ordered: readonly string[]
  readonly monotone: boolean
  readonly scope: ScopeDraft
  readonly mode: DiffRequest['mode']
  readonly pair: string
  readonly unit: string
  readonly control: readonly string[]
  readonly fold: boolean
  readonly rate: number
  readonly coverage: readonly [number, number]
}

const start: Draft = {
  question: 'diff',
  by: 'corpora',
  target: '',
  others: [],
  corpus: '',
  column: '',
  value: '',
  values: [],
  given: null,
  ordered: [],
  monotone: false,
  scope: startScope,
  mode: 'maximum',
  pair: 'auto',
  unit: 'auto',
  control: [],
  fold: true,
  rate: 0.05,
  coverage: [0, 1],
}

/** What was set, of each tab, kept while other screens are looked at. */
export const useDraft = createTabState<Draft>(start)

/** Rows given at most: they are sorted and filtered here. */
export const mostRows = 2000

/** The draft with corpora that are gone left out, and those that nothing was chosen for yet filled in. */
export function settledDraft(draft: Draft, corpora: readonly CorpusSummary[]): Draft {
  const names = corpora.map(({ name }) => name)
  const known = (name: string) => names.includes(name)
  const target = known(draft.target) ? draft.target : (names[0] ?? '')
  const kept = draft.others.filter((name) => known(name) && name !== target)
  const next = names.find((name) => name !== target)
  const isGiven = draft.given !== null && draft.given.every((group) => group.corpora.every(known))
  return {
    ...draft,
    given: isGiven ? draft.given : null,
    by: draft.by === 'given' && !isGiven ? 'corpora' : draft.by,
    target,
    others: kept.length > 0 || next === undefined || (known(draft.target) && draft.others.length === 0) ? kept : [next],
    corpus: known(draft.corpus) ? draft.corpus : target,
    ordered: draft.by === 'corpora' ? draft.ordered.filter(known) : draft.ordered,
  }
}

/** Corpora whose documents take part. */
export function corporaOf({ question, by, target, others, corpus, ordered, given }: Draft): readonly string[] {
  if (by === 'given') return [...new Set((given ?? []).flatMap((group) => group.corpora))]
  if (by === 'column') return [corpus]
  return question === 'trend' ? ordered : [target, ...others]
}

/** Why it cannot run yet, as a sentence; null where it can. */
export function missingIn(draft: Draft): string | null {
  const { question, by, others, column, value, values, ordered } = draft
  if (by === 'given') return null
  if (by === 'column' && column === '') return 'Choose the metadata column whose values are compared.'
  if (question === 'trend')
    return ordered.length >= 3 ? null : `Choose at least three ${by === 'column' ? 'values' : 'corpora'}, in their order.`
  if (by === 'column') {
    if (value === '') return 'Choose the value that is compared with others.'
    return values.length > 0 ? null : 'Choose at least one value to compare with.'
  }
  return others.length > 0 ? null : 'Choose at least one corpus to compare with.'
}

/** The draft as a request; only where nothing is missing. */
export function requestOf(draft: Draft, lens: { readonly lens?: string }): AnalysisRequest {
  const { question, by, corpus, column, scope, unit, fold, rate } = draft
  const group = (name: string) => (by === 'column' ? { corpora: [corpus], where: { [column]: name } } : { corpora: [name] })
  const same = { ...scopeInput(scope, lens), unit, foldDuplicates: fold, rate, limit: mostRows }
  if (question === 'trend') {
    const { ordered, monotone } = draft
    const positions = ordered.map(Number)
    const placed = by === 'column' && positions.every(Number.isFinite) && new Set(positions).size === positions.length
    return {
      kind: 'trend',
      input: { ...same, groups: ordered.map(group), monotone, ...(placed ? { positions } : {}) },
    }
  }
  const { target, others, value, values, mode, pair, control, coverage } = draft
  const [first, ...rest] =
    by === 'given' && draft.given !== null
      ? draft.given
      : [by === 'column' ? value : target, ...(by === 'column' ? values : others)].map(group)
  return {
    kind: 'diff',
    input: {
      ...same,
      target: first ?? group(target),
      against: rest,
      mode,
      pair,
      control: [...control],
      coverage: [coverage[0], coverage[1]],
      examples: 3,
    },
  }
}

/** The draft that a recorded request came from, as far as the screen can show it. */
export function draftOf(request: DiffRequest | TrendRequest): Draft {
  const groups = 'target' in request ? [request.target, ...request.against] : request.groups
  const column = sharedColumn(groups)
  const names = groups.map((group) => (column === null ? (group.corpora[0] ?? '') : (group.where?.[column] ?? '')))
  const [first = '', ...rest] = names
  const same = {
    ...start,
    by: column === null ? ('corpora' as const) : ('column' as const),
    corpus: groups[0]?.corpora[0] ?? '',
    column: column ?? '',
    scope: scopeOf(request),
    unit: request.unit,
    fold: request.foldDuplicates,
    rate: request.rate,
  }
  if (!('target' in request)) return { ...same, question: 'trend', ordered: names, monotone: request.monotone }
  const { mode, pair, control, coverage } = request
  if (!groups.every(isPlain)) return { ...same, question: 'diff', by: 'given', given: groups, mode, pair, control, coverage }
  const sides = column === null ? { target: first, others: rest } : { value: first, values: rest }
  return { ...same, ...sides, question: 'diff', mode, pair, control, coverage }
}

/** Whether the fields can say which documents a group has: one corpus, by a value at most. */
const isPlain = ({ corpora, whereNot, ordinals, ordinalsNot, name }: DocumentGroup) =>
  corpora.length === 1 && [whereNot, ordinals, ordinalsNot, name].every((each) => each === undefined)

/** The column by which groups of one corpus are told apart; null where they are told apart by corpus. */
function sharedColumn(groups: readonly DocumentGroup[]): string | null {
  const columns = new Set(groups.flatMap(({ where }) => Object.keys(where ?? {})))
  const corpora = new Set(groups.flatMap((group) => group.corpora))
  return columns.size === 1 && corpora.size === 1 ? ([...columns][0] ?? null) : null
}

/** How many of the folded settings are not as they come. */
export function changedSettings(draft: Draft): number {
  const { mode, pair, unit, control, fold, rate, coverage } = draft
  const changed = [
    mode !== start.mode,
    pair !== start.pair,
    unit !== start.unit,
    control.length > 0,
    fold !== start.fold,
    rate !== start.rate,
    coverage[0] !== 0 || coverage[1] !== 1,
  ]
  return changed.filter(Boolean).length
}
