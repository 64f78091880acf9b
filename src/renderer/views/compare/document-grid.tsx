import { type MouseEvent, type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { useWidth } from '../../charts/use-width.ts'
import { setSelection } from '../../client/status.ts'
import { type OpenDocument, useWorkbench } from '../../client/workbench.ts'
import { Button } from '../../widgets/button.tsx'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import type { ScrollLink } from '../../widgets/scroll-link.ts'
import { VirtualRows } from '../../widgets/virtual-rows.tsx'
import styles from './compare.module.css'
import { fittingCharacters, rowHeight } from './visible-excerpt.ts'

type Props = {
  readonly label: string
  readonly rows: number
  readonly columns: number
  /** The cells of a row, for so many characters of text that fit into each. */
  readonly render: (row: number, fitting: number) => ReactNode
  /** The document in a row and column, or the nearest to it. */
  readonly find: (row: number, column: number) => OpenDocument | null
  readonly resetKey: string
  readonly link?: ScrollLink | undefined
  /** For the status bar, beside the row that is active. */
  readonly says?: string
}

/** Rows of documents: arrows go from row to row, Enter or a click opens the document. */
export function DocumentGrid({ label, rows, columns, render, find, resetKey, link, says }: Props): ReactNode {
  const [active, setActive] = useState<number | null>(null)
  const lines = useWorkbench((state) => state.lines)
  const open = useWorkbench((state) => state.openDocument)
  const put = useWorkbench((state) => state.put)

  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box) / columns
  const fitting = fittingCharacters(width, lines)
  const renderRow = useCallback((row: number) => render(row, fitting), [render, fitting])

  useEffect(() => setActive(null), [resetKey])
  useEffect(() => {
    const place = active === null ? '' : `Row ${formatCount(active + 1)} / ${formatCount(rows)}`
    setSelection([place, says].filter(Boolean).join(' · '))
    return () => setSelection('')
  }, [active, rows, says])

  if (rows === 0)
    return (
      <EmptyState
        title="No document fits the filter"
        action={<Button onClick={() => put({ filter: {} })}>Clear the filter</Button>}
      />
    )
  const onOpen = (row: number, event: MouseEvent | KeyboardEvent) => {
    const cell = event.target instanceof Element ? event.target.closest('[data-column]') : null
    const document = find(row, Number(cell?.getAttribute('data-column') ?? 0))
    if (document !== null) open({ corpus: document.corpus, channel: document.channel, ordinal: document.ordinal })
  }
  return (
    <div ref={box} className={styles['grid']}>
      <VirtualRows
        label={label}
        rows={rows}
        rowHeight={rowHeight(lines)}
        columns={columns}
        render={renderRow}
        active={active}
        onActive={setActive}
        onOpen={onOpen}
        resetKey={resetKey}
        {...(link === undefined ? {} : { link })}
      />
    </div>
  )
}
