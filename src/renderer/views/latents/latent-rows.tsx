import { type CSSProperties, type ReactNode, useCallback, useEffect, useMemo, useState } from 'react'
import type { LatentRow } from '../../../contract/latents.ts'
import { type LatentTable, useLatentRow } from '../../client/row-queries.ts'
import { useJobs } from '../../client/changes.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { VirtualRows } from '../../widgets/virtual-rows.tsx'
import { differenceScale } from './difference-scale.ts'
import { LatentCells } from './latent-cells.tsx'
import { LatentHeader } from './latent-header.tsx'
import styles from './latents.module.css'

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
  const setActive = useCallback((row: number) => setState({ active: row, of: described }), [described])
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
  const render = useCallback(
    (row: number) => <Cells table={JSON.parse(described) as LatentTable} row={row} scale={scale} />,
    [described, scale],
  )
  const columns = 6 + compared.length + (compared.length > 1 ? 1 : 0)
  return (
    <div
      className={styles['table']}
      style={{ '--panes': compared.length, '--compares': compared.length > 1 ? 1 : 0 } as CSSProperties}
    >
      <VirtualRows
        label="Latents"
        rows={total}
        rowHeight={1.875}
        header={<LatentHeader compared={compared} scale={scale} sort={table.sort ?? 'documentFrequency'} />}
        headerHeight={1.75}
        columns={columns}
        render={render}
        active={active}
        onActive={setActive}
        resetKey={described}
      />
      {active !== null && active < total && <Opener table={table} row={active} />}
    </div>
  )
}

function Cells({ table, row, scale }: { table: LatentTable; row: number; scale: number }) {
  return <LatentCells latent={useLatentRow(table, row)} panes={table.panes?.length ?? 0} scale={scale} />
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
