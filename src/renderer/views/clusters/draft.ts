import type { ClusterRequest } from '../../../contract/clusters.ts'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import type { SimilarLatents } from '../../../contract/search.ts'
import type { AnalysisRequest } from '../../client/analysis-runs.ts'
import { type ScopeDraft, scopeInput, scopeOf, startScope, stillThere } from '../../client/analysis-scope.ts'
import { createTabState } from '../../client/tab-state.ts'

/** What is set on the screen: which documents, along which axis, into how many. */
export type Draft = {
  readonly corpora: readonly string[]
  /** The axis in words; empty: all latents. */
  readonly query: string
  /** Latents of the axis that were unticked. */
  readonly without: readonly number[]
  /** Chosen by hand in a recorded request: they stand instead of the query's until it is changed. */
  readonly byHand: readonly number[] | null
  /** Null: by the largest gap. */
  readonly k: number | null
  readonly mode: ClusterRequest['mode']
  readonly seed: number
  readonly scope: ScopeDraft
}

/** As it is kept: no corpora until some were chosen. */
type Kept = Omit<Draft, 'corpora'> & { readonly corpora: readonly string[] | null }

const start: Kept = { corpora: null, query: '', without: [], byHand: null, k: null, mode: 'auto', seed: 1, scope: startScope }

/** What was set, of each tab, kept while other screens are looked at. */
export const useDraft = createTabState<Kept>(start)

/** Central documents that come with each cluster; further ones are fetched as they are scrolled to. */
const centralDocuments = 60

/** The draft with corpora that are gone left out; the first where none is left. */
export function settledDraft(draft: Kept, corpora: readonly CorpusSummary[]): Draft {
  const first = corpora.slice(0, 1).map(({ name }) => name)
  return { ...draft, corpora: stillThere(draft.corpora, corpora, first) }
}

/** Latents of an axis: those whose label is about the query, that is, as similar as hardly any label is to a random one. */
export const onAxis = ({ latents, cut }: SimilarLatents): SimilarLatents['latents'] =>
  latents.filter(({ similarity }) => similarity >= cut)

/**
 * Why it cannot run yet, as a sentence; null where it can.
 * @param picks the query's latents, undefined until they are there
 * @param asks the endpoint that will choose them instead, null where none does
 */
export function missingIn(draft: Draft, picks: SimilarLatents['latents'] | undefined, asks: string | null): string | null {
  if (draft.corpora.length === 0) return 'Choose the corpora whose documents are grouped.'
  if (draft.query.trim() === '' || draft.byHand !== null || picks === undefined) return null
  if (picks.length === 0 && asks !== null) return null
  if (picks.length === 0) return 'No label is about these words: use others, or none to group by all latents.'
  return picks.every(({ latent }) => draft.without.includes(latent)) ? 'Tick at least one latent of the axis.' : null
}

/** The draft as a request; only where nothing is missing. The engine picks an axis's latents itself unless some were unticked. */
export function requestOf(
  draft: Draft,
  lens: { readonly lens?: string },
  picks: SimilarLatents['latents'] | undefined,
): AnalysisRequest {
  const { corpora, byHand, without, k, mode, seed, scope } = draft
  const query = draft.query.trim()
  const kept = byHand ?? (without.length === 0 ? null : (picks ?? []).map(({ latent }) => latent))
  return {
    kind: 'cluster',
    input: {
      ...scopeInput(scope, lens),
      group: { corpora: [...corpora] },
      ...(query === '' ? {} : { query }),
      ...(kept === null || (query === '' && byHand === null)
        ? {}
        : { latents: kept.filter((latent) => !without.includes(latent)) }),
      ...(k === null ? {} : { k }),
      mode,
      seed,
      documents: centralDocuments,
    },
  }
}

/** The draft that a recorded request came from. */
export function draftOf(request: ClusterRequest): Draft {
  const { group, query, latents, k, mode, seed } = request
  return {
    corpora: group.corpora,
    query: query ?? '',
    without: [],
    byHand: latents ?? null,
    k: k ?? null,
    mode,
    seed,
    scope: scopeOf({ ...request, where: request.where ?? group.where }),
  }
}
