import { type ReactNode, useState } from 'react'
import type { AnalysisSummary } from '../../contract/analyses.ts'
import type { SavedSearch } from '../../contract/search.ts'
import { closeResult, openRecorded, screenOf, startAnalysis, useRun } from '../client/analysis-runs.ts'
import { useRecorded, useRemoveRecorded, useRemoveSearch, useSavedSearches } from '../client/analyses-queries.ts'
import { notifyError } from '../client/notices.ts'
import { analysisScreens } from '../client/view.ts'
import { type AnalysisScreen, useWorkbench } from '../client/workbench.ts'
import { IconButton } from '../widgets/button.tsx'
import { formatWhen } from '../widgets/format-numbers.ts'
import { PlainText } from '../widgets/visible-parts.tsx'
import { visibleText } from '../widgets/visible-text.ts'
import styles from './ran-before.module.css'

const few = 8

/** What the analysis on screen left before, and the searches that were saved; nothing on other screens. */
export function RanBefore(): ReactNode {
  const activity = useWorkbench((state) => state.activity)
  const screen = analysisScreens.find((each) => each === activity)
  if (screen === undefined) return null
  return (
    <div className={styles['before']}>
      {screen === 'search' && <Saved />}
      <Recorded screen={screen} />
    </div>
  )
}

function Recorded({ screen }: { screen: AnalysisScreen }) {
  const recorded = useRecorded(screen)
  const [all, setAll] = useState(false)
  const shown = useRun(screen).shown?.result.analysis
  if (recorded.length === 0) return null
  return (
    <section className={styles['list']} aria-label="Ran before">
      <h3>Ran before</h3>
      <ul>
        {(all ? recorded : recorded.slice(0, few)).map((summary) => (
          <RecordedItem key={summary.id} summary={summary} chosen={summary.id === shown} />
        ))}
      </ul>
      {recorded.length > few && (
        <button type="button" className={styles['more']} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Only the last' : `${recorded.length - few} more`}
        </button>
      )}
    </section>
  )
}

function RecordedItem({ summary: { id, kind, title, ranAt, stale }, chosen }: { summary: AnalysisSummary; chosen: boolean }) {
  const remove = useRemoveRecorded()
  const screen = screenOf(kind)
  const forget = () =>
    remove.mutate(id, {
      onSuccess: () => {
        if (chosen) closeResult(screen)
      },
      onError: notifyError,
    })
  return (
    <li data-chosen={chosen}>
      <button
        type="button"
        className={styles['open']}
        aria-current={chosen ? 'true' : undefined}
        data-tip={stale === null ? undefined : visibleText(stale)}
        data-opens
        onClick={() => openRecorded(screen, id)}
      >
        <span className={styles['title']} data-cut>
          <PlainText text={title} />
        </span>
        <span className={styles['when']}>
          {formatWhen(ranAt)}
          {stale !== null && <span className={styles['stale']}> · out of date</span>}
        </span>
      </button>
      <IconButton icon="trash" label={`Forget the result: ${visibleText(title)}`} onClick={forget} />
    </li>
  )
}

function Saved() {
  const { data: searches = [] } = useSavedSearches()
  const remove = useRemoveSearch()
  if (searches.length === 0) return null
  const run = ({ search }: SavedSearch) => startAnalysis({ kind: 'search', input: search }, true)
  return (
    <section className={styles['list']} aria-label="Saved searches">
      <h3>Saved searches</h3>
      <ul>
        {searches.map((saved) => (
          <li key={saved.id}>
            <button
              type="button"
              className={styles['open']}
              data-tip="Run it again over the documents as they are now"
              onClick={() => run(saved)}
            >
              <span className={styles['title']} data-cut>
                <PlainText text={saved.name} />
              </span>
            </button>
            <IconButton
              icon="trash"
              label={`Remove the saved search: ${visibleText(saved.name)}`}
              onClick={() => remove.mutate(saved, { onError: notifyError })}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
