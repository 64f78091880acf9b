import type { ReactNode } from 'react'
import { ErrorNote } from '../../widgets/empty-state.tsx'
import { Select } from '../../widgets/fields.tsx'
import { formatCount, formatWhen } from '../../widgets/format-numbers.ts'
import { OpenRun } from '../../widgets/open-run.tsx'
import { Segmented } from '../../widgets/segmented.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { requestsOf } from './reranked.ts'
import styles from './search.module.css'
import type { Reranking } from './use-reranking.ts'

/** In which order hits are listed, where a language model gave them another: and runs that are under way or stopped. */
export function OrderBar({ reranking: { open, error, retry, orders, shown, show } }: { reranking: Reranking }): ReactNode {
  const [newest] = orders
  return (
    <>
      {open.map((run) => (
        <OpenRun key={run.run} run={run} />
      ))}
      {error !== null && <ErrorNote error={error} retry={retry} />}
      {newest !== undefined && (
        <div className={styles['bar']} role="group" aria-label="Order of the hits">
          <Segmented
            label="Order of the hits"
            value={shown === null ? 'found' : 'put'}
            options={[
              { value: 'found', title: 'As found' },
              {
                value: 'put',
                title: 'As reranked',
                tip: 'As a language model put them: those that match the words best come first',
              },
            ]}
            onChange={(order) => show(order === 'found' ? null : newest.run.run)}
          />
          {shown !== null && orders.length > 1 && (
            <Select
              label="By"
              labelled
              value={String(shown.run.run)}
              options={orders.map(({ run: { run, model, startedAt } }) => ({
                value: String(run),
                title: `run ${run}, ${model}, ${formatWhen(startedAt)}`,
              }))}
              onChange={(run) => show(Number(run))}
            />
          )}
          {shown !== null && (
            <span>
              The first {formatCount(shown.result.reranked)} as <PlainText text={shown.run.model} /> put them. What was found and
              why is as before.
            </span>
          )}
          {shown !== null && shown.result.missing > 0 && (
            <span className={styles['lacking']}>
              {formatCount(shown.result.missing)} of {formatCount(requestsOf(shown.request, shown.result.reranked))} answers are
              missing: hits without any keep their place.
            </span>
          )}
        </div>
      )}
    </>
  )
}
