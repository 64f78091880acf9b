import type { ReactNode } from 'react'
import { useLedger } from '../../client/model-queries.ts'
import { formatMoney, stageTitles } from '../../client/model-words.ts'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { failedWords, ledgerSums, triesOf } from './ledger-sums.ts'
import styles from './models.module.css'

/** What was asked and spent, by stage, with the sum; of one run, or (null) of all. */
export function LedgerTable({ run }: { run: number | null }): ReactNode {
  const { data: rows, error, refetch } = useLedger(run)
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (rows === undefined) return <Loading label="Adding up" />
  if (rows.length === 0) return <p className={styles['muted']}>Nothing was sent.</p>
  const sums = ledgerSums(rows)
  const name = run === null ? 'What was spent in all runs' : `What was spent in run ${run}`
  return (
    // It scrolls, also by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['scroll']} role="group" aria-label={name} tabIndex={0}>
      <table className={styles['table']} aria-label={name}>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Asked</th>
            <th scope="col">Answers</th>
            <th scope="col" data-tip="Answered from what was paid before">
              Reused
            </th>
            <th scope="col">Failed tries</th>
            <th scope="col">Tokens in</th>
            <th scope="col">Tokens out</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ stage, endpoint, model, calls, reused, failed, inputTokens, outputTokens, estimated, cost, currency }) => (
            <tr key={`${stage} ${endpoint} ${model} ${currency}`}>
              <th scope="row">{stageTitles[stage]}</th>
              <td>
                <PlainText text={`${endpoint}: ${model}`} />
              </td>
              <td>{formatCount(calls)}</td>
              <td>{formatCount(reused)}</td>
              <td>
                {formatCount(triesOf(failed))}
                {triesOf(failed) > 0 && <small>{failedWords(failed)}</small>}
              </td>
              <td>{tokens(inputTokens, estimated)}</td>
              <td>{tokens(outputTokens, estimated)}</td>
              <td>{cost === null ? '–' : formatMoney(cost, currency)}</td>
            </tr>
          ))}
        </tbody>
        {rows.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row">Together</th>
              <td />
              <td>{formatCount(sums.calls)}</td>
              <td>{formatCount(sums.reused)}</td>
              <td>{formatCount(sums.failed)}</td>
              <td>{tokens(sums.inputTokens, sums.estimated)}</td>
              <td>{tokens(sums.outputTokens, sums.estimated)}</td>
              <td>
                {sums.costs.length === 0
                  ? '–'
                  : sums.costs.map(({ currency, amount }) => formatMoney(amount, currency)).join(' + ')}
              </td>
            </tr>
          </tfoot>
        )}
      </table>
      {sums.estimated && (
        <p className={styles['muted']}>≈ The endpoint did not report all of its tokens: what is missing is estimated.</p>
      )}
    </div>
  )
}

const tokens = (count: number, estimated: boolean): string => `${estimated ? '≈ ' : ''}${formatCount(count)}`
