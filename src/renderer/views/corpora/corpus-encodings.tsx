import type { ReactNode } from 'react'
import type { CorpusSummary, EncodingSummary } from '../../../contract/corpora.ts'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { formatCount, formatDuration, formatShare } from '../../widgets/format-numbers.ts'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './corpora.module.css'

/** By which lenses the corpus was read, and at what cost. */
export function CorpusEncodings({ corpus }: { corpus: CorpusSummary }): ReactNode {
  if (corpus.encodings.length === 0)
    return (
      <EmptyState title="Not read yet">
        {corpus.documents === 0
          ? 'Import it first; then a lens can read it.'
          : 'Press Read above: a lens goes through every document and notes which latents are present.'}
      </EmptyState>
    )
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['scroll']} role="region" aria-label="Encodings" tabIndex={0}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">Lens</th>
            <th scope="col">Channel</th>
            <th scope="col">State</th>
            <th scope="col" className={styles['number']}>
              Documents
            </th>
            <th scope="col" className={styles['number']}>
              Tokens
            </th>
            <th scope="col" className={styles['number']}>
              Latents per token
            </th>
            <th scope="col">Device</th>
            <th scope="col" className={styles['number']}>
              Took
            </th>
          </tr>
        </thead>
        <tbody>
          {corpus.encodings.map((encoding) => (
            <tr key={`${encoding.lensHash} ${encoding.channel} ${encoding.precision}`}>
              <th scope="row">
                <PlainText text={encoding.lens} />
              </th>
              <td>
                <PlainText text={encoding.channel} />
              </td>
              <td>{encoding.state === 'ready' ? 'Read' : 'Half read'}</td>
              <td className={styles['number']}>{formatCount(encoding.documents)}</td>
              <td className={styles['number']}>{formatCount(encoding.tokens)}</td>
              <td className={styles['number']}>
                {encoding.tokens === 0 ? '' : (encoding.nonzeros / encoding.tokens).toPrecision(3)}
              </td>
              <td>
                <Device encoding={encoding} />
                <Precision encoding={encoding} />
              </td>
              <td className={styles['number']}>{formatDuration(encoding.seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Device({ encoding: { device, deviceReason } }: { encoding: EncodingSummary }) {
  if (deviceReason === null || deviceReason === 'chosen') return device
  return <span data-tip={`Read on ${device}: ${visibleText(deviceReason)}.`}>{device}</span>
}

/** In which precision it was read, where not in float32, and how well that agrees. */
function Precision({ encoding: { precision, agreement } }: { encoding: EncodingSummary }) {
  if (precision === 'float32') return null
  if (agreement === null || agreement.tokens === 0) return `, ${precision}`
  const tip = `On the first ${formatCount(agreement.tokens)} tokens, held against float32: of the activations that either has, both have ${formatShare(agreement.active)}, which differ by ${formatShare(agreement.relativeError)}; of the latents present in a document by either, ${formatShare(agreement.present)} are by both.`
  return (
    <span data-tip={tip}>
      , {precision}, {formatShare(agreement.present)} agreement
    </span>
  )
}
