import { type ReactNode, useEffect, useRef } from 'react'
import { IconButton } from './button.tsx'
import styles from './dialog.module.css'

type Props = {
  readonly title: string
  readonly open: boolean
  readonly onClose: () => void
  readonly children: ReactNode
  /** Without a title strip: for the palette. */
  readonly bare?: boolean
  /** For tables. */
  readonly wide?: boolean
}

/** A modal dialog: the page behind is out of reach, Escape and a click beside it close it, focus goes back where it was. */
export function Dialog({ title, open, onClose, children, bare = false, wide = false }: Props): ReactNode {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (open) element.current?.showModal()
    else element.current?.close()
  }, [open])
  if (!open) return null
  return (
    // A click on the dialog itself is one on its backdrop; Escape does the same by keyboard.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={element}
      className={styles['dialog']}
      aria-label={title}
      data-bare={bare}
      data-wide={wide}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div className={styles['content']}>
        {!bare && (
          <header>
            <h2>{title}</h2>
            <IconButton icon="close" label="Close" onClick={onClose} />
          </header>
        )}
        {children}
      </div>
    </dialog>
  )
}
