import { type CSSProperties, type KeyboardEvent, type MouseEvent, type ReactNode, useCallback, useEffect, useRef } from 'react'
import { useWidth } from '../../charts/use-width.ts'
import { useCommands } from '../../client/commands.ts'
import { openFromList, returnedTo } from '../../client/document-trail.ts'
import { useLook } from '../../client/kept-look.ts'
import { usePreferences } from '../../client/preferences.ts'
import { useSelectionSaid } from '../../client/status.ts'
import { type OpenDocument, useWorkbench } from '../../client/workbench.ts'
import { Button } from '../../widgets/button.tsx'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import type { ScrollLink } from '../../widgets/scroll-link.ts'
import { VirtualRows } from '../../widgets/virtual-rows.tsx'
import styles from './compare.module.css'
import { FindBar } from './find-bar.tsx'
import { flagDocument } from './flag-document.ts'
import type { Find } from './use-find.ts'
import { fittingCharacters, rowHeight } from './visible-excerpt.ts'

type Props = {
  readonly label: string
  readonly rows: number
  readonly columns: number
  /** The cells of a row, for so many characters of text that fit into each. */
  readonly render: (row: number, fitting: number) => ReactNode
  /** The document in a row and column, or the nearest to it. */
  readonly find: (row: number, column: number) => OpenDocument | null
  /** Two documents of a row whose texts can be held against each other; null: it has but one. */
  readonly pairAt?: (row: number) => OpenDocument | null
  readonly resetKey: string
  readonly link?: ScrollLink | undefined
  /** For the status bar, beside the row that is active. */
  readonly says?: string
  /** Rows have a line of metadata. */
  readonly facts: boolean
  readonly search: Find
  /** Of several grids the one whose commands hold while none of them has the focus. */
  readonly first: boolean
  readonly onClear: () => void
}

/** Rows of documents: arrows go from row to row, Enter or a click opens the document, F flags it, D compares the texts of a row. */
export function DocumentGrid(props: Props): ReactNode {
  const { label, rows, columns, render, find, pairAt, resetKey, link, says, facts, search, first, onClear } = props
  const [active, setActive] = useLook<number | null>(`row of ${label}`, resetKey, null)
  const lines = useWorkbench((state) => state.lines)
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box) / columns
  const { textSize, zoom } = usePreferences()
  const fitting = fittingCharacters(width, lines, (textSize * zoom) / 10_000)
  const renderRow = useCallback((row: number) => render(row, fitting), [render, fitting])
  const enter = useCallback(() => box.current?.querySelector<HTMLElement>('[role=grid]')?.focus(), [])

  useEffect(() => {
    const row = returnedTo(resetKey)
    if (row === null) return
    setActive(row)
    enter()
  }, [resetKey, setActive, enter])
  const place = active === null ? '' : `Row ${formatCount(active + 1)} / ${formatCount(rows)}`
  useSelectionSaid([place, says].filter(Boolean).join(' · '))

  const texts = () => {
    const pair = active === null ? null : (pairAt?.(active) ?? null)
    if (pair !== null && active !== null) openFromList({ key: resetKey, rows, row: active, at: (row) => pairAt?.(row) ?? null })
  }
  const flag = () => {
    const document = active === null ? null : find(active, 0)
    if (document !== null) void flagDocument(document)
  }
  const { setWords, words } = search
  const openFind = () => setWords(words ?? '')
  useCommands([
    ...(first ? [{ id: 'panes.find' as const, run: openFind }] : []),
    ...(active === null ? [] : [{ id: 'panes.flag' as const, run: flag }]),
    ...(active === null || pairAt === undefined ? [] : [{ id: 'panes.texts' as const, run: texts }]),
  ])
  const onKeyDown = (event: KeyboardEvent) => {
    const isFind = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f' && !event.shiftKey && !event.altKey
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey
    const isOnRow = isPlain && active !== null && event.target instanceof Element && event.target.matches('[role=grid]')
    const act = isFind ? openFind : isOnRow && event.key === 'f' ? flag : isOnRow && event.key === 'd' ? texts : null
    if (act === null) return
    event.preventDefault()
    act()
  }
  const onOpen = (row: number, event: MouseEvent | KeyboardEvent) => {
    const cell = event.target instanceof Element ? event.target.closest('[data-column]') : null
    const column = Number(cell?.getAttribute('data-column') ?? 0)
    openFromList({ key: resetKey, rows, row, at: (each) => find(each, column) })
  }
  const close = () => {
    setWords(null)
    enter()
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the grid in it
    <div className={styles['grid']} onKeyDown={onKeyDown}>
      {words !== null && <FindBar find={search} active={active} onActive={setActive} onClose={close} />}
      <div ref={box} className={styles['rows']} style={{ '--text-lines': lines } as CSSProperties}>
        {rows === 0 ? (
          <EmptyState title="No document fits the filter" action={<Button onClick={onClear}>Clear the filter</Button>} />
        ) : (
          <VirtualRows
            label={label}
            rows={rows}
            rowHeight={rowHeight(lines, facts, textSize / 100)}
            columns={columns}
            render={renderRow}
            active={active}
            onActive={setActive}
            onOpen={onOpen}
            resetKey={resetKey}
            {...(link === undefined ? {} : { link })}
          />
        )}
      </div>
    </div>
  )
}
