import type { ReactNode } from 'react'
import { PathChooser } from '../widgets/path-chooser.tsx'

type Props = { readonly title?: string; readonly onClose: () => void; readonly onOpen: (folder: string) => void }

/** The folder of a project. */
export function FolderChooser({ title = 'Open a folder', onClose, onOpen }: Props): ReactNode {
  return <PathChooser title={title} action="Open this folder" onClose={onClose} onChoose={onOpen} />
}
