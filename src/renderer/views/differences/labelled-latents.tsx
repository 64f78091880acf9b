import type { ReactNode } from 'react'
import type { HypothesesRun } from '../../../contract/hypotheses.ts'
import { formatCount, formatPoints } from '../../widgets/format-numbers.ts'
import { openLatent } from '../../widgets/inspector.tsx'
import { LabelText } from '../../widgets/label-text.tsx'
import { formatScore } from '../../widgets/score-words.ts'
import styles from './hypotheses.module.css'
import { droppedWords } from './hypothesis-words.ts'

/** The latents that a run set out from: those with a label that holds, and those left out with the reason. Folded away. */
export function LabelledLatents({ kept, dropped }: Pick<HypothesesRun, 'kept' | 'dropped'>): ReactNode {
  const score = (value: number | null) => (value === null ? '–' : formatScore(value))
  return (
    <details className={styles['more']}>
      <summary>
        Latents behind them ({formatCount(kept.length)} used, {formatCount(dropped.length)} left out)
      </summary>
      <div className={styles['scroll']}>
        <table className={styles['table']} aria-label="Latents behind the hypotheses">
          <thead>
            <tr>
              <th scope="col">Latent</th>
              <th scope="col">Label</th>
              <th scope="col" data-tip="In the documents that hypotheses come from, adjusted for length where it could be">
                Difference
              </th>
              <th scope="col" data-tip="Balanced accuracy of the old label">
                Old score
              </th>
              <th scope="col" data-tip="Balanced accuracy of the label made in this run">
                New score
              </th>
              <th scope="col">Use</th>
            </tr>
          </thead>
          <tbody>
            {[...kept, ...dropped].map((row) => (
              <tr key={row.latent}>
                <th scope="row">
                  <button type="button" data-tip={`Open latent ${row.latent}`} data-opens onClick={() => openLatent(row.latent)}>
                    {row.latent}
                  </button>
                </th>
                <td>
                  <LabelText label={row.label} latent={row.latent} numbered />
                </td>
                <td>{formatPoints(row.difference)}</td>
                <td>{score(row.oldScore)}</td>
                <td>{score(row.newScore)}</td>
                <td>{'why' in row ? droppedWords[row.why] : row.from === 'new' ? 'new label' : 'old label'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
