import { useMutation } from '@tanstack/react-query'
import type { z } from 'zod'
import type { AnalysisSummary, DocumentGroup } from '../../contract/analyses.ts'
import type { countInput, SavedSearch, saveSearchInput } from '../../contract/search.ts'
import { inRanges } from '../../contract/ordinal-ranges.ts'
import { screenOf } from './analysis-runs.ts'
import { toldAct } from './acts.ts'
import { api } from './api.ts'
import { useAsk } from './ask.ts'
import { metadataTexts } from './metadata-texts.ts'
import { settled } from './settled.ts'
import type { AnalysisScreen } from './view.ts'
import { useScope } from './workbench.ts'

const mostRecorded = 200

/** What ran before on a screen, the last first. */
export function useRecorded(screen: AnalysisScreen): readonly AnalysisSummary[] {
  const input = { limit: mostRecorded }
  const { data = [] } = useAsk(['analyses', 'list', input], (options) => api.analyses.list.query(input, options), { keep: true })
  return data.filter(({ kind }) => screenOf(kind) === screen)
}

export const useRemoveRecorded = () => useMutation({ mutationFn: (id: number) => api.analyses.remove.mutate({ id }) })

/** How long typing rests before the engine is asked about it, in milliseconds. */
const rest = 250

/** Latents whose labels are like some words; nothing is asked for none. */
export function useSimilarLatents(query: string, limit: number) {
  const input = { query: query.trim(), limit, ...useScope() }
  return useAsk(
    ['labels', 'similar', input],
    async (options) => {
      await settled(options.signal, rest)
      return api.analyses.similar.query(input, options)
    },
    { enabled: input.query !== '', keep: true },
  )
}

/** How many documents answer a rule, or a rule as text; null asks nothing. */
export function useCount(input: z.input<typeof countInput> | null) {
  return useAsk(
    ['analyses', 'count', input],
    async (options) => {
      await settled(options.signal, rest)
      return api.analyses.count.query(input ?? { group: { corpora: [] }, rule: '' }, options)
    },
    { enabled: input !== null, keep: true },
  )
}

export const useSavedSearches = (enabled = true) =>
  useAsk(['analyses', 'searches'], (options) => api.analyses.searches.query(undefined, options), { enabled })
export const useSaveSearch = () =>
  useMutation({ mutationFn: (input: z.input<typeof saveSearchInput>) => api.analyses.saveSearch.mutate(input) })
/** Removes a saved search, and says so with a way back. */
export const useRemoveSearch = () =>
  useMutation({
    mutationFn: async ({ id, name, search }: SavedSearch) => {
      let now = id
      const remove = () => api.analyses.removeSearch.mutate({ id: now })
      const restore = async () => {
        now = (await api.analyses.saveSearch.mutate({ name, search })).id
      }
      await remove()
      toldAct({ title: `Removal of the search “${name}”`, undo: restore, redo: remove }, `Removed: ${name}`)
    },
  })

/** Documents looked at to list the values of a column. */
const sampled = 200

/** Values of a metadata column among documents spread evenly over a corpus, the commonest first. */
export function useColumnValues(corpus: string, column: string, documents: number) {
  const count = Math.min(sampled, documents)
  const ordinals = Array.from({ length: count }, (_, index) => Math.floor((index * documents) / count))
  return useAsk(
    ['documents', 'values', corpus, column, documents],
    async (options) => {
      const rows = await api.documents.rows.query({ source: { corpus }, ordinals, characters: 40 }, options)
      const counts = new Map<string, number>()
      for (const value of rows.flatMap(({ metadata }) => metadataTexts(metadata[column])))
        counts.set(value, (counts.get(value) ?? 0) + 1)
      return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value]) => value)
    },
    { enabled: column !== '' && documents > 0 },
  )
}

/** Documents of a group where a latent is strongest, from its first corpora; for rows that came without examples. */
export function useGroupExamples(group: DocumentGroup, latent: number, channel: string | null, count: number, enabled: boolean) {
  const scope = useScope()
  const corpora = group.corpora.slice(0, 4)
  return useAsk(
    ['rows', 'group-examples', group, latent, channel, scope, count],
    async (options) => {
      await settled(options.signal, rest)
      const found = await Promise.all(
        corpora.map(async (corpus) => {
          const source = { corpus, ...(channel === null ? {} : { channel }), ...scope }
          const filter = { onlyPresent: true, ...(group.where === undefined ? {} : { where: group.where }) }
          const { ordinals } = await api.documents.order.query({ panes: [source], latent, order: 'activation', filter }, options)
          const first = inGroup(group, corpus, ordinals[0] ?? new Uint32Array(0)).slice(0, count)
          if (first.length === 0) return []
          const rows = await api.documents.rows.query({ source, ordinals: first, latent, characters: 320 }, options)
          return rows.map((row) => ({ corpus, ...row }))
        }),
      )
      return found
        .flat()
        .sort((a, b) => (b.activation ?? 0) - (a.activation ?? 0))
        .slice(0, count)
    },
    { enabled },
  )
}

/** Of some documents of a corpus, those that a group names one by one, in their order. */
function inGroup({ ordinals, ordinalsNot }: DocumentGroup, corpus: string, found: ArrayLike<number>): number[] {
  const all = Array.from(found)
  const documents = all.reduce((most, each) => Math.max(most, each + 1), 0)
  const only = ordinals === undefined ? null : inRanges(ordinals[corpus] ?? '', documents)
  const out = ordinalsNot === undefined ? null : inRanges(ordinalsNot[corpus] ?? '', documents)
  return all.filter((ordinal) => only?.[ordinal] !== 0 && out?.[ordinal] !== 1)
}

const choicesShown = 8

/** Latents whose label has the typed words; a number alone is the latent of that number. Nothing is asked for nothing. */
export function useLatentChoices(typed: string) {
  const scope = useScope()
  const words = typed.trim()
  const number = /^\d+$/.test(words) ? Number(words) : null
  return useAsk(
    ['latents', 'choices', words, scope],
    async (options) => {
      await settled(options.signal, rest)
      if (number !== null) {
        const { latent, label } = await api.latents.get.query({ latent: number, ...scope }, options)
        return [{ latent, label: label?.text ?? null }]
      }
      const { rows } = await api.latents.list.query({ search: words, limit: choicesShown, ...scope }, options)
      return rows.map(({ latent, label }) => ({ latent, label }))
    },
    { enabled: words !== '' },
  )
}
