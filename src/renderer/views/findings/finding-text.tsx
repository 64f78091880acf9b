import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import type { Finding } from '../../../contract/findings.ts'
import { type FindingDraft, findingDrafts, findingName } from '../../editor/finding-drafts.ts'
import { type EditorHandle, MarkdownEditor } from '../../editor/markdown-editor.tsx'
import { SaveState } from '../../editor/save-state.tsx'
import { useDraft } from '../../editor/use-draft.ts'
import { Button } from '../../widgets/button.tsx'
import styles from './findings.module.css'

const MarkdownText = lazy(() => import('../../widgets/markdown-text.tsx').then((found) => ({ default: found.MarkdownText })))

type Props = { readonly project: string; readonly finding: Finding; readonly number: number }

/** Title and note of a finding, saved as they are written. The note shows as it reads until it is to be edited. */
export function FindingText({ project, finding, number }: Props): ReactNode {
  const { id } = finding
  const name = findingName(project, id)
  const draft = useDraft(findingDrafts, name)
  const saved: FindingDraft = { project, id, title: finding.title, note: finding.note }
  const [typed, setTyped] = useState(() => draft?.value ?? saved)
  const [of, setOf] = useState(finding.updatedAt)
  const [editing, setEditing] = useState(false)
  const editor = useRef<EditorHandle>(null)
  if (of !== finding.updatedAt && draft === undefined) {
    setOf(finding.updatedAt)
    setTyped(saved)
  }
  const now = draft?.value ?? typed
  const write = (change: Partial<FindingDraft>) => {
    const next = { ...now, ...change }
    setTyped(next)
    findingDrafts.change(name, next, saved)
  }
  const flush = () => void findingDrafts.flush(name)
  return (
    <div className={styles['written']}>
      <input
        className={styles['title']}
        aria-label={`Title of finding ${number}`}
        maxLength={400}
        value={now.title}
        onChange={(event) => write({ title: event.target.value })}
        onBlur={flush}
      />
      {editing ? (
        <>
          <MarkdownEditor
            label={`Note on finding ${number}, in Markdown`}
            placeholder="What does this show? Markdown."
            value={now.note}
            lines={[4, 24]}
            handle={editor}
            onChange={(note) => write({ note })}
            onBlur={flush}
          />
          <div className={styles['foot']}>
            <SaveState draft={draft} saved={finding.note === '' ? '' : 'Saved'} retry={flush} />
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
      ) : (
        <>
          {now.note.trim() !== '' && (
            <Suspense fallback={<p>{now.note}</p>}>
              <MarkdownText markdown={now.note} headingsFrom={4} />
            </Suspense>
          )}
          <div className={styles['foot']}>
            <Button
              kind="quiet"
              icon="pencil"
              onClick={() => {
                setEditing(true)
                requestAnimationFrame(() => editor.current?.focus())
              }}
            >
              {now.note.trim() === '' ? 'Add a note' : 'Edit the note'}
            </Button>
            {draft !== undefined && <SaveState draft={draft} saved="" retry={flush} />}
          </div>
        </>
      )}
    </div>
  )
}
