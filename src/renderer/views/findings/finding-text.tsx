import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Finding } from '../../../contract/findings.ts'
import { type FindingDraft, findingDrafts, findingName } from '../../editor/finding-drafts.ts'
import { NoteEditor } from '../../editor/note-editor.tsx'
import { useDraft } from '../../editor/use-draft.ts'
import styles from './findings.module.css'

type Props = {
  readonly project: string
  readonly finding: Finding
  /** What a screen reader calls it: `finding 3`. */
  readonly name: string
  readonly titleHint: string
  readonly noteHint: string
  /** Whether the title is to be written at once. */
  readonly focusTitle?: boolean
}

/** Title and note of a finding, saved as they are written. The note shows as it reads until it is to be edited. */
export function FindingText({ project, finding, name: called, titleHint, noteHint, focusTitle = false }: Props): ReactNode {
  const { id } = finding
  const name = findingName(project, id)
  const title = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (focusTitle) title.current?.focus()
  }, [focusTitle])
  const draft = useDraft(findingDrafts, name)
  const saved: FindingDraft = { project, id, title: finding.title, note: finding.note }
  const [typed, setTyped] = useState(() => draft?.value ?? saved)
  const [of, setOf] = useState(finding.updatedAt)
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
        ref={title}
        className={styles['title']}
        aria-label={`Title of ${called}`}
        placeholder={titleHint}
        maxLength={400}
        value={now.title}
        onChange={(event) => write({ title: event.target.value })}
        onBlur={flush}
      />
      <NoteEditor
        on={called}
        placeholder={noteHint}
        note={now.note}
        draft={draft}
        saved={finding.note === '' ? '' : 'Saved'}
        headingsFrom={4}
        onChange={(note) => write({ note })}
        flush={flush}
      />
    </div>
  )
}
