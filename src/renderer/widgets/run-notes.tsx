import { type ReactNode, useEffect, useState } from 'react'
import type { AnalysisSummary, Made } from '../../contract/analyses.ts'
import { cancelAnalysis, type Run } from '../client/analysis-runs.ts'
import type { AnalysisScreen } from '../client/view.ts'
import { Button } from './button.tsx'
import { ErrorNote } from './empty-state.tsx'
import { formatDuration, formatWhen } from './format-numbers.ts'
import { Icon } from './icon.tsx'
import { ProgressBar } from './progress-bar.tsx'
import styles from './run-notes.module.css'
import { PlainText } from './visible-parts.tsx'

/** That an analysis runs, for how long, and the button that ends it; or what went wrong. */
export function RunState({
  screen,
  run,
  doing,
  again,
}: {
  screen: AnalysisScreen
  run: Run
  doing: string
  again: () => void
}): ReactNode {
  if (run.running !== null)
    return <Running since={run.running.since} doing={run.running.opening ? 'Opening' : doing} screen={screen} />
  return run.error === null ? null : <ErrorNote error={run.error} retry={again} />
}

function Running({ since, doing, screen }: { since: number; doing: string; screen: AnalysisScreen }) {
  const seconds = useSecondsSince(since)
  return (
    <div className={styles['running']} role="status">
      <span className={styles['bar']}>
        <ProgressBar share={null} label={doing} />
      </span>
      <span>
        {doing}…{seconds >= 2 && ` ${formatDuration(seconds)}`}
      </span>
      <Button onClick={() => cancelAnalysis(screen)}>Cancel</Button>
    </div>
  )
}

function useSecondsSince(since: number): number {
  const [now, setNow] = useState(since)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.floor((now - since) / 1000))
}

/** What must be read with the figures, the most serious first. */
export function Warnings({ warnings }: Pick<Made, 'warnings'>): ReactNode {
  const [all, setAll] = useState(false)
  if (warnings.length === 0) return null
  const shown = all ? warnings : warnings.slice(0, 2)
  return (
    <section className={styles['warnings']} aria-label="Read with these figures">
      <Icon name="warning" size={14} />
      <ul>
        {shown.map((warning, index) => (
          <li key={index}>
            <PlainText text={warning} />
          </li>
        ))}
      </ul>
      {warnings.length > 2 && (
        <Button kind="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `${warnings.length - 2} more`}
        </Button>
      )}
    </section>
  )
}

/** Which recorded result is shown, and whether it would come out the same today. */
export function Recorded({ summary, onAgain }: { summary: AnalysisSummary | undefined; onAgain: () => void }): ReactNode {
  if (summary?.stale == null) return null
  return (
    <div className={styles['stale']} role="note">
      <Icon name="history" size={14} />
      <span>
        <strong>Out of date.</strong> Ran {formatWhen(summary.ranAt)}. <PlainText text={summary.stale} />
      </span>
      <Button onClick={onAgain}>Run again</Button>
    </div>
  )
}
