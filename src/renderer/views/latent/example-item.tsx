import { type ReactNode, useState } from 'react'
import type { Example } from '../../../contract/latents.ts'
import { keepFinding } from '../../client/finding-acts.ts'
import { useScope, useWorkbench } from '../../client/workbench.ts'
import { IconButton } from '../../widgets/button.tsx'
import { DocumentName } from '../../widgets/corpus-mark.tsx'
import { formatActivation } from '../../widgets/format-numbers.ts'
import { LitText } from '../../widgets/lit-text.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './examples.module.css'
import { type Context, excerptWindow } from './excerpt-window.ts'

type Props = {
  readonly latent: number
  readonly example: Example
  readonly context: Context
  readonly maximum: number
}

/** One document where the latent is active: the text around its strongest token, where it is from, its like. */
export function ExampleItem({ latent, example, context, maximum }: Props): ReactNode {
  const [open, setOpen] = useState(false)
  const openDocument = useWorkbench((state) => state.openDocument)
  const scope = useScope()
  const { corpus, channel, document, ordinal, activation, duplicates } = example
  const show = () => openDocument({ corpus, channel, ordinal })
  const place = `${visibleText(corpus)}, document ${visibleText(document)}`
  return (
    <li className={styles['example']}>
      <div className={styles['row']}>
        <button
          type="button"
          className={styles['text']}
          data-tip={context === 'stacked' ? `${place}\nactivation ${formatActivation(activation)}` : undefined}
          onClick={show}
        >
          <Excerpt example={example} context={context} maximum={maximum} />
        </button>
        <span className={styles['activation']} data-tip="Highest activation in the document">
          {formatActivation(activation)}
        </span>
      </div>
      <div className={styles['foot']}>
        <button type="button" className={styles['place']} tabIndex={-1} onClick={show}>
          <DocumentName corpus={corpus} document={document} />
        </button>
        {duplicates.length > 0 && (
          <button type="button" className={styles['alike']} aria-expanded={open} onClick={() => setOpen(!open)}>
            +{duplicates.length} alike
          </button>
        )}
        <IconButton
          icon="findings"
          label={`Keep this example: ${place}`}
          className={styles['keep']}
          onClick={() => void keepFinding({ kind: 'example', latent, corpus, ordinal, channel, ...scope })}
        />
      </div>
      {open && (
        <ul className={styles['duplicates']} aria-label="Documents with nearly the same text">
          {duplicates.map((other) => (
            <li key={`${other.corpus}\n${other.ordinal}`}>
              <button
                type="button"
                className={styles['place']}
                onClick={() => openDocument({ corpus: other.corpus, channel, ordinal: other.ordinal })}
              >
                <DocumentName corpus={other.corpus} document={other.document} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function Excerpt({ example, context, maximum }: Omit<Props, 'latent'>) {
  const { text, from, marks, start, end } = example
  const window = excerptWindow(example, context)
  const lit = (first: number, last: number) => (
    <LitText text={text.slice(first - from, last - from)} from={first} marks={marks} maximum={maximum} />
  )
  if (context === 'stacked')
    return (
      <span className={styles['stacked']}>
        <span>{lit(window.from, start)}</span>
        <span>{lit(start, end)}</span>
        <span>{lit(end, window.to)}</span>
      </span>
    )
  return (
    <>
      {context === 'snippet' && window.from > 0 && '…'}
      {lit(window.from, window.to)}
      {context === 'snippet' && window.to < from + text.length && '…'}
    </>
  )
}
