import { type ReactNode, useEffect } from 'react'
import type { CorpusSummary } from '../../contract/corpora.ts'
import { readCorpora } from '../client/analysis-scope.ts'
import { openRecorded, useRun } from '../client/analysis-runs.ts'
import { useTab } from '../client/tab-state.ts'
import { type AnalysisScreen, useScope, useWorkbench } from '../client/workbench.ts'
import styles from './analyses-screen.module.css'
import { ClustersView, CorrelationsView, DifferencesView, SearchView } from './lazy-views.ts'
import { NextStep } from './next-step.tsx'
import { ResultActs } from './result-acts.tsx'

/** The four questions, in the order one usually asks them. */
export const analysisTitles: readonly { readonly id: AnalysisScreen; readonly title: string; readonly asks: string }[] = [
  { id: 'differences', title: 'Differences', asks: 'How do corpora differ?' },
  { id: 'correlations', title: 'Correlations', asks: 'Which concepts go together?' },
  { id: 'clusters', title: 'Clusters', asks: 'How do documents group, along an axis of your choice?' },
  { id: 'search', title: 'Search', asks: 'Which documents have a property?' },
]

/** One of the four analyses under a strip that leads to the others. */
export function AnalysesScreen({ screen, corpora }: { screen: AnalysisScreen; corpora: readonly CorpusSummary[] }): ReactNode {
  const { lens } = useScope()
  useResultOf(screen)
  const read = readCorpora(corpora, lens)
  return (
    <div className={styles['screen']}>
      <Strip screen={screen} />
      <h2 className="unseen">{analysisTitles.find(({ id }) => id === screen)?.title}</h2>
      {read.length === 0 ? <NextStep corpora={corpora} /> : <Chosen screen={screen} corpora={read} />}
    </div>
  )
}

function Chosen({ screen, corpora }: { screen: AnalysisScreen; corpora: readonly CorpusSummary[] }) {
  switch (screen) {
    case 'differences':
      return <DifferencesView corpora={corpora} />
    case 'correlations':
      return <CorrelationsView corpora={corpora} />
    case 'clusters':
      return <ClustersView corpora={corpora} />
    case 'search':
      return <SearchView corpora={corpora} />
  }
}

function Strip({ screen }: { screen: AnalysisScreen }) {
  const show = useWorkbench((state) => state.show)
  return (
    <nav className={styles['strip']} aria-label="Analyses">
      {analysisTitles.map(({ id, title, asks }) => (
        <button key={id} type="button" aria-current={id === screen ? 'page' : undefined} data-tip={asks} onClick={() => show(id)}>
          {title}
        </button>
      ))}
      <p>{analysisTitles.find(({ id }) => id === screen)?.asks}</p>
      <ResultActs screen={screen} />
    </nav>
  )
}

/** Brings back the recorded result that the screen showed when the project was left. */
function useResultOf(screen: AnalysisScreen): void {
  const tab = useTab()
  const { shown, running } = useRun(screen)
  const kept = useWorkbench((state) => state.results[screen])
  const wanted = shown === null && running === null ? kept : undefined
  useEffect(() => {
    if (wanted !== undefined) openRecorded(screen, wanted, tab)
  }, [screen, tab, wanted])
}
