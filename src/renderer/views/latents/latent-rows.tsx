import { type CSSProperties, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { LatentRow } from '../../../contract/latents.ts'
import { useSize } from '../../charts/use-size.ts'
import { columnGrid, drawnColumns } from '../../client/latent-columns.ts'
import { asksNewTab } from '../../client/desk-state.ts'
import { type LatentTable, useLatentRow } from '../../client/row-queries.ts'
import { useJobs } from '../../client/changes.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { VirtualRows } from '../../widgets/virtual-rows.tsx'
import { differenceScale } from './difference-scale.ts'
import { LatentCells } from './latent-cells.tsx'
import { LatentHeader } from './latent-header.tsx'
import styles from './latents.module.css'
import { NewTab } from './new-tab.tsx'
import { usePicking } from './use-picking.ts'

type Props = {
  readonly table: LatentTable
  readonly total: number
  /** The first rows, for the scale of the differences. */
  readonly rows: readonly LatentRow[]
  /** The rows are not being counted again. */
  readonly fresh: boolean
  readonly compared: readonly string[]
}

/** How long the keyboard rests on a row before its latent is opened, in milliseconds. */
const rest = 90

/** How long the order stands before its first latent is opened to begin with: a job tells of its end before the table is counted again. In milliseconds. */
const standing = 500

export function LatentRows({ table, total, rows, fresh, compared }: Props): ReactNode {
  const described = JSON.stringify(table)
  const [{ active, of }, setState] = useState<{ readonly active: number | null; readonly of: string }>({
    active: null,
    of: described,
  })
  const [asked, setAsked] = useState<number | null>(null)
  const wasOpened = useCallback(() => setAsked(null), [])
  const setActive = useCallback(
    (row: number) => (asksNewTab() ? setAsked(row) : setState({ active: row, of: described })),
    [described],
  )
  // In another order the same row is another latent.
  if (of !== described) setState({ active: null, of: described })
  const untouched = useWorkbench((state) => state.untouched)
  const select = useWorkbench((state) => state.selectLatent)
  // While corpora are still being read the order is not yet what it will be.
  const settled = useJobs(({ jobs }) => jobs.every(({ state }) => state !== 'running' && state !== 'queued'))
  const first = rows[0]?.latent
  useEffect(() => {
    if (!untouched || !settled || !fresh || first === undefined) return undefined
    const timer = setTimeout(() => select(first), standing)
    return () => clearTimeout(timer)
  }, [untouched, settled, fresh, first, select])
  const scale = useMemo(() => differenceScale(rows), [rows])

  const box = useRef<HTMLDivElement>(null)
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  const width = useSize(box)[0] / rem
  const chosen = useWorkbench((state) => state.table.columns)
  const byMeaning = table.searchBy === 'meaning'
  const columns = useMemo(
    () => drawnColumns(chosen, { width, panes: compared.length, byMeaning }),
    [chosen, width, compared.length, byMeaning],
  )
  const { template, least } = columnGrid(columns, compared.length)
  const render = useCallback(
    (row: number) => <Cells table={JSON.parse(described) as LatentTable} row={row} scale={scale} columns={columns} />,
    [described, scale, columns],
  )
  const onPick = usePicking(table, total, active, setActive)
  return (
    <div ref={box} className={styles['table']} style={{ '--columns': template, '--least': `${least}rem` } as CSSProperties}>
      <VirtualRows
        label="Latents"
        rows={total}
        rowHeight={1.875}
        header={
          <LatentHeader
            compared={compared}
            scale={scale}
            sort={table.sort ?? 'documentFrequency'}
            columns={columns}
            table={table}
          />
        }
        headerHeight={1.75}
        columns={1 + columns.length + (columns.some(({ name }) => name === 'panes') ? compared.length - 1 : 0)}
        render={render}
        active={active}
        onActive={setActive}
        onPick={onPick}
        resetKey={described}
      />
      {active !== null && active < total && <Opener table={table} row={active} />}
      {asked !== null && asked < total && <NewTab table={table} row={asked} onDone={wasOpened} />}
    </div>
  )
}

type CellsProps = Pick<Parameters<typeof LatentCells>[0], 'scale' | 'columns'> & {
  readonly table: LatentTable
  readonly row: number
}

function Cells({ table, row, scale, columns }: CellsProps) {
  const latent = useLatentRow(table, row)
  return <LatentCells latent={latent} row={row} table={table} panes={table.panes?.length ?? 0} scale={scale} columns={columns} />
}

/** Opens the latent of the row that is active. */
function Opener({ table, row }: { table: LatentTable; row: number }) {
  const select = useWorkbench((state) => state.selectLatent)
  const latent = useLatentRow(table, row)?.latent
  useEffect(() => {
    if (latent === undefined) return
    const timer = setTimeout(select, rest, latent)
    return () => clearTimeout(timer)
    // Only a move of the keyboard or pointer opens: the row's content changing under it does not.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [row, latent === undefined])
  return null
}
