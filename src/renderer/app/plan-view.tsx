import type { ReactNode } from 'react'
import type { Plan } from '../../contract/language-models.ts'
import { counted, formatMoney, hostOf, stageTitles } from '../client/model-words.ts'
import { percentOf, planTotals } from '../client/plan-figures.ts'
import { formatCount, formatDuration } from '../widgets/format-numbers.ts'
import { Icon } from '../widgets/icon.tsx'
import { PlainText } from '../widgets/visible-parts.tsx'
import styles from './ask-dialog.module.css'

/** A plan as it would be carried out; `fresh` false while a newer one is worked out. */
export function PlanView({ plan, fresh }: { plan: Plan; fresh: boolean }): ReactNode {
  const { pending, answered, inputTokens, outputTokens, cost } = planTotals(plan)
  const { currency, minutes } = plan
  return (
    <div className={styles['plan']} data-fresh={fresh} aria-busy={!fresh}>
      <Where plan={plan} />
      <dl className={styles['figures']}>
        <Figure
          name="Requests"
          value={formatCount(pending)}
          note={[plan.sampled === null ? '' : 'about', answered > 0 ? `${formatCount(answered)} answered before` : '']
            .filter(Boolean)
            .join('; ')}
        />
        <Figure name="Tokens in" value={formatCount(inputTokens)} note="about" />
        <Figure name="Tokens out" value={formatCount(outputTokens)} note="about" />
        <Figure
          name="Cost"
          value={cost === null ? 'not known' : formatMoney(cost, currency)}
          note={cost === null ? (plan.local ? 'no price is named' : 'no price is named: look at your provider’s') : 'about'}
        />
        <Figure
          name="Time"
          value={minutes === null ? 'not known' : formatDuration(60 * minutes)}
          note={minutes === null ? 'until something was answered' : 'about'}
        />
      </dl>
      <Sampled plan={plan} />
      <Stages plan={plan} />
      <Sample plan={plan} />
    </div>
  )
}

function Where({ plan: { url, model, local, corpora, labels, endpoint } }: { plan: Plan }) {
  const open = !local && url.startsWith('http:')
  return (
    <div className={styles['where']} data-local={local}>
      <Icon name={local ? 'machine' : 'export'} />
      <div>
        <p>
          <strong>
            {local
              ? 'Local: no text leaves this machine.'
              : corpora.length > 0 || labels !== null
                ? 'Text leaves this machine.'
                : 'A request leaves this machine.'}
          </strong>{' '}
          It goes to <PlainText text={model} /> at <PlainText text={hostOf(url)} /> (<PlainText text={endpoint} />
          ).{open && ' The way there is not encrypted: the address begins with http.'}
        </p>
        <p>
          {labels !== null ? (
            <>
              It has the text of {counted(labels.labels - labels.embedded, 'label')} of <PlainText text={labels.lens} />
              {labels.embedded > 0 && `, and not of ${counted(labels.embedded, 'other')} that were embedded before`}
              {labels.phrases > 0 && `; beside them ${counted(labels.phrases, 'fixed phrase')}, by which chance is measured`}. It
              has no passages of your corpora.
            </>
          ) : corpora.length === 0 ? (
            'It has no text of your corpora.'
          ) : (
            <>
              With passages of{' '}
              <PlainText
                text={corpora.map(({ corpus, documents }) => `${corpus} (${counted(documents, 'document')} at most)`).join(', ')}
              />
              .
            </>
          )}
        </p>
      </div>
    </div>
  )
}

function Figure({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        {note !== '' && <span>{note}</span>}
      </dd>
    </div>
  )
}

/** What the figures were counted on, where it was not all. */
function Sampled({ plan: { sampled } }: { plan: Plan }) {
  if (sampled === null) return null
  return (
    <p className={styles['waiting']}>
      Counted on {formatCount(sampled.latents)} of {formatCount(sampled.of)} latents, drawn at random: all tokens lie within{' '}
      {percentOf(sampled)} % of this, with 95 % confidence.
    </p>
  )
}

function Stages({ plan: { stages, currency } }: { plan: Plan }) {
  return (
    <div className={styles['scroll']}>
      <table className={styles['table']} aria-label="Requests by stage">
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Requests</th>
            <th scope="col">Answered before</th>
            <th scope="col">Tokens in</th>
            <th scope="col">Tokens out</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {stages.map(({ stage, calls, answered, inputTokens, outputTokens, cost }) => (
            <tr key={stage}>
              <th scope="row">{stageTitles[stage]}</th>
              <td>{formatCount(calls - answered)}</td>
              <td>{formatCount(answered)}</td>
              <td>{formatCount(inputTokens)}</td>
              <td>{formatCount(outputTokens)}</td>
              <td>{cost === null ? '–' : formatMoney(cost, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** The first request, as inert text. */
function Sample({ plan: { sample } }: { plan: Plan }) {
  if (sample === null) return <p className={styles['waiting']}>Nothing is to be sent: every answer is there from before.</p>
  return (
    <details className={styles['sample']}>
      <summary>The first request, word for word</summary>
      {(['system', 'user'] as const)
        .filter((part) => sample[part] !== '')
        .map((part) => (
          <section key={part} aria-label={part === 'system' ? 'System' : 'User'}>
            <h3>{part === 'system' ? 'System' : 'User'}</h3>
            {/* It scrolls, also by keyboard. */}
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <pre tabIndex={0}>
              <PlainText text={sample[part]} lines="keep" />
            </pre>
          </section>
        ))}
    </details>
  )
}
