import type { ReactNode } from 'react'
import type { Example } from '../../../contract/latents.ts'
import { useExamples } from '../../client/latent-queries.ts'
import { EmptyState, ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { HeatLegend } from '../../widgets/heat-legend.tsx'
import { QuoteItem } from '../../widgets/quote-item.tsx'
import styles from './review.module.css'
import { weakerExamples } from './weaker-examples.ts'

const strongest = 6
const weaker = 5
/** Examples of all bands that the weaker ones are taken from. */
const ofAllBands = 20

type Props = {
  readonly latent: number
  /** The latent that is looked at next: its examples are fetched meanwhile. */
  readonly next: number | null
}

/** Where the latent is strongest, and some texts where it is weaker: what a label must fit. */
export function ReviewExamples({ latent, next }: Props): ReactNode {
  const top = useExamples(latent, 'top', strongest)
  const banded = useExamples(latent, 'quantile', ofAllBands)
  useExamples(next ?? latent, 'top', strongest)
  useExamples(next ?? latent, 'quantile', ofAllBands)
  const { data, error, isPlaceholderData, refetch } = top
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  // The last latent's must not stand beside this one's label.
  if (data === undefined || isPlaceholderData) return <Loading label="Loading examples" />
  const weak = banded.data === undefined || banded.isPlaceholderData ? [] : weakerExamples(banded.data, data.examples, weaker)
  return (
    <section className={styles['examples']} aria-label="Examples">
      {data.examples.length === 0 ? (
        <EmptyState title="No examples">None were kept when the corpora were read.</EmptyState>
      ) : (
        <>
          <header>
            <h3>Strongest</h3>
            <HeatLegend maximum={data.maximum} />
          </header>
          <Quotes examples={data.examples} maximum={data.maximum} />
        </>
      )}
      {weak.length > 0 && (
        <>
          <header>
            <h3>Weaker</h3>
          </header>
          <Quotes examples={weak} maximum={data.maximum} />
        </>
      )}
    </section>
  )
}

function Quotes({ examples, maximum }: { examples: readonly Example[]; maximum: number }) {
  return (
    <ul>
      {examples.map((example) => (
        <li key={`${example.corpus}\n${example.channel}\n${example.ordinal}`}>
          <QuoteItem quote={example} maximum={maximum} />
        </li>
      ))}
    </ul>
  )
}
