import { type PointerEvent, type ReactNode, useRef } from 'react'
import { boundedWidth, type LatentColumn, widthOf, withColumn } from '../../client/latent-columns.ts'
import { useWorkbench } from '../../client/workbench.ts'
import styles from './latents.module.css'

/** The right edge of a head, dragged to make the column wider or narrower; by keyboard the menu of columns does it. */
export function WidthHandle({ column }: { column: LatentColumn }): ReactNode {
  const columns = useWorkbench((state) => state.table.columns)
  const change = useWorkbench((state) => state.changeTable)
  const from = useRef<{ readonly x: number; readonly width: number } | null>(null)
  const set = (width: number | null) => change({ columns: withColumn(columns, column.name, { width }) })
  const onPointerDown = (event: PointerEvent) => {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    from.current = { x: event.clientX, width: widthOf(column) }
  }
  return (
    <span
      className={styles['edge']}
      aria-hidden="true"
      draggable={false}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        if (from.current === null) return
        const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
        set(boundedWidth(from.current.width + (event.clientX - from.current.x) / rem))
      }}
      onPointerUp={() => (from.current = null)}
      onPointerCancel={() => (from.current = null)}
      onDoubleClick={() => set(null)}
    />
  )
}
