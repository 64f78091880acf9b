import { lazy, type ReactNode, type Ref, Suspense, useImperativeHandle, useRef, useState } from 'react'
import { Button } from '../widgets/button.tsx'
import type { Draft } from './drafts.ts'
import styles from './editor.module.css'
import { type EditorHandle, MarkdownEditor } from './markdown-editor.tsx'
import { SaveState } from './save-state.tsx'

const MarkdownText = lazy(() => import('../widgets/markdown-text.tsx').then((found) => ({ default: found.MarkdownText })))

type Props = {
  /** What the note is on: `finding 3`. */
  readonly on: string
  readonly placeholder: string
  readonly note: string
  readonly draft: Draft<unknown> | undefined
  /** Said when all is saved, and there is something. */
  readonly saved: string
  readonly headingsFrom: 1 | 2 | 3 | 4
  readonly onChange: (note: string) => void
  /** Saves what was typed now. */
  readonly flush: () => void
  /** Opens the editor. */
  readonly handle?: Ref<EditorHandle>
}

/** A note in Markdown: it shows as it reads until it is to be edited. */
export function NoteEditor({ on, placeholder, note, draft, saved, headingsFrom, onChange, flush, handle }: Props): ReactNode {
  const [editing, setEditing] = useState(false)
  const editor = useRef<EditorHandle>(null)
  const edit = () => {
    setEditing(true)
    requestAnimationFrame(() => editor.current?.focus())
  }
  useImperativeHandle(handle, () => ({ focus: edit }))
  if (editing)
    return (
      <>
        <MarkdownEditor
          label={`Note on ${on}, in Markdown`}
          placeholder={placeholder}
          value={note}
          lines={[4, 24]}
          handle={editor}
          onChange={onChange}
          onBlur={flush}
        />
        <div className={styles['foot']}>
          <SaveState draft={draft} saved={saved} retry={flush} />
          <Button
            kind="quiet"
            icon="check"
            onClick={() => {
              flush()
              setEditing(false)
            }}
          >
            Done
          </Button>
        </div>
      </>
    )
  return (
    <>
      {note.trim() !== '' && (
        <Suspense fallback={<p>{note}</p>}>
          <MarkdownText markdown={note} headingsFrom={headingsFrom} />
        </Suspense>
      )}
      <div className={styles['foot']}>
        <Button kind="quiet" icon="pencil" className={styles['edit']} onClick={edit}>
          {note.trim() === '' ? 'Add a note' : 'Edit the note'}
        </Button>
        {draft !== undefined && <SaveState draft={draft} saved="" retry={flush} />}
      </div>
    </>
  )
}
