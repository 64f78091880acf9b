import { type ReactNode, type Ref, useCallback, useRef } from 'react'
import { useCommands } from '../client/commands.ts'
import { setFlag, subjectName, toggleFlag } from '../client/note-acts.ts'
import { type Subject, useNote } from '../client/note-queries.ts'
import { useProject } from '../client/project-queries.ts'
import { ErrorNote } from '../widgets/empty-state.tsx'
import { visibleText } from '../widgets/visible-text.ts'
import styles from './editor.module.css'
import { FlagField } from './flag-field.tsx'
import type { EditorHandle } from './markdown-editor.tsx'
import { noteDrafts, noteName } from './note-drafts.ts'
import { NoteEditor } from './note-editor.tsx'
import { useDraft } from './use-draft.ts'

type Props = {
  readonly on: Subject
  /** Of its commands. */
  readonly group: 'Latent' | 'Document'
  readonly children?: ReactNode
}

/** The flag and the note on a latent or a document, and the keys for them. Give it another key for another subject. */
export function SubjectNotes({ on, group, children }: Props): ReactNode {
  const { data: noted, error, refetch } = useNote(on)
  const { data: project } = useProject()
  const note = useRef<EditorHandle>(null)
  const field = useRef<EditorHandle>(null)
  // Asked for before there is a flag, the field is entered once it is there.
  const wanted = useRef(false)
  const hold = useCallback((handle: EditorHandle | null) => {
    field.current = handle
    if (handle !== null && wanted.current) handle.focus()
    wanted.current &&= handle === null
  }, [])
  const flag = () => {
    if (noted !== undefined) void toggleFlag(on, noted)
  }
  const say = () => {
    if (noted === undefined) return
    if (noted.flag !== null) return field.current?.focus()
    wanted.current = true
    void setFlag(on, '', null)
  }
  const kind = group.toLowerCase()
  const id = `${kind}.`
  useCommands([
    { id: `${id}flag`, title: noted?.flag == null ? `Flag the ${kind}` : 'Take the flag away', group, keys: 'f', run: flag },
    { id: `${id}flag-for`, title: `Say what the ${kind} is flagged for`, group, keys: 'shift+f', run: say },
    { id: `${id}note`, title: `Write a note on the ${kind}`, group, keys: 'm', run: () => note.current?.focus() },
  ])
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (noted === undefined || project == null) return null
  return (
    <div className={styles['noted']}>
      {noted.flag !== null && <FlagField on={on} flag={noted.flag} handle={hold} />}
      {children}
      <Note project={project.folder} on={on} note={noted.note} handle={note} />
    </div>
  )
}

type NoteProps = {
  readonly project: string
  readonly on: Subject
  readonly note: string
  readonly handle: Ref<EditorHandle>
}

function Note({ project, on, note, handle }: NoteProps) {
  const name = noteName(project, on)
  const draft = useDraft(noteDrafts, name)
  return (
    <NoteEditor
      on={visibleText(subjectName(on))}
      placeholder={
        'latent' in on ? 'About the latent itself, whatever its label. Markdown.' : 'What is worth remembering of it? Markdown.'
      }
      note={draft?.value.note ?? note}
      draft={draft}
      saved={note === '' ? '' : 'Saved'}
      headingsFrom={4}
      onChange={(next) => noteDrafts.change(name, { project, on, note: next }, { project, on, note })}
      flush={() => void noteDrafts.flush(name)}
      handle={handle}
    />
  )
}
