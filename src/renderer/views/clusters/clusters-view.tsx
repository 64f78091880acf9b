import type { ReactNode } from 'react'
import type { ClusterRequest } from '../../../contract/clusters.ts'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { useRecorded, useSimilarLatents } from '../../client/analyses-queries.ts'
import { startAnalysis, useFollowing, useRun } from '../../client/analysis-runs.ts'
import { useCommands } from '../../client/commands.ts'
import { useGivenAxis } from '../../client/given-axis.ts'
import { useScope } from '../../client/workbench.ts'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { Recorded, RunState, Warnings } from '../../widgets/run-notes.tsx'
import { ClusterResultView } from './cluster-result.tsx'
import { type Draft, draftOf, missingIn, onAxis, requestOf, settledDraft, useDraft } from './draft.ts'
import { ClustersSetup } from './setup.tsx'

const mostPicks = 100

/** How documents group, along an axis or by all latents. `corpora`: those that were read. */
export function ClustersView({ corpora }: { corpora: readonly CorpusSummary[] }): ReactNode {
  const draft = settledDraft(useDraft(), corpora)
  const run = useRun('clusters')
  const recorded = useRecorded('clusters')
  const lens = useScope()
  const { data: similar, isPlaceholderData } = useSimilarLatents(draft.query, mostPicks)
  const picks = similar === undefined || isPlaceholderData || draft.query.trim() === '' ? undefined : onAxis(similar)
  const { shown } = run
  const change = (part: Partial<Draft>) => useDraft.setState({ ...draft, ...part })
  const start = () => {
    if (missingIn(draft, picks, similar?.asks ?? null) === null) startAnalysis(requestOf(draft, lens, picks))
  }
  useCommands([{ id: 'clusters.run', run: start }])
  useGivenAxis((latents) => change({ query: '', without: [], byHand: latents }))
  useFollowing('clusters', (request) => useDraft.setState(draftOf(request as ClusterRequest)))
  const result = shown?.kind === 'cluster' ? shown.result : null
  return (
    <>
      <ClustersSetup
        draft={draft}
        corpora={corpora}
        similar={similar}
        picks={picks}
        running={run.running !== null}
        change={change}
        onRun={start}
      />
      <RunState screen="clusters" run={run} doing="Grouping" again={start} />
      {result === null ? (
        run.running === null &&
        run.error === null && (
          <EmptyState title="Not grouped yet">
            Press Group to put documents with like latents together. Words in the axis, such as “tone” or “food”, make only the
            latents about them count, so that documents group by that and not by whatever stands out most.
          </EmptyState>
        )
      ) : (
        <>
          <Recorded summary={recorded.find(({ id }) => id === result.analysis)} onAgain={start} />
          <Warnings warnings={result.warnings} />
          <ClusterResultView key={String(result.analysis)} result={result} />
        </>
      )}
    </>
  )
}
