import type { ReactNode } from 'react'
import type { DocumentGroup, Quote } from '../../../contract/analyses.ts'
import { useGroupExamples } from '../../client/analyses-queries.ts'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { Section } from '../../widgets/panel.tsx'
import { QuoteItem } from '../../widgets/quote-item.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { groupTitle } from './group-title.ts'

type Props = {
  readonly title: string
  readonly group: DocumentGroup
  readonly latent: number
  readonly channel: string | null
  /** Those that came with the row; undefined where it came without: the strongest are then asked for. */
  readonly given?: readonly Quote[] | undefined
}

const shown = 3

/** Documents of one side in which a latent is present. */
export function GroupExamples({ title, group, latent, channel, given }: Props): ReactNode {
  const { data, error, refetch } = useGroupExamples(group, latent, channel, shown, given === undefined)
  const quotes =
    given ??
    data?.map(({ id, excerpt, activation, ...same }) => ({
      ...same,
      document: id,
      text: excerpt,
      activation: activation ?? 0,
      channel,
    }))
  const maximum = Math.max(0, ...(quotes ?? []).flatMap(({ marks }) => marks.map(({ activation }) => activation)))
  return (
    <Section title={title} aside={<PlainText text={groupTitle(group)} />}>
      {error !== null ? (
        <ErrorNote error={error} retry={refetch} />
      ) : quotes === undefined ? (
        <Loading label="Looking for examples" />
      ) : quotes.length === 0 ? (
        <p>Present in none of these documents.</p>
      ) : (
        <div>
          {quotes.map((quote) => (
            <QuoteItem key={`${quote.corpus}\n${quote.ordinal}`} quote={quote} maximum={maximum} />
          ))}
        </div>
      )}
    </Section>
  )
}
