import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import type { CorrelateRequest } from '../../../contract/correlations.ts'
import { useRecorded } from '../../client/analyses-queries.ts'
import { startAnalysis, useFollowing, useRun } from '../../client/analysis-runs.ts'
import { sharedChannels, stillThere } from '../../client/analysis-scope.ts'
import { useCommands } from '../../client/commands.ts'
import { useScope } from '../../client/workbench.ts'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { Recorded, RunState, Warnings } from '../../widgets/run-notes.tsx'
import { type Draft, draftOf, firstOf, missingIn, requestOf, settledDraft, useDraft } from './draft.ts'
import { PairResultView } from './pair-result.tsx'
import { CorrelationsSetup } from './setup.tsx'

/** Which latents go together, in one text, across channels, or with metadata. `corpora`: those that were read. */
export function CorrelationsView({ corpora }: { corpora: readonly CorpusSummary[] }): ReactNode {
  const lens = useScope()
  const kept = useDraft()
  const channels = sharedChannels(corpora, stillThere(kept.corpora, corpora, firstOf(corpora)), lens.lens)
  const draft = settledDraft(kept, corpora, channels)
  const run = useRun('correlations')
  const recorded = useRecorded('correlations')
  const { shown } = run
  const change = (part: Partial<Draft>) => useDraft.setState({ ...draft, ...part })
  const start = () => {
    if (missingIn(draft) === null) startAnalysis(requestOf(draft, lens))
  }
  useCommands([{ id: 'correlations.run', run: start }])
  useFollowing('correlations', (request) => useDraft.setState(draftOf(request as CorrelateRequest)))
  const result = shown?.kind === 'correlate' ? shown.result : null
  return (
    <>
      <CorrelationsSetup
        draft={draft}
        corpora={corpora}
        channels={channels}
        running={run.running !== null}
        change={change}
        onRun={start}
      />
      <RunState screen="correlations" run={run} doing="Counting pairs" again={start} />
      {result === null ? (
        run.running === null &&
        run.error === null && (
          <EmptyState title="No pairs yet">
            Press Find pairs to see which latents are present in the same documents more often than how rich the documents are would
            have it. The surest pairs come first, not the rarest.
          </EmptyState>
        )
      ) : (
        <>
          <Recorded summary={recorded.find(({ id }) => id === result.analysis)} onAgain={start} />
          <Warnings warnings={result.warnings} />
          <PairResultView result={result} />
        </>
      )}
    </>
  )
}
