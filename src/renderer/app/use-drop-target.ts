import { type RefObject, useEffect, useRef } from 'react'

type DropTarget = {
  /** Something is dragged over it: whether it may be dropped there. */
  over(event: DragEvent): boolean
  leave(): void
  /** It was dropped: whether that was for this target. */
  drop(event: DragEvent): boolean
}

/** Lets things be dropped on an element, which for the keyboard is done by other means. */
export function useDropTarget(element: RefObject<HTMLElement | null>, target: DropTarget): void {
  const latest = useRef(target)
  useEffect(() => {
    latest.current = target
  })
  useEffect(() => {
    const on = element.current
    if (on === null) return
    const onDragOver = (event: DragEvent) => {
      if (latest.current.over(event)) event.preventDefault()
    }
    const onDragLeave = () => latest.current.leave()
    const onDrop = (event: DragEvent) => {
      latest.current.leave()
      if (latest.current.drop(event)) event.preventDefault()
    }
    on.addEventListener('dragover', onDragOver)
    on.addEventListener('dragleave', onDragLeave)
    on.addEventListener('drop', onDrop)
    return () => {
      on.removeEventListener('dragover', onDragOver)
      on.removeEventListener('dragleave', onDragLeave)
      on.removeEventListener('drop', onDrop)
    }
  }, [element])
}
