import type { ReactNode } from 'react'
import type { HypothesesRun } from '../../../contract/hypotheses.ts'
import { differenceEnd } from '../../charts/difference-plot.tsx'
import { useEndpoints } from '../../client/model-queries.ts'
import { counted } from '../../client/model-words.ts'
import { workbench } from '../../client/workbench.ts'
import { Button } from '../../widgets/button.tsx'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Icon } from '../../widgets/icon.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { HypothesesFacts } from './hypotheses-facts.tsx'
import styles from './hypotheses.module.css'
import { HypothesisItem } from './hypothesis-item.tsx'
import { LabelledLatents } from './labelled-latents.tsx'
import { missingOf, refusalWords, routesOf } from './hypothesis-words.ts'
import { RouteCosts } from './route-costs.tsx'
import type { EndedHypotheses } from './use-hypotheses.ts'

type Props = {
  readonly ended: EndedHypotheses
  /** Asks for what is missing; null where it cannot be. */
  readonly onAgain: (() => void) | null
}

/** What a run came to: each hypothesis with what was judged of it, what was not judged, the latents behind them, and the cost. */
export function HypothesesResultView({ ended: { run, result }, onAgain }: Props): ReactNode {
  const { data: endpoints = [] } = useEndpoints()
  const { hypotheses, refused, summariesMissing, kept, dropped, proposed } = result
  const price = endpoints.find(({ name, model }) => name === run.endpoint && model === run.model)?.price ?? null
  const routes = routesOf(result, price)
  const end = differenceEnd(hypotheses.map(({ interval }) => interval))
  const missing = hypotheses.reduce((sum, each) => sum + missingOf(each), 0)
  return (
    <>
      <HypothesesFacts result={result} missing={missing} routes={routes} />
      {(missing > 0 || summariesMissing > 0) && (
        <div className={styles['lacking']} role="note">
          <Icon name="warning" size={14} />
          <span>{lacking(missing, summariesMissing)}</span>
          {onAgain !== null && (
            <Button data-tip="As in this run: what was answered is not sent again" onClick={onAgain}>
              Ask for what is missing…
            </Button>
          )}
        </div>
      )}
      {/* It scrolls, also by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles['page']} role="region" aria-label="Hypotheses" tabIndex={0}>
        {hypotheses.length === 0 ? (
          <EmptyState title="No hypothesis came of it">{whyNone(result)}</EmptyState>
        ) : (
          <ol className={styles['list']}>
            {hypotheses.map((hypothesis, place) => (
              <HypothesisItem key={place} run={run.run} result={result} place={place} hypothesis={hypothesis} end={end} />
            ))}
          </ol>
        )}
        {refused.length > 0 && (
          <details className={styles['more']}>
            <summary>Not judged ({formatCount(refused.length)})</summary>
            <ul>
              {refused.map(({ text, why }, at) => (
                <li key={at}>
                  <PlainText text={text} /> <span>{refusalWords[why]}</span>
                </li>
              ))}
            </ul>
          </details>
        )}
        {kept.length + dropped.length > 0 && <LabelledLatents kept={kept} dropped={dropped} />}
        {proposed > 0 && (
          <p className={styles['note']}>
            {counted(proposed, 'label')} made on the way {proposed === 1 ? 'waits' : 'wait'} to be accepted or refused.{' '}
            <Button kind="quiet" icon="review" onClick={() => workbench.getState().show('review')}>
              Review
            </Button>
          </p>
        )}
        <RouteCosts routes={routes} rows={result.languageModelRoute.rows} />
      </div>
    </>
  )
}

function lacking(judgements: number, summaries: number): string {
  const are = (count: number, noun: string) => `${counted(count, noun)} ${count === 1 ? 'is' : 'are'} missing`
  const parts = [
    ...(judgements === 0 ? [] : [are(judgements, 'judgement')]),
    ...(summaries === 0 ? [] : [are(summaries, 'summary request')]),
  ]
  return `${parts.join(', ')}.${judgements === 0 ? '' : ' A missing judgement counts neither for nor against.'}`
}

function whyNone({ kept, refused, summariesMissing }: HypothesesRun): string {
  if (kept.length === 0)
    return 'No latent got a label that says when it is present, so there was nothing to sum up. A lower gate, more latents or another model may help.'
  if (refused.length > 0) return 'The model made statements, but none that could be judged. Below it says why.'
  return summariesMissing > 0
    ? 'The labels were there, but the request that sums them up brought no answer.'
    : 'The labels were there, but the model made no statement of them. Ask again, or ask another model.'
}
