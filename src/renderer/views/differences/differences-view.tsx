import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import type { DiffRequest } from '../../../contract/differences.ts'
import type { TrendRequest } from '../../../contract/trends.ts'
import { useRecorded } from '../../client/analyses-queries.ts'
import { startAnalysis, useFollowing, useRun } from '../../client/analysis-runs.ts'
import { useCommands } from '../../client/commands.ts'
import { useScope } from '../../client/workbench.ts'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { Recorded, RunState, Warnings } from '../../widgets/run-notes.tsx'
import { DiffResultView } from './diff-result.tsx'
import { type Draft, draftOf, missingIn, requestOf, settledDraft, useDraft } from './draft.ts'
import { DifferencesSetup } from './setup.tsx'
import { TrendResultView } from './trend-result.tsx'

/** How corpora differ: two sides, or a trend over several groups. `corpora`: those that were read. */
export function DifferencesView({ corpora }: { corpora: readonly CorpusSummary[] }): ReactNode {
  const draft = settledDraft(useDraft(), corpora)
  const run = useRun('differences')
  const recorded = useRecorded('differences')
  const lens = useScope()
  const { shown } = run
  const change = (part: Partial<Draft>) => useDraft.setState({ ...draft, ...part })
  const start = () => {
    if (missingIn(draft) === null) startAnalysis(requestOf(draft, lens))
  }
  useCommands([{ id: 'differences.run', run: start }])
  useFollowing('differences', (request) => useDraft.setState(draftOf(request as DiffRequest | TrendRequest)))
  const result = shown?.kind === 'diff' || shown?.kind === 'trend' ? shown : null
  return (
    <>
      <DifferencesSetup draft={draft} corpora={corpora} running={run.running !== null} change={change} onRun={start} />
      <RunState
        screen="differences"
        run={run}
        doing={draft.question === 'trend' ? 'Looking for trends' : 'Comparing'}
        again={start}
      />
      {result === null ? (
        run.running === null &&
        run.error === null && (
          <EmptyState title={corpora.length < 2 && draft.by === 'corpora' ? 'One corpus so far' : 'Nothing compared yet'}>
            {corpora.length < 2 && draft.by === 'corpora'
              ? 'Read another corpus to compare with, or choose “values of a column” to compare parts of this one.'
              : 'Choose a target and what it is compared with, then press Compare. Each latent is tested for being more, or less, frequent in the target, given how long the documents are.'}
          </EmptyState>
        )
      ) : (
        <>
          <Recorded summary={recorded.find(({ id }) => id === result.result.analysis)} onAgain={start} />
          <Warnings warnings={result.result.warnings} />
          {result.kind === 'diff' ? <DiffResultView result={result.result} /> : <TrendResultView result={result.result} />}
        </>
      )}
    </>
  )
}
