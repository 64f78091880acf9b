import { type MouseEvent, type ReactNode, useState } from 'react'
import type { Example } from '../../../contract/latents.ts'
import { type Keep, keepFinding } from '../../client/finding-acts.ts'
import { useScope, useWorkbench } from '../../client/workbench.ts'
import { keepable } from '../../client/keeping.ts'
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
  /** Line breaks as they are, not as signs. */
  readonly breaks: boolean
  readonly maximum: number
}

/** One document where the latent is active: the text around its strongest token, where it is from, its like. */
export function ExampleItem({ latent, example, context, breaks, maximum }: Props): ReactNode {
  const [open, setOpen] = useState(false)
  const openDocument = useWorkbench((state) => state.openDocument)
  const scope = useScope()
  const { corpus, channel, document, ordinal, activation, duplicates } = example
  const kept: Keep = { kind: 'example', latent, corpus, ordinal, channel, ...scope }
  // A lit token leads to itself in the document, anything else to the strongest.
  const show = (event: MouseEvent) => {
    const at = event.target instanceof Element ? event.target.closest('mark')?.dataset['start'] : undefined
    openDocument({ corpus, channel, ordinal, ...(at === undefined ? {} : { at: Number(at) }) })
  }
  const place = `${visibleText(corpus)}, document ${visibleText(document)}`
  return (
    <li className={styles['example']} {...keepable(kept)}>
      <div className={styles['row']}>
        <button
          type="button"
          className={styles['text']}
          data-tip={context === 'stacked' ? `${place}\nactivation ${formatActivation(activation)}` : undefined}
          data-opens
          onClick={show}
        >
          <Excerpt example={example} context={context} breaks={breaks} maximum={maximum} />
        </button>
        <span className={styles['activation']} data-tip="Highest activation in the document">
          {formatActivation(activation)}
        </span>
      </div>
      <div className={styles['foot']}>
        <button type="button" className={styles['place']} tabIndex={-1} data-opens onClick={show}>
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
          onClick={() => void keepFinding(kept)}
        />
      </div>
      {open && (
        <ul className={styles['duplicates']} aria-label="Documents with nearly the same text">
          {duplicates.map((other) => (
            <li key={`${other.corpus}\n${other.ordinal}`}>
              <button
                type="button"
                className={styles['place']}
                data-opens
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

function Excerpt({ example, context, breaks, maximum }: Omit<Props, 'latent'>) {
  const { text, from, marks, start, end } = example
  const window = excerptWindow(example, context)
  const lit = (first: number, last: number) => (
    <LitText
      text={text.slice(first - from, last - from)}
      from={first}
      marks={marks}
      maximum={maximum}
      lines={breaks && context !== 'stacked' ? 'keep' : 'mark'}
    />
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
