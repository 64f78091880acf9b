import { type ReactNode, useState } from 'react'
import type { Quote } from '../../../contract/analyses.ts'
import type { DiffGroup } from '../../../contract/differences.ts'
import type { PairedDocuments, PairSide } from '../../../contract/paired-documents.ts'
import { usePairedDocuments } from '../../client/paired-queries.ts'
import { Button } from '../../widgets/button.tsx'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { formatCount, formatShare } from '../../widgets/format-numbers.ts'
import { Section } from '../../widgets/panel.tsx'
import { QuoteItem } from '../../widgets/quote-item.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { groupTitle } from './group-title.ts'
import styles from './paired-section.module.css'

type Props = {
  readonly analysis: number
  readonly latent: number
  readonly target: DiffGroup
  /** Null: whichever of the others has it. */
  readonly other: { readonly at: number; readonly group: DiffGroup } | null
}

const atOnce = 6

/** The pairs of a comparison by which of their documents have the latent, and both documents of a pair side by side. */
export function PairedSection({ analysis, latent, target, other }: Props): ReactNode {
  const [side, setSide] = useState<PairSide>('target')
  const [limit, setLimit] = useState(atOnce)
  const { data, error, refetch } = usePairedDocuments(analysis, latent, other?.at ?? null, side, limit)
  const names = [
    visibleText(groupTitle(target.group)),
    other === null ? 'the others' : visibleText(groupTitle(other.group.group)),
  ] as const
  const choose = (next: PairSide) => {
    setSide(next)
    setLimit(atOnce)
  }
  return (
    <Section title="Pairs" aside={data === undefined ? undefined : `${formatCount(pairsIn(data))} pairs`}>
      {error !== null ? (
        <ErrorNote error={error} retry={refetch} />
      ) : data === undefined ? (
        <Loading label="Looking at pairs" />
      ) : (
        <>
          <Counts data={data} names={names} side={side} onSide={choose} />
          {data.pairs.length === 0 ? (
            <p>There are no such pairs.</p>
          ) : (
            <ol className={styles['pairs']} aria-label={`Pairs: ${wordsOf(side, names)}`}>
              {data.pairs.map((pair) => (
                <li key={`${pair.target.corpus}\n${pair.target.ordinal}`}>
                  <Documents target={pair.target} other={pair.other} />
                </li>
              ))}
            </ol>
          )}
          {data.pairs.length < data.counts[side] && (
            <Button onClick={() => setLimit(limit + 3 * atOnce)}>More of {formatCount(data.counts[side])} pairs</Button>
          )}
        </>
      )}
    </Section>
  )
}

const pairsIn = ({ counts }: PairedDocuments) => counts.target + counts.other + counts.both + counts.neither

type CountsProps = {
  readonly data: PairedDocuments
  readonly names: readonly [string, string]
  readonly side: PairSide
  readonly onSide: (side: PairSide) => void
}

/** In how many pairs only one, both, or neither has it; each count lists its pairs. */
function Counts({ data, names, side, onSide }: CountsProps) {
  const all = Math.max(1, pairsIn(data))
  return (
    <div className={styles['counts']} role="radiogroup" aria-label="Which pairs are listed">
      {(['target', 'other', 'both', 'neither'] as const).map((each) => (
        <label key={each} data-checked={each === side}>
          <input type="radio" name="pair side" checked={each === side} onChange={() => onSide(each)} />
          <strong>{formatCount(data.counts[each])}</strong>
          <span>{formatShare(data.counts[each] / all)}</span>
          <span>{wordsOf(each, names)}</span>
        </label>
      ))}
    </div>
  )
}

function wordsOf(side: PairSide, [target, other]: readonly [string, string]): string {
  switch (side) {
    case 'target':
      return `only ${target}`
    case 'other':
      return `only ${other}`
    case 'both':
      return 'both'
    case 'neither':
      return 'neither'
  }
}

/** Both documents of a pair side by side; each leads to its document. */
function Documents({ target, other }: { target: Quote; other: Quote }) {
  const maximum = Math.max(0, ...[target, other].flatMap(({ marks }) => marks.map(({ activation }) => activation)))
  return (
    <div className={styles['documents']}>
      <QuoteItem quote={target} maximum={maximum} />
      <QuoteItem quote={other} maximum={maximum} />
    </div>
  )
}
