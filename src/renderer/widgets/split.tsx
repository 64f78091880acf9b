import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react'
import { useWorkbench } from '../client/workbench.ts'
import styles from './split.module.css'

type Props = {
  /** Under this name the divider's place is kept. */
  readonly name: string
  readonly label: string
  readonly direction: 'row' | 'column'
  /** Share of the first part, 0..1, until the divider is moved. */
  readonly share: number
  readonly first: ReactNode
  /** Null: the first alone, in the same place, so that it goes on as it was. */
  readonly second: ReactNode
}

const clamp = (share: number) => Math.min(0.85, Math.max(0.15, share))

/** Two parts with a divider that pointer and arrow keys move; double click brings it back. */
export function Split({ name, label, direction, share, first, second }: Props): ReactNode {
  const kept = useWorkbench((state) => state.dividers[name])
  const move = useWorkbench((state) => state.moveDivider)
  const box = useRef<HTMLDivElement>(null)
  const now = clamp(kept ?? share)

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const bounds = box.current?.getBoundingClientRect()
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || bounds === undefined) return
    const next = direction === 'row' ? (event.clientX - bounds.left) / bounds.width : (event.clientY - bounds.top) / bounds.height
    move(name, clamp(next))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const [less, more] = direction === 'row' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
    const step = event.key === less ? -0.02 : event.key === more ? 0.02 : 0
    if (step === 0) return
    event.preventDefault()
    move(name, clamp(now + step))
  }

  return (
    <div ref={box} className={styles['split']} data-direction={direction}>
      <div className={styles['part']} style={{ flexGrow: second === null ? 1 : now }}>
        {first}
      </div>
      {second !== null && (
        <>
          {/* A focusable separator is a widget with a value (ARIA 1.2). */}
          <div
            className={styles['divider']}
            role="separator"
            aria-label={label}
            aria-orientation={direction === 'row' ? 'vertical' : 'horizontal'}
            aria-valuenow={Math.round(now * 100)}
            aria-valuemin={15}
            aria-valuemax={85}
            tabIndex={0}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={onPointerMove}
            onDoubleClick={() => move(name, share)}
            onKeyDown={onKeyDown}
          />
          <div className={styles['part']} style={{ flexGrow: 1 - now }}>
            {second}
          </div>
        </>
      )}
    </div>
  )
}
