import type { KeyboardEvent, PointerEvent, ReactNode } from 'react'
import { sidebarWidths, startView } from '../client/view.ts'
import { useWorkbench } from '../client/workbench.ts'
import styles from './sidebar.module.css'

const [least, most] = sidebarWidths
const clamp = (width: number) => Math.min(most, Math.max(least, width))

/** The sidebar's edge, which pointer and arrow keys move; a double click brings it back. `width` in rem. */
export function SidebarEdge({ width }: { width: number }): ReactNode {
  const put = useWorkbench((state) => state.put)
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const sidebar = event.currentTarget.parentElement
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || sidebar === null) return
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    put({ sidebarWidth: clamp((event.clientX - sidebar.getBoundingClientRect().left) / rem) })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    put({ sidebarWidth: clamp(width + step) })
  }
  return (
    // A focusable separator is a widget with a value (ARIA 1.2).
    <div
      className={styles['edge']}
      role="separator"
      aria-label="Width of the sidebar"
      aria-orientation="vertical"
      aria-valuenow={Math.round(width)}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDoubleClick={() => put({ sidebarWidth: startView.sidebarWidth })}
      onKeyDown={onKeyDown}
    />
  )
}
