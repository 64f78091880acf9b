import { type ReactNode, useState } from 'react'
import type { Finding } from '../../../contract/findings.ts'
import { type FindingDraft, findingDrafts, findingName } from '../../editor/finding-drafts.ts'
import { NoteEditor } from '../../editor/note-editor.tsx'
import { useDraft } from '../../editor/use-draft.ts'
import styles from './findings.module.css'

type Props = { readonly project: string; readonly finding: Finding; readonly number: number }

/** Title and note of a finding, saved as they are written. The note shows as it reads until it is to be edited. */
export function FindingText({ project, finding, number }: Props): ReactNode {
  const { id } = finding
  const name = findingName(project, id)
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
        className={styles['title']}
        aria-label={`Title of finding ${number}`}
        maxLength={400}
        value={now.title}
        onChange={(event) => write({ title: event.target.value })}
        onBlur={flush}
      />
      <NoteEditor
        on={`finding ${number}`}
        placeholder="What does this show? Markdown."
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
