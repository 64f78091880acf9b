import type { RerankedHit, RerankRun } from '../../../contract/hypotheses.ts'
import type { SearchHit, SearchRequest, SearchResult } from '../../../contract/search.ts'
import type { AskOf } from '../../client/ask-models.ts'

/** Hits put in order unless otherwise asked. */
const usualHits = 30

/** A hit as it is listed: with its place before, where a language model put it. */
export type ListedHit = { readonly hit: SearchHit; readonly put: Pick<RerankedHit, 'before' | 'compared' | 'above'> | null }

/** What it takes to have the hits of a result put in order; else why that cannot be. */
export function rerankRequest({
  recipe,
  hits,
}: Pick<SearchResult, 'recipe' | 'hits'>):
  { readonly request: AskOf<'rerank'>; readonly hindered: null } | { readonly request: null; readonly hindered: string } {
  const search = recipe.request as SearchRequest
  if (search.query.trim() === '')
    return { request: null, hindered: 'Hits are compared by how well they match words: write a property first.' }
  if (hits.length < 2) return { request: null, hindered: 'There are no two hits to compare.' }
  const rerank = Math.min(usualHits, hits.length)
  return { hindered: null, request: { kind: 'rerank', rerank, search: { ...search, lens: recipe.lensHash } } }
}

/** Whether a request is about the same search, however many of its hits were listed. */
export function isSameSearch(one: Partial<SearchRequest>, other: Partial<SearchRequest>): boolean {
  return keyOf(one) === keyOf(other)
}

/** Fields in one order; without those that only say which of the hits are listed. */
function keyOf(search: Partial<SearchRequest>): string {
  const fields = Object.entries({ ...search, offset: null, limit: null }).filter(([, value]) => value !== undefined)
  return JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Whether a result still lists the hits that were put in order, each in the place it had. */
export function stillListed({ hits, reranked }: RerankRun, { hits: now }: Pick<SearchResult, 'hits'>): boolean {
  return hits
    .slice(0, reranked)
    .every(({ before, corpus, ordinal }) => now[before - 1]?.corpus === corpus && now[before - 1]?.ordinal === ordinal)
}

/** The hits of a result, the first of them as a run put them (null: as they were found). */
export function listedHits({ hits }: Pick<SearchResult, 'hits'>, run: RerankRun | null): readonly ListedHit[] {
  const first = run === null ? [] : run.hits.slice(0, run.reranked)
  return [
    ...first.map(({ before, compared, above }) => ({ hit: hits[before - 1]!, put: { before, compared, above } })),
    ...hits.slice(first.length).map((hit) => ({ hit, put: null })),
  ]
}

/** Requests that a run made. */
export const requestsOf = ({ window, rounds }: { readonly window: number; readonly rounds: number }, reranked: number): number =>
  rounds * Math.ceil(reranked / Math.max(2, window))
