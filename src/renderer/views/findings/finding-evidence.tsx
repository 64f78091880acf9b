import type { ReactNode } from 'react'
import type { FindingEvidence as Evidence, Quotation } from '../../../contract/findings.ts'
import type { LabelOrigin } from '../../../contract/latents.ts'
import { openDocumentNamed } from '../../client/open-document-named.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { CorpusMark, DocumentName } from '../../widgets/corpus-mark.tsx'
import { formatActivation, formatCount, formatShare } from '../../widgets/format-numbers.ts'
import { Icon } from '../../widgets/icon.tsx'
import { LabelText } from '../../widgets/label-text.tsx'
import { LitText } from '../../widgets/lit-text.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import styles from './findings.module.css'

const shownTokens = 10
const origins: readonly LabelOrigin[] = ['person', 'language-model', 'import', 'statistics']

/** What a finding rests on, as it was when it was kept. */
export function FindingEvidence({ evidence }: { evidence: Evidence }): ReactNode {
  const { latent, label, labelOrigin, topTokens, frequencies, quotations } = evidence
  const { selectLatent, show } = useWorkbench.getState()
  const several = new Set(frequencies.map(({ channel }) => channel)).size > 1
  const strongest = Math.max(0, ...quotations.flatMap(({ marks }) => marks.map(({ activation }) => activation)))
  return (
    <>
      {latent !== null && (
        <p>
          <button
            type="button"
            className={styles['latent']}
            data-opens
            data-tip={`Open the page of latent ${latent}`}
            onClick={() => {
              selectLatent(latent)
              show('latents')
            }}
          >
            {latent}
          </button>{' '}
          <LabelText label={label} latent={latent} origin={origins.find((each) => each === labelOrigin) ?? null} />
          {topTokens.length > 0 && <span className={styles['muted']}> on </span>}
          {topTokens.slice(0, shownTokens).map(({ token, count }, index) => (
            <span key={index} className={styles['token']} data-tip={`active ${formatCount(count)} times`}>
              <PlainText text={token} />
            </span>
          ))}
        </p>
      )}
      <Figures evidence={evidence} />
      {frequencies.length > 0 && (
        <ul className={styles['frequencies']} aria-label="Documents where it was present">
          {frequencies.map(({ corpus, channel, documents, present }) => (
            <li key={`${corpus}\n${channel}`}>
              <CorpusMark corpus={corpus} /> <PlainText text={several ? `${corpus} (${channel})` : corpus} />{' '}
              <strong>{documents === 0 ? '–' : formatShare(present / documents)}</strong>{' '}
              <span className={styles['muted']}>
                {formatCount(present)} / {formatCount(documents)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {quotations.map((quotation, index) => (
        <Quoted key={index} quotation={quotation} maximum={strongest} />
      ))}
    </>
  )
}

/** Of an analysis: what its figures say, what must be read with them, and a table of them. */
function Figures({ evidence: { statements = [], warnings = [], table } }: { evidence: Evidence }) {
  return (
    <>
      {statements.map((statement, index) => (
        <p key={index}>
          <PlainText text={statement} />
        </p>
      ))}
      {warnings.map((warning, index) => (
        <p key={index} className={styles['warning']}>
          <Icon name="warning" size={13} /> <PlainText text={warning} />
        </p>
      ))}
      {table !== undefined && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={styles['figures']} role="region" aria-label="Figures" tabIndex={0}>
          <table>
            <thead>
              <tr>
                {table.columns.map((column, index) => (
                  <th key={index} scope="col">
                    <PlainText text={column} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row, index) => (
                <tr key={index}>
                  {row.map((cell, at) => (
                    <td key={at}>
                      <PlainText text={cell} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

function Quoted({
  quotation: { corpus, channel, document, text, from, marks, activation },
  maximum,
}: {
  quotation: Quotation
  maximum: number
}) {
  return (
    <figure className={styles['quotation']}>
      <blockquote>
        <LitText text={text} from={from} marks={marks} maximum={maximum} />
      </blockquote>
      <figcaption>
        {corpus === '' ? (
          'A text that was typed'
        ) : (
          <button
            type="button"
            className={styles['place']}
            data-tip="Open the document"
            data-opens
            onClick={() => void openDocumentNamed(corpus, channel, document)}
          >
            <DocumentName corpus={corpus} document={document} />
          </button>
        )}
        {activation !== null && <span>activation {formatActivation(activation)}</span>}
      </figcaption>
    </figure>
  )
}
