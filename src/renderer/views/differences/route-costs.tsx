import type { ReactNode } from 'react'
import { counted, formatMoney } from '../../client/model-words.ts'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Section } from '../../widgets/panel.tsx'
import styles from './hypotheses.module.css'
import type { RouteFigures, Routes } from './hypothesis-words.ts'

/**
 * What the hypotheses cost, beside what a language model without latents would have taken to find some.
 *
 * @param rows rows that it would have been asked about
 */
export function RouteCosts({ routes, rows }: { routes: Routes; rows: number }): ReactNode {
  const { found, judging, alone, reused, currency } = routes
  const lines: readonly (readonly [string, RouteFigures])[] = [
    ['By latents: labels, scores and the summary', found],
    [`By a language model alone, on ${counted(rows, 'row')} (estimated)`, alone],
    ['Judging, either way', judging],
  ]
  return (
    <Section title="What it took">
      <div className={styles['scroll']}>
        <table className={styles['table']} aria-label="What it took">
          <thead>
            <tr>
              <th scope="col">Route</th>
              <th scope="col">Requests</th>
              <th scope="col">Tokens in</th>
              <th scope="col">Tokens out</th>
              <th scope="col">Cost</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(([name, { requests, inputTokens, outputTokens, cost }]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{formatCount(requests)}</td>
                <td>{formatCount(inputTokens)}</td>
                <td>{formatCount(outputTokens)}</td>
                <td>{cost === null ? '–' : formatMoney(cost, currency)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {reused > 0 && <p className={styles['note']}>{counted(reused, 'answer')} had been paid for before and cost nothing here.</p>}
    </Section>
  )
}
