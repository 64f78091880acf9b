import type { z } from 'zod'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import type { searchInput, SearchLatent, SearchRequest } from '../../../contract/search.ts'
import { type ScopeDraft, scopeInput, scopeOf, startScope, stillThere } from '../../client/analysis-scope.ts'
import { createTabState } from '../../client/tab-state.ts'
import { draftOfRule, noRule, type RuleDraft, ruleOf } from './rule-draft.ts'

/** A document taken as an example; its id where it is known. */
export type ExampleDocument = { readonly corpus: string; readonly ordinal: number; readonly id: string | null }

/** What is set on the screen: words, examples, a rule, and which of the picked latents take part. */
export type Draft = {
  readonly corpora: readonly string[]
  readonly query: string
  readonly mode: SearchRequest['mode']
  /** Latents that the last search picked when one of them was first unticked, and the unticked ones. */
  readonly picked: readonly SearchLatent[]
  readonly without: readonly number[]
  /** Chosen by hand in a recorded request: they stand instead of the query's until it is changed. */
  readonly byHand: readonly number[] | null
  readonly like: readonly ExampleDocument[]
  readonly unlike: readonly ExampleDocument[]
  readonly rule: RuleDraft
  readonly k: number
  readonly temperature: number
  readonly limit: number
  readonly scope: ScopeDraft
}

export const startLimit = 30

/** As it is kept: no corpora until some were chosen. */
type Kept = Omit<Draft, 'corpora'> & { readonly corpora: readonly string[] | null }

const start: Kept = {
  corpora: null,
  query: '',
  mode: 'fused',
  picked: [],
  without: [],
  byHand: null,
  like: [],
  unlike: [],
  rule: noRule,
  k: 100,
  temperature: 0.2,
  limit: startLimit,
  scope: startScope,
}

/** What was set, of each tab, kept while other screens are looked at. */
export const useDraft = createTabState<Kept>(start)

/** The draft with corpora that are gone left out; all that were read where none is left. */
export function settledDraft(draft: Kept, corpora: readonly CorpusSummary[]): Draft {
  const all = corpora.map(({ name }) => name).slice(0, mostCorpora)
  return { ...draft, corpora: stillThere(draft.corpora, corpora, all) }
}

const mostCorpora = 64

/** Other words pick other latents: what was unticked of the old ones is forgotten. */
export const withQuery = (query: string): Partial<Draft> => ({ query, picked: [], without: [], byHand: null, limit: startLimit })

/** Why it cannot run yet, as a sentence; null where it can. */
export function missingIn(draft: Draft): string | null {
  const { corpora, query, like, unlike, byHand, rule } = draft
  if (corpora.length === 0) return 'Choose the corpora that are searched.'
  const asks =
    query.trim() !== '' || like.length > 0 || unlike.length > 0 || (byHand ?? []).length > 0 || ruleOf(rule) !== undefined
  return asks ? null : 'Type what you look for, or add a condition.'
}

/** The draft as a request; only where nothing is missing. The engine picks the latents itself unless some were unticked. */
export function searchOf(draft: Draft, lens: { readonly lens?: string }): z.input<typeof searchInput> {
  const { corpora, query, mode, picked, without, byHand, like, unlike, k, temperature, limit, scope } = draft
  const rule = ruleOf(draft.rule)
  const kept = without.length > 0 ? picked.map(({ latent }) => latent).filter((latent) => !without.includes(latent)) : byHand
  return {
    ...scopeInput(scope, lens),
    group: { corpora: [...corpora] },
    query: query.trim(),
    mode,
    ...(kept === null ? {} : { latents: [...kept] }),
    like: like.map(({ corpus, ordinal }) => ({ corpus, ordinal })),
    unlike: unlike.map(({ corpus, ordinal }) => ({ corpus, ordinal })),
    ...(rule === undefined ? {} : { rule }),
    k,
    temperature,
    limit,
  }
}

/** The draft that a recorded or saved search came from. */
export function draftOf(request: SearchRequest): Draft {
  const { group, query, mode, latents, like, unlike, rule, k, temperature, limit } = request
  const example = ({ corpus, ordinal }: SearchRequest['like'][number]) => ({ corpus, ordinal, id: null })
  return {
    ...start,
    corpora: group.corpora,
    query,
    mode,
    byHand: latents ?? null,
    like: like.map(example),
    unlike: unlike.map(example),
    rule: draftOfRule(rule),
    k,
    temperature,
    limit,
    scope: scopeOf({ ...request, where: request.where ?? group.where }),
  }
}
