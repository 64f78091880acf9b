import type { RerankRun } from '../../../contract/hypotheses.ts'
import type { SearchRequest, SearchResult } from '../../../contract/search.ts'
import { useRecorded } from '../../client/analyses-queries.ts'
import { askModels } from '../../client/ask-models.ts'
import { useCommands } from '../../client/commands.ts'
import { useLook } from '../../client/kept-look.ts'
import { notifyError } from '../../client/notices.ts'
import { type EndedRun, type RunsOn, useRunsOn } from '../../client/runs-on.ts'
import { rerankFields } from './rerank-fields.tsx'
import { isSameSearch, type ListedHit, listedHits, rerankRequest, stillListed } from './reranked.ts'

export type Reranking = RunsOn<'rerank', RerankRun> & {
  /** Why the hits cannot be put in order; null where they can. */
  readonly hindered: string | null
  /** Runs whose order can be shown. */
  readonly orders: readonly EndedRun<'rerank', RerankRun>[]
  /** The one that is shown; null: the hits as they were found. */
  readonly shown: EndedRun<'rerank', RerankRun> | null
  readonly hits: readonly ListedHit[]
  readonly show: (run: number | null) => void
  /** Shows what would be sent where. */
  readonly ask: () => void
}

/** The order that is shown: as found, of a run, or of the first run after another number. */
type Look = { readonly run: number | null; readonly after: number }
const asFound: Look = { run: null, after: Infinity }

/** The hits in the order the search gave them, or as a language model put the first of them; and the commands for both. */
export function useReranking(result: SearchResult): Reranking {
  const { recipe, analysis } = result
  const { request, hindered } = rerankRequest(result)
  const search = { ...(recipe.request as SearchRequest), lens: recipe.lensHash }
  const runs = useRunsOn<'rerank', RerankRun>('rerank', (asked) => isSameSearch(asked.search, search))
  const stale = useRecorded('search').find(({ id }) => id === analysis)?.stale ?? null
  const [{ run, after }, setLook] = useLook<Look>('order of hits', analysis, asFound)
  const orders = (runs.ended ?? []).filter((each) => stillListed(each.result, result))
  const [newest] = orders
  const shown = orders.find((each) => each.run.run === run) ?? (newest !== undefined && newest.run.run > after ? newest : null)
  const kept = stale === null ? hindered : 'This result is out of date. Search again, and go on from that.'
  const ask = () => {
    if (request === null || kept !== null) return
    askModels<'rerank'>(request, rerankFields(result.hits.length))
      .then((job) => (job === null ? undefined : setLook({ run: null, after: newest?.run.run ?? 0 })))
      .catch(notifyError)
  }
  const show = (chosen: number | null) => setLook({ run: chosen, after: Infinity })
  useCommands([
    { id: 'search.rerank', run: ask },
    ...(shown === null ? [] : [{ id: 'search.first', run: () => show(null) } as const]),
  ])
  return { ...runs, hindered: kept, orders, shown, hits: listedHits(result, shown?.result ?? null), show, ask }
}
