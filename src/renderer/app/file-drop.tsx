import { type ReactNode, useRef, useState } from 'react'
import { takeDropped } from '../client/take-files.ts'
import { Icon } from '../widgets/icon.tsx'
import styles from './file-drop.module.css'
import { useDropTarget } from './use-drop-target.ts'

/** The part of the window on which files are dropped to add them to the project; the keyboard has the button “Add files”. */
export function FileDrop({ className, children }: { className: string | undefined; children: ReactNode }): ReactNode {
  const [over, setOver] = useState(false)
  const area = useRef<HTMLDivElement>(null)
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false
  useDropTarget(area, {
    over(event) {
      setOver(hasFiles(event))
      return hasFiles(event)
    },
    leave: () => setOver(false),
    drop(event) {
      if (!hasFiles(event)) return false
      if (event.dataTransfer !== null) void takeDropped(event.dataTransfer)
      return true
    },
  })
  return (
    <div ref={area} className={className}>
      {children}
      {over && (
        <div className={styles['over']} aria-hidden="true">
          <p>
            <Icon name="import" /> Drop to look into it. Nothing is imported before you say so.
          </p>
        </div>
      )}
    </div>
  )
}
