import type { ReactNode } from 'react'
import type { LatentPage } from '../../../contract/latents.ts'
import type { TokenWeight } from '../../../contract/latent-page.ts'
import { useLogits } from '../../client/latent-table-queries.ts'
import { ErrorNote } from '../../widgets/empty-state.tsx'
import { Section } from '../../widgets/panel.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { ShownToken } from './shown-token.tsx'
import styles from './logits.module.css'

/** The tokens that the latent makes likelier next and less likely, as far as its direction alone goes. */
export function Logits({ page: { latent, lens } }: { page: LatentPage }): ReactNode {
  const { data, error, refetch } = useLogits(latent, lens)
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (data === undefined) return null
  if (data.head === null)
    return (
      <Section title="Tokens it writes">
        <p className={styles['nothing']}>{data.reason}</p>
      </Section>
    )
  const largest = Math.max(...[...data.promoted, ...data.suppressed].map(({ weight }) => Math.abs(weight)), 1e-9)
  const how =
    data.head === 'own'
      ? 'Its decoder direction times the reader’s head, without the last norm. What later blocks make of it is not in it.'
      : 'Its decoder direction times the reader’s table of embeddings, which is its head too, without the last norm. What later blocks make of it is not in it.'
  return (
    <Section title="Tokens it writes" aside={<span data-tip={how}>logit weight</span>}>
      <div className={styles['sides']}>
        <Side title="Likelier next" tokens={data.promoted} largest={largest} />
        <Side title="Less likely next" tokens={data.suppressed} largest={largest} />
      </div>
    </Section>
  )
}

function Side({ title, tokens, largest }: { title: string; tokens: readonly TokenWeight[]; largest: number }) {
  return (
    <div>
      <h4>{title}</h4>
      <ul aria-label={title}>
        {tokens.map(({ token, weight }, index) => (
          <li key={index} data-tip={`“${visibleText(token)}”: ${formatWeight(weight)}`}>
            <ShownToken token={token} />
            <span className={styles['bar']} data-sign={weight < 0 ? 'less' : 'more'}>
              <span style={{ width: `${(100 * Math.abs(weight)) / largest}%` }} />
            </span>
            <span className={styles['weight']}>{formatWeight(weight)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

const formatWeight = (weight: number) => `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(2)}`
