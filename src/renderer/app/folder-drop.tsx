import { type ReactNode, useRef, useState } from 'react'
import { notify } from '../client/notices.ts'
import styles from './start-page.module.css'
import { useDropTarget } from './use-drop-target.ts'

/** What the desktop's preload script offers: the path of a file or folder that was dropped. No page learns that in a browser. */
const pathOf = (globalThis as { readonly etalon?: { pathOf(file: File): string } }).etalon?.pathOf

/** A page on which a folder of corpora can be dropped to open it. */
export function FolderDrop({ onOpen, children }: { onOpen: (folder: string) => void; children: ReactNode }): ReactNode {
  const [over, setOver] = useState(false)
  const page = useRef<HTMLElement>(null)
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false
  useDropTarget(page, {
    over(event) {
      setOver(hasFiles(event))
      return hasFiles(event)
    },
    leave: () => setOver(false),
    drop(event) {
      if (hasFiles(event)) take(event.dataTransfer, onOpen)
      return hasFiles(event)
    },
  })
  return (
    <main ref={page} className={styles['page']} data-drop={over}>
      {children}
    </main>
  )
}

function take(dropped: DataTransfer | null, onOpen: (folder: string) => void): void {
  const entry = dropped?.items[0]?.webkitGetAsEntry()
  const file = dropped?.files[0]
  if (entry?.isDirectory === false)
    notify({
      tone: 'error',
      text: 'That is a file, not a folder.',
      hint: 'Drop the folder that it lies in: a project is a folder.',
    })
  else if (pathOf === undefined)
    notify({
      tone: 'error',
      text: 'A browser does not say where a dropped folder lies.',
      hint: 'Choose it with “Open a folder of corpora”: the list comes from the machine that runs Etalon.',
    })
  else if (file !== undefined) onOpen(pathOf(file))
}
