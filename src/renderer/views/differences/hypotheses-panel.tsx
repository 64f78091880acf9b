import { type ReactNode, useState } from 'react'
import { Button } from '../../widgets/button.tsx'
import { EmptyState, ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { Select } from '../../widgets/fields.tsx'
import { formatWhen } from '../../widgets/format-numbers.ts'
import { OpenRun } from '../../widgets/open-run.tsx'
import { HypothesesResultView } from './hypotheses-result.tsx'
import resultBar from '../../widgets/result-bar.module.css'
import type { EndedHypotheses, Hypotheses } from './use-hypotheses.ts'

/** Hypotheses from one difference: runs that are under way or stopped, and what the ended ones came to. */
export function HypothesesPanel({ hypotheses }: { hypotheses: Hypotheses }): ReactNode {
  const { ended, open, error, retry, hindered, find } = hypotheses
  const [chosen, setChosen] = useState<number | null>(null)
  if (error !== null) return <ErrorNote error={error} retry={retry} />
  if (ended === undefined) return <Loading label="Looking for hypotheses" />
  const shown = ended.find(({ run }) => run.run === chosen) ?? ended[0]
  const ask = (
    <Button
      kind={shown === undefined ? 'primary' : 'plain'}
      disabled={hindered !== null}
      data-tip={hindered ?? undefined}
      onClick={() => find(null)}
    >
      Find hypotheses…
    </Button>
  )
  return (
    <>
      {open.map((run) => (
        <OpenRun key={run.run} run={run} />
      ))}
      {shown === undefined ? (
        open.some(({ state }) => state === 'running') ? (
          <EmptyState title="Hypotheses are being found">They stand here when the run has ended.</EmptyState>
        ) : (
          <EmptyState title="No hypotheses yet" action={ask}>
            A language model labels the latents that differ on one half of the documents, sums the labels up as statements, and
            judges each statement in the other half, blind to which side a document is from. First you see what is sent where.
            {hindered !== null && <> {hindered}</>}
          </EmptyState>
        )
      ) : (
        <>
          <div className={resultBar['bar']}>
            {ended.length > 1 ? (
              <Select
                label="Run"
                labelled
                value={String(shown.run.run)}
                options={ended.map((each) => ({ value: String(each.run.run), title: titleOf(each) }))}
                onChange={(run) => setChosen(Number(run))}
              />
            ) : (
              <span>{titleOf(shown)}</span>
            )}
            <span className={resultBar['stretch']} />
            {ask}
          </div>
          <HypothesesResultView key={shown.run.run} ended={shown} onAgain={hindered === null ? () => find(shown.request) : null} />
        </>
      )}
    </>
  )
}

function titleOf({ run: { run, startedAt, model }, result: { hypotheses } }: EndedHypotheses): string {
  const verified = hypotheses.filter((each) => each.verified).length
  const came = hypotheses.length === 0 ? 'no hypothesis' : `${verified} of ${hypotheses.length} verified`
  return `Run ${run}, ${formatWhen(startedAt)}, ${model}: ${came}`
}
