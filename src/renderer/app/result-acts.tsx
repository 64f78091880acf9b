import { type ReactNode, useState } from 'react'
import { useRun } from '../client/analysis-runs.ts'
import { keepFinding } from '../client/finding-acts.ts'
import { useKeepable } from '../client/keeping.ts'
import type { AnalysisScreen } from '../client/view.ts'
import { Button } from '../widgets/button.tsx'
import { TablesDialog } from '../widgets/tables-dialog.tsx'
import styles from './analyses-screen.module.css'

const kinds = { differences: 'difference', correlations: 'pair', clusters: 'cluster', search: 'search' } as const

/** What can be done with the whole result that a screen shows: keep it, and take its tables away. */
export function ResultActs({ screen }: { screen: AnalysisScreen }): ReactNode {
  const { shown } = useRun(screen)
  const [exporting, setExporting] = useState(false)
  const analysis = shown?.result.analysis ?? null
  const keep = () => {
    if (analysis !== null) void keepFinding({ kind: kinds[screen], analysis })
  }
  useKeepable(analysis === null ? null : keep, 'whole')
  if (analysis === null) return null
  return (
    <div className={styles['acts']} role="group" aria-label="The whole result">
      <Button
        kind="quiet"
        icon="findings"
        data-tip="Keep the whole result as a finding, with the plot that is shown (K)"
        onClick={keep}
      >
        Keep result
      </Button>
      <Button
        kind="quiet"
        icon="export"
        data-tip="Every row of this result as CSV, JSONL or Parquet"
        onClick={() => setExporting(true)}
      >
        Export tables…
      </Button>
      <TablesDialog open={exporting} analyses={[analysis]} onClose={() => setExporting(false)} />
    </div>
  )
}
