import { type ReactNode, useState } from 'react'
import type { LatentPage } from '../../../contract/latents.ts'
import { formatActivation, formatCount } from '../../widgets/format-numbers.ts'
import { LitText } from '../../widgets/lit-text.tsx'
import { Section } from '../../widgets/panel.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { ShownToken } from './shown-token.tsx'
import styles from './latent-page.module.css'

const shown = 12
const inLine = 8

/** The tokens it is active on, by the sum of activations: how often, and how strongly on average. */
export function TopTokens({ tokens }: { tokens: LatentPage['topTokens'] }): ReactNode {
  const [all, setAll] = useState(false)
  const strongest = Math.max(0, ...tokens.map(({ meanActivation }) => meanActivation))
  return (
    <Section title="Tokens" aside="times active · mean activation">
      {tokens.length === 0 ? (
        <p className={styles['nothing']}>It is active on no token.</p>
      ) : (
        <ul className={styles['tokens']}>
          {(all ? tokens : tokens.slice(0, shown)).map(({ token, count, meanActivation }, index) => (
            <li
              key={index}
              data-tip={`“${visibleText(token)}”: active ${formatCount(count)} times, ${formatActivation(meanActivation)} on average`}
            >
              <Token token={token} activation={meanActivation} maximum={strongest} />
              <span>{formatCount(count)}×</span>
              <span>{formatActivation(meanActivation)}</span>
            </li>
          ))}
        </ul>
      )}
      {tokens.length > shown && (
        <button type="button" className={styles['more']} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `${tokens.length - shown} more`}
        </button>
      )}
    </Section>
  )
}

/** The first few of them in a line, above the examples. */
export function StrongestTokens({ tokens }: { tokens: LatentPage['topTokens'] }): ReactNode {
  const first = tokens.slice(0, inLine)
  const strongest = Math.max(0, ...first.map(({ meanActivation }) => meanActivation))
  if (first.length === 0) return null
  return (
    <p className={styles['strongest']}>
      Most active on{' '}
      {first.map(({ token, meanActivation }, index) => (
        <Token key={index} token={token} activation={meanActivation} maximum={strongest} />
      ))}
    </p>
  )
}

function Token({ token, activation, maximum }: { token: string; activation: number; maximum: number }) {
  return (
    <ShownToken token={token}>
      {(text) => <LitText text={text} marks={[{ start: 0, end: text.length, activation }]} maximum={maximum} />}
    </ShownToken>
  )
}
