import type { ReactNode } from 'react'
import { paneColour, paneLetter, useWorkbench } from '../../client/workbench.ts'
import { Icon } from '../../widgets/icon.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './latents.module.css'

type Sort = ReturnType<typeof useWorkbench.getState>['table']['sort']

type Props = {
  readonly compared: readonly string[]
  readonly scale: number
  /** By what the rows are sorted. */
  readonly sort: Sort
}

export function LatentHeader({ compared, scale, sort }: Props): ReactNode {
  return (
    <div className={styles['header']} role="presentation">
      <span role="columnheader">
        <span className="unseen">Star</span>
      </span>
      <SortHeader chosen={sort} sort="latent" title="Latent" tip="Number of the latent in the autoencoder" number />
      <SortHeader chosen={sort} sort="label" title="Label" tip="What the latent is about, by whoever labelled it" />
      <SortHeader
        chosen={sort}
        sort="documentFrequency"
        title="Frequency"
        tip="Document frequency: share of documents in which the latent is present"
        number
      />
      <SortHeader
        chosen={sort}
        sort="tokenDensity"
        title="Density"
        tip="Token density: share of tokens on which the latent is above 0"
        number
        className="density"
      />
      <SortHeader chosen={sort} sort="maxActivation" title="Max" tip="Highest activation on any token" number className="max" />
      {compared.map((corpus, index) => (
        <span
          // Two panes may show one corpus.
          key={index}
          role="columnheader"
          className={styles['number']}
          style={{ color: paneColour(index) }}
          data-tip={`Document frequency in ${visibleText(corpus)}`}
          aria-label={`Frequency in ${visibleText(corpus)}`}
        >
          {paneLetter(index)}
        </span>
      ))}
      {compared.length > 1 && (
        <SortHeader
          chosen={sort}
          sort="difference"
          title={`${paneLetter(0)} − ${compared.length > 2 ? 'largest other' : paneLetter(1)}`}
          note={`±${Math.round(100 * scale)}`}
          tip={`Difference of document frequency in percentage points, with its 95 % interval; the axis ends at ±${Math.round(100 * scale)}. Click: by size, then where the first has more, then less`}
        />
      )}
    </div>
  )
}

type HeaderProps = {
  readonly chosen: Sort
  readonly sort: Sort
  readonly title: string
  readonly tip: string
  readonly note?: string
  readonly number?: boolean
  readonly className?: string
}

function SortHeader({ chosen: by, sort, title, tip, note, number = false, className }: HeaderProps) {
  const bySize = sort === 'difference' && by === 'differenceSize'
  const chosen = by === sort || bySize
  const descending = useWorkbench((state) => state.table.descending)
  const change = useWorkbench((state) => state.changeTable)
  const first = sort !== 'latent' && sort !== 'label'
  // A difference is sorted by its size first, then by either end.
  const next = () => {
    if (sort !== 'difference') return { sort, descending: chosen ? !descending : first }
    if (bySize) return { sort, descending: true }
    return chosen && descending ? { sort, descending: false } : { sort: 'differenceSize' as const, descending: true }
  }
  return (
    <span
      role="columnheader"
      aria-sort={chosen ? (bySize ? 'other' : descending ? 'descending' : 'ascending') : 'none'}
      className={[number && styles['number'], className !== undefined && styles[className]].filter(Boolean).join(' ')}
    >
      <button type="button" data-tip={tip} onClick={() => change(next())}>
        {title}
        {chosen &&
          (bySize ? <span aria-hidden="true">|↓|</span> : <Icon name={descending ? 'arrow-down' : 'arrow-up'} size={11} />)}
        {note !== undefined && <span className={styles['note']}>{note}</span>}
      </button>
    </span>
  )
}
