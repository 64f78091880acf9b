import type { ReactNode } from 'react'
import type { Quote } from '../../contract/analyses.ts'
import { keepable } from '../client/keeping.ts'
import { useWorkbench } from '../client/workbench.ts'
import { DocumentName } from './corpus-mark.tsx'
import { formatActivation } from './format-numbers.ts'
import { LitText } from './lit-text.tsx'
import styles from './quote.module.css'

type Quoted = Pick<Quote, 'corpus' | 'document' | 'ordinal' | 'text' | 'from' | 'marks' | 'activation'> & {
  readonly channel: string | null
}

/** An excerpt with its lit tokens; it leads to its document. */
export function QuoteItem({ quote, maximum }: { quote: Quoted; maximum: number }): ReactNode {
  const { corpus, document, ordinal, channel, text, from, marks, activation } = quote
  return (
    <QuoteFrame corpus={corpus} document={document} ordinal={ordinal} channel={channel} note={formatActivation(activation)}>
      {from > 0 && '…'}
      <LitText text={text} from={from} marks={marks} maximum={maximum} />
    </QuoteFrame>
  )
}

type FrameProps = Pick<Quoted, 'corpus' | 'document' | 'ordinal' | 'channel'> & {
  readonly note?: string
  readonly children: ReactNode
}

/** Any text of a document, above its name; both lead to it. */
export function QuoteFrame({ corpus, document, ordinal, channel, note, children }: FrameProps): ReactNode {
  const open = useWorkbench((state) => state.openDocument)
  const show = () => open({ corpus, channel, ordinal })
  return (
    <figure className={styles['quote']} {...keepable({ kind: 'document', corpus, ordinal, channel: channel ?? undefined })}>
      <button type="button" className={styles['text']} data-opens onClick={show}>
        {children}
      </button>
      <figcaption>
        <button type="button" tabIndex={-1} data-opens onClick={show}>
          <DocumentName corpus={corpus} document={document} />
        </button>
        {note !== undefined && <span data-tip="Highest activation in the document">{note}</span>}
      </figcaption>
    </figure>
  )
}
