import { type ReactNode, useMemo } from 'react'
import type { SearchHit } from '../../../contract/search.ts'
import { useScope, useWorkbench } from '../../client/workbench.ts'
import { keepable } from '../../client/keeping.ts'
import { Button } from '../../widgets/button.tsx'
import { DocumentName } from '../../widgets/corpus-mark.tsx'
import { formatActivation, formatCount } from '../../widgets/format-numbers.ts'
import { openLatent } from '../../widgets/inspector.tsx'
import { LabelText } from '../../widgets/label-text.tsx'
import { mostLights } from '../../widgets/light-styles.ts'
import { MarkedText } from '../../widgets/marked-text.tsx'
import { LightSample } from '../../widgets/token-text.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { hitSpans } from './hit-spans.ts'
import styles from './hit.module.css'
import type { ListedHit } from './reranked.ts'

type Props = {
  readonly hit: SearchHit
  readonly number: number
  /** Where a language model put it; null where none did. */
  readonly put: ListedHit['put']
  readonly channel: string | null
  readonly onMore: () => void
  readonly onLess: () => void
}

/** One document that was found: its text where it answers, and why. */
export function Hit({ hit, number, put, channel, onMore, onLess }: Props): ReactNode {
  const { corpus, document, ordinal, latentRank, textRank, why, words, quote } = hit
  const openDocument = useWorkbench((state) => state.openDocument)
  const spans = useMemo(() => hitSpans(hit), [hit])
  const place = { corpus, channel: quote.channel === '' ? channel : quote.channel, ordinal }
  const scope = useScope()
  const open = () => openDocument(place)
  const ranks = [
    ...(latentRank === null ? [] : [`${formatCount(latentRank)}. by latents`]),
    ...(textRank === null ? [] : [`${formatCount(textRank)}. by words`]),
  ]
  const found = [...new Set(words.map(({ word }) => word))]
  return (
    <li
      className={styles['hit']}
      {...keepable({ kind: 'document', corpus, ordinal, channel: place.channel ?? undefined, latent: why[0]?.latent, ...scope })}
      aria-label={`Hit ${number}: ${visibleText(corpus)}, document ${visibleText(document)}`}
    >
      <header>
        <span className={styles['rank']}>{number}</span>
        <button type="button" className={styles['place']} data-opens onClick={open}>
          <DocumentName corpus={corpus} document={document} />
        </button>
        {put !== null && <Put number={number} put={put} />}
        <span
          className={styles['ranks']}
          data-tip="Its place in the list by latents and in the list by words. Where both are asked, the two are fused: a document high in either comes first"
        >
          {ranks.join(', ')}
        </span>
      </header>
      <button type="button" className={styles['text']} data-opens onClick={open}>
        {quote.from > 0 && '…'}
        <MarkedText text={quote.text} from={quote.from} spans={spans} />
      </button>
      <footer>
        <ul className={styles['why']} aria-label="Why it was found">
          {why.map(({ latent, label, activation, share }, slot) => (
            <li key={latent}>
              <button
                type="button"
                data-tip={`Latent ${latent}: activation ${formatActivation(activation)}. Open its page`}
                data-opens
                onClick={() => openLatent(latent)}
              >
                {slot < mostLights && <LightSample slot={slot} />}
                <span className={styles['name']}>
                  <LabelText label={label} latent={latent} />
                </span>
                <span className={styles['share']}>{Math.round(100 * share)}&#8239;%</span>
              </button>
            </li>
          ))}
          {found.length > 0 && (
            <li className={styles['found-words']}>
              words{' '}
              {found.map((word) => (
                <span key={word}>
                  <PlainText text={word} />
                </span>
              ))}
            </li>
          )}
        </ul>
        <span className={styles['likes']}>
          <Button kind="quiet" onClick={onMore}>
            More like this
          </Button>
          <Button kind="quiet" onClick={onLess}>
            Less like this
          </Button>
        </span>
      </footer>
    </li>
  )
}

/** How a language model moved a hit, and what it says of it against the others. */
function Put({ number, put: { before, compared, above } }: { number: number; put: NonNullable<ListedHit['put']> }) {
  if (compared === 0)
    return (
      <span
        className={styles['put']}
        data-moved="not"
        data-tip="No answer that told of this hit came: it keeps the place the search gave it"
      >
        no answer, stays
      </span>
    )
  const moved = before - number
  return (
    <span
      className={styles['put']}
      data-moved={moved > 0 ? 'up' : moved < 0 ? 'down' : 'not'}
      data-tip={`Compared with ${formatCount(compared)} other hits, the same one counted each time, it was put before ${formatCount(above)} of them. The search had it in place ${formatCount(before)}`}
    >
      {moved === 0 ? 'as before' : `was ${formatCount(before)}`} · before {formatCount(above)} of {formatCount(compared)}
    </span>
  )
}
