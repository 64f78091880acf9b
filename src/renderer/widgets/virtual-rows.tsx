import { type KeyboardEvent, memo, type MouseEvent, type ReactNode, useEffect, useId, useLayoutEffect } from 'react'
import { usePreferences } from '../client/preferences.ts'
import type { ScrollLink } from './scroll-link.ts'
import { useVirtualScroll } from './use-virtual-scroll.ts'
import styles from './virtual-rows.module.css'

type Props = {
  /** What the list holds, for a screen reader. */
  readonly label: string
  readonly rows: number
  /** Height of every row, and of the header row, in rem. */
  readonly rowHeight: number
  readonly header?: ReactNode
  readonly headerHeight?: number
  /** The cells of a row, each with role gridcell. Keep it the same function while rows stay the same: rows are redrawn when it changes. */
  readonly render: (row: number) => ReactNode
  readonly columns: number
  readonly active: number | null
  readonly onActive: (row: number) => void
  /** A click or key on a row that chooses it beside others: true where it was one. Makes the grid one in which several can be chosen. */
  readonly onPick?: (row: number, event: KeyboardEvent | MouseEvent) => boolean
  /** Enter, or a click of the row. */
  readonly onOpen?: (row: number, event: KeyboardEvent | MouseEvent) => void
  /** When it changes the list begins at its top again. */
  readonly resetKey?: string
  readonly link?: ScrollLink
  readonly selectedIsActive?: boolean
}

/** A grid of rows of one height, of which only the visible ones are in the page; its elements are used again as rows come and go. */
export function VirtualRows(props: Props): ReactNode {
  const {
    label,
    rows,
    rowHeight,
    header,
    headerHeight = 0,
    render,
    columns,
    active,
    onActive,
    onPick,
    onOpen,
    resetKey,
    link,
  } = props
  usePreferences((state) => state.zoom)
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  const pixels = Math.round(rowHeight * rem)
  const { scroller, space, drawn, onScroll, show } = useVirtualScroll(rows, pixels, Math.round(headerHeight * rem), link)
  const id = useId()
  const headed = header === undefined ? 0 : 1

  useLayoutEffect(() => {
    if (resetKey !== undefined) scroller.current?.scrollTo({ top: 0 })
  }, [resetKey, scroller])
  useEffect(() => {
    if (active !== null && active < rows) show(active)
  }, [active, rows, show, space.viewport])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target === event.currentTarget && rows > 0 && onPick?.(active ?? 0, event) === true) return event.preventDefault()
    // With Ctrl or Cmd, Enter opens in a new tab.
    const withOthers = event.altKey || ((event.ctrlKey || event.metaKey) && event.key !== 'Enter')
    if (withOthers || event.target !== event.currentTarget || rows === 0) return
    const page = Math.max(1, Math.floor(space.viewport / pixels) - 1)
    const from = active ?? -1
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: from + 1,
      ArrowUp: from < 0 ? 0 : from - 1,
      PageDown: from + page,
      PageUp: from - page,
      Home: 0,
      End: rows - 1,
    }
    const to = moves[event.key]
    if (to !== undefined) {
      event.preventDefault()
      onActive(Math.max(0, Math.min(rows - 1, to)))
    } else if (event.key === 'Enter' && active !== null) {
      onActive(active)
      onOpen?.(active, event)
    }
  }

  const pool = Math.ceil(space.viewport / pixels) + 10
  return (
    <div
      ref={scroller}
      className={styles['scroller']}
      role="grid"
      aria-label={label}
      aria-rowcount={rows + headed}
      aria-colcount={columns}
      aria-multiselectable={onPick === undefined ? undefined : true}
      aria-activedescendant={active !== null && active >= drawn.first && active < drawn.last ? `${id}-${active}` : undefined}
      tabIndex={0}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
    >
      {header !== undefined && (
        <div className={styles['header']} role="row" aria-rowindex={1} style={{ height: `${headerHeight}rem` }}>
          {header}
        </div>
      )}
      <div className={styles['sizer']} role="rowgroup" style={{ height: space.physicalHeight }}>
        {Array.from({ length: Math.max(0, drawn.last - drawn.first) }, (_, index) => {
          const row = drawn.first + index
          return (
            <Row
              key={row % pool}
              id={`${id}-${row}`}
              row={row}
              headed={headed}
              top={row * pixels + drawn.shift}
              height={pixels}
              active={row === active}
              render={render}
              onActive={onActive}
              onPick={onPick}
              onOpen={onOpen}
            />
          )
        })}
      </div>
    </div>
  )
}

type RowProps = Pick<Props, 'render' | 'onActive'> & {
  readonly id: string
  readonly row: number
  readonly headed: number
  readonly top: number
  readonly height: number
  readonly active: boolean
  readonly onPick: Props['onPick'] | undefined
  readonly onOpen: Props['onOpen'] | undefined
}

const Row = memo(function Row({ id, row, headed, top, height, active, render, onActive, onPick, onOpen }: RowProps) {
  const onClick = (event: MouseEvent) => {
    // Text of a row can be selected to copy it: that is no click.
    if (getSelection()?.isCollapsed === false && !event.shiftKey) return
    if (onPick?.(row, event) === true) return
    onActive(row)
    onOpen?.(row, event)
  }
  return (
    // The grid itself takes the keys: arrows, Enter.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      className={styles['row']}
      role="row"
      aria-rowindex={row + 1 + headed}
      aria-selected={active}
      style={{ height, transform: `translateY(${top}px)` }}
      onClick={onClick}
    >
      {render(row)}
    </div>
  )
})
