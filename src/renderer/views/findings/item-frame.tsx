import { type DragEvent, type ReactNode, useRef } from 'react'
import { IconButton } from '../../widgets/button.tsx'
import { Icon } from '../../widgets/icon.tsx'
import styles from './findings.module.css'

/** How an entry of the notebook is moved; `up` and `down` undefined where it cannot be. */
export type Handling = {
  /** What a screen reader calls it: `finding 3`. */
  readonly name: string
  readonly up: (() => void) | undefined
  readonly down: (() => void) | undefined
  readonly isFiltered: boolean
  readonly onDrag: (on: boolean) => void
  readonly onSection: () => void
}

type Props = {
  readonly handling: Handling
  readonly label: string
  /** Shown while it is dragged into another place. */
  readonly title: string
  readonly kind: 'finding' | 'section'
  readonly children: ReactNode
}

/** An entry of the notebook with its handle. */
export function ItemFrame({ handling, label, title, kind, children }: Props): ReactNode {
  const { name, up, down, isFiltered, onDrag } = handling
  const item = useRef<HTMLElement>(null)
  const startDrag = (event: DragEvent) => {
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', title)
    if (item.current !== null) event.dataTransfer.setDragImage(item.current, 12, 12)
    onDrag(true)
  }
  return (
    <article ref={item} className={styles[kind]} aria-label={label}>
      <div className={styles['handle']}>
        {/* Dragging is for the pointer; the arrows beside do the same by keyboard. */}
        <span
          className={styles['grip']}
          draggable={!isFiltered}
          data-tip={isFiltered ? 'Clear the search to move findings' : 'Drag to move, or Alt and the arrows'}
          onDragStart={startDrag}
          onDragEnd={() => onDrag(false)}
        >
          <Icon name="grip" />
        </span>
        <IconButton icon="arrow-up" label={`Move ${name} up`} disabled={up === undefined} onClick={up} />
        <IconButton icon="arrow-down" label={`Move ${name} down`} disabled={down === undefined} onClick={down} />
      </div>
      <div className={styles['content']}>{children}</div>
    </article>
  )
}
