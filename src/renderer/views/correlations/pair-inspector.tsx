import type { ReactNode } from 'react'
import type { CorrelateRequest, CorrelateResult, PairRow, Property } from '../../../contract/correlations.ts'
import { ShareBars } from '../../charts/share-bars.tsx'
import { Button } from '../../widgets/button.tsx'
import { formatCount, formatProbability } from '../../widgets/format-numbers.ts'
import { InspectorFrame, KeepButton, openLatent } from '../../widgets/inspector.tsx'
import { MarkedText } from '../../widgets/marked-text.tsx'
import { Section } from '../../widgets/panel.tsx'
import { QuoteFrame } from '../../widgets/quote-item.tsx'
import { LightSample } from '../../widgets/token-text.tsx'
import styles from './correlations.module.css'
import { JudgedSection } from './judged-section.tsx'
import { propertyName } from './pair-order.ts'
import { pairQuotes } from './pair-quote.ts'
import { PropertyText } from './property-text.tsx'
import { useJudging } from './use-judging.ts'

type Props = {
  readonly result: CorrelateResult
  readonly pair: PairRow
  /** Its place in the recorded result. */
  readonly index: number
  readonly onClose: () => void
}

/** One pair: its numbers in words, and documents in which both are, each marked in its own way. */
export function PairInspector({ result, pair, index, onClose }: Props): ReactNode {
  const { analysis, recipe, units } = result
  const judging = useJudging(result, pair)
  const { a, b, npmi, npmiLow, support, documentsA, documentsB, givenA, givenB, expected, qValue, pIndependence, sameToken } = pair
  const names = [propertyName(a), propertyName(b)] as const
  const between = (recipe.request as CorrelateRequest).between !== undefined
  return (
    <InspectorFrame
      name="Pair in this result"
      title={
        <span className={styles['pair']}>
          <Side property={a} slot={0} between={between} />
          <Side property={b} slot={1} between={between} />
        </span>
      }
      acts={
        <>
          {latentsOf(pair).map((latent) => (
            <Button key={latent} icon="latents" data-opens onClick={() => openLatent(latent)}>
              Open latent {latent}
            </Button>
          ))}
          <Button
            icon="models"
            disabled={judging.hindered !== null}
            data-tip={
              judging.hindered ?? 'Whether what the labels say goes together in the texts too. First you see what is sent where'
            }
            onClick={judging.judge}
          >
            Judge with a language model…
          </Button>
          <KeepButton keep={analysis === null ? null : { kind: 'pair', analysis, pair: index }} />
        </>
      }
      onClose={onClose}
    >
      <ShareBars
        label="How often together"
        bars={[
          { key: 'b', name: 'B where A is', share: givenA, note: `${formatCount(support)} / ${formatCount(documentsA)}` },
          { key: 'a', name: 'A where B is', share: givenB, note: `${formatCount(support)} / ${formatCount(documentsB)}` },
        ]}
      />
      <Section title="In words">
        <p>
          Both are in <strong>{formatCount(support)} documents</strong>; {expected.toFixed(1)} would be expected from how rich the
          documents are. NPMI {npmi.toFixed(2)}, at least {npmiLow.toFixed(2)} with 95 % certainty, over {formatCount(units)} units.
        </p>
        <p>
          Among documents as rich in latents, q {formatProbability(qValue)}. Plain independence would say p{' '}
          {formatProbability(pIndependence)}; it takes no account of how rich documents are.
          {sameToken !== null &&
            ` In ${Math.round(100 * sameToken)} % of the documents looked at, the two are strongest on the same or the next token${sameToken > 0.5 ? ': they may be one thing' : ''}.`}
        </p>
      </Section>
      <JudgedSection judging={judging} pair={pair} documents={result.documents} />
      <Section title="Where both are">
        {pair.examples.length === 0 ? (
          <p>No examples came with this pair. Open either latent to see where it is active.</p>
        ) : (
          <div>
            {pair.examples.map((example, at) => (
              <div key={at}>
                {pairQuotes(example.a, example.b, names).map((quote) => (
                  <QuoteFrame key={`${quote.channel}\n${quote.from}`} {...quote} note={quote.channel}>
                    {quote.from > 0 && '…'}
                    <MarkedText text={quote.text} from={quote.from} spans={quote.spans} />
                  </QuoteFrame>
                ))}
              </div>
            ))}
          </div>
        )}
      </Section>
    </InspectorFrame>
  )
}

/** The latents of a pair, each once: across channels the two sides may be one. */
const latentsOf = ({ a, b }: PairRow) => [
  ...new Set([a, b].flatMap((property) => (property.kind === 'latent' ? [property.latent] : []))),
]

function Side({ property, slot, between }: { property: Property; slot: number; between: boolean }) {
  return (
    <span>
      <strong>{slot === 0 ? 'A' : 'B'}</strong> <LightSample slot={slot} /> <PropertyText property={property} channel={between} />
    </span>
  )
}
