import type { ReactNode } from 'react'
import { type LatentColumn, withColumnAt } from '../../client/latent-columns.ts'
import type { LatentTable } from '../../client/row-queries.ts'
import { paneColour, paneLetter, useWorkbench } from '../../client/workbench.ts'
import { Icon } from '../../widgets/icon.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { WidthHandle } from './width-handle.tsx'
import styles from './latents.module.css'
import { tickAll, untick, useTicked } from './selection.ts'

type Sort = ReturnType<typeof useWorkbench.getState>['table']['sort']

type Props = {
  readonly compared: readonly string[]
  readonly scale: number
  /** By what the rows are sorted. */
  readonly sort: Sort
  readonly columns: readonly LatentColumn[]
  readonly table: LatentTable
}

export function LatentHeader({ compared, scale, sort, columns, table }: Props): ReactNode {
  return (
    <div className={styles['header']} role="presentation">
      <TickAll table={table} />
      {columns.map((column) => (
        <Head key={column.name} column={column} compared={compared} scale={scale} sort={sort} />
      ))}
    </div>
  )
}

function TickAll({ table }: { table: LatentTable }) {
  const any = useTicked((state) => state.latents.size > 0)
  return (
    <span role="columnheader" className={styles['tick']}>
      <input
        type="checkbox"
        aria-label={any ? 'Untick all' : 'Tick all latents of the table'}
        data-tip={any ? 'Untick all' : 'Tick all. Shift and a click tick a range, Space the row that is open'}
        checked={any}
        onChange={() => (any ? untick() : void tickAll(table))}
      />
    </span>
  )
}

type HeadProps = Omit<Props, 'columns' | 'table'> & { readonly column: LatentColumn }

function Head({ column, compared, scale, sort }: HeadProps) {
  const of = { column, chosen: sort }
  switch (column.name) {
    case 'row':
      return <HeadCell column={column} number tip="Place in the table" title="#" />
    case 'starred':
      return (
        <HeadCell column={column} narrow>
          <span className="unseen">Star</span>
        </HeadCell>
      )
    case 'latent':
      return <SortHeader {...of} sort="latent" title="Latent" tip="Number of the latent in the autoencoder" number />
    case 'label':
      return <SortHeader {...of} sort="label" title="Label" tip="What the latent is about, by whoever labelled it" />
    case 'origin':
      return <SortHeader {...of} sort="origin" title="Origin" tip="Who or what wrote the label" />
    case 'score':
      return (
        <SortHeader
          {...of}
          sort="score"
          title="Score"
          tip="How well the label did where it was tested: 0.5 is chance, 1 is all right"
          number
        />
      )
    case 'documentFrequency':
      return (
        <SortHeader
          {...of}
          sort="documentFrequency"
          title="Frequency"
          tip="Document frequency: share of documents in which the latent is present"
          number
        />
      )
    case 'tokenDensity':
      return (
        <SortHeader
          {...of}
          sort="tokenDensity"
          title="Density"
          tip="Token density: share of tokens on which the latent is above 0"
          number
        />
      )
    case 'maxActivation':
      return <SortHeader {...of} sort="maxActivation" title="Max" tip="Highest activation on any token" number />
    case 'meaning':
      return (
        <SortHeader
          {...of}
          sort="meaning"
          title="Meaning"
          tip="How like the label is to the words searched for, 1 at most"
          number
        />
      )
    case 'panes':
      return compared.map((corpus, index) => (
        <SortHeader
          // Two panes may show one corpus.
          key={index}
          {...of}
          sort={`pane-${index + 1}` as Sort}
          title={paneLetter(index)}
          says={`Frequency in ${visibleText(corpus)}`}
          tip={`Document frequency in ${visibleText(corpus)}`}
          colour={paneColour(index)}
          number
        />
      ))
    case 'difference':
      return (
        <SortHeader
          {...of}
          sort="difference"
          title={`${paneLetter(0)} − ${compared.length > 2 ? 'largest other' : paneLetter(1)}`}
          note={`±${Math.round(100 * scale)}`}
          tip={`Difference of document frequency in percentage points, with its 95 % interval; the axis ends at ±${Math.round(100 * scale)}. Click: by size, then where the first has more, then less`}
        />
      )
  }
}

type SortProps = {
  readonly column: LatentColumn
  readonly chosen: Sort
  readonly sort: Sort
  readonly title: string
  readonly tip: string
  /** For a screen reader, where the title is short. */
  readonly says?: string
  readonly note?: string
  readonly number?: boolean
  readonly colour?: string
}

function SortHeader({ column, chosen: by, sort, title, tip, says, note, number = false, colour }: SortProps) {
  const bySize = sort === 'difference' && by === 'differenceSize'
  const chosen = by === sort || bySize
  const descending = useWorkbench((state) => state.table.descending)
  const change = useWorkbench((state) => state.changeTable)
  const first = sort !== 'latent' && sort !== 'label' && sort !== 'origin'
  // A difference is sorted by its size first, then by either end.
  const next = () => {
    if (sort !== 'difference') return { sort, descending: chosen ? !descending : first }
    if (bySize) return { sort, descending: true }
    return chosen && descending ? { sort, descending: false } : { sort: 'differenceSize' as const, descending: true }
  }
  return (
    <HeadCell
      column={column}
      number={number}
      sorted={chosen ? (bySize ? 'other' : descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" data-tip={tip} aria-label={says} style={{ color: colour }} onClick={() => change(next())}>
        {title}
        {chosen &&
          (bySize ? <span aria-hidden="true">|↓|</span> : <Icon name={descending ? 'arrow-down' : 'arrow-up'} size={11} />)}
        {note !== undefined && <span className={styles['note']}>{note}</span>}
      </button>
    </HeadCell>
  )
}

type CellProps = {
  readonly column: LatentColumn
  readonly number?: boolean
  readonly narrow?: boolean
  readonly sorted?: 'none' | 'ascending' | 'descending' | 'other'
  readonly title?: string
  readonly tip?: string
  readonly children?: ReactNode
}

const dragged = 'application/x-etalon-column'

/** The head of a column: dragged onto another it takes its place; its right edge makes it wider. */
function HeadCell({ column, number = false, narrow = false, sorted, title, tip, children }: CellProps) {
  const columns = useWorkbench((state) => state.table.columns)
  const change = useWorkbench((state) => state.changeTable)
  return (
    <span
      role="columnheader"
      aria-sort={sorted}
      className={[number && styles['number'], narrow && styles['narrow']].filter(Boolean).join(' ')}
      data-tip={tip}
      tabIndex={-1}
      draggable
      onDragStart={(event) => event.dataTransfer.setData(dragged, column.name)}
      onDragOver={(event) => event.dataTransfer.types.includes(dragged) && event.preventDefault()}
      onDrop={(event) => {
        const name = columns.find((each) => each.name === event.dataTransfer.getData(dragged))?.name
        const place = columns.findIndex((each) => each.name === column.name)
        if (name !== undefined) change({ columns: withColumnAt(columns, name, place) })
      }}
    >
      {title}
      {children}
      <WidthHandle column={column} />
    </span>
  )
}
