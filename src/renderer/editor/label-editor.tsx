import { type ReactNode, type Ref, useEffect, useState } from 'react'
import { useLabelHistory } from '../client/latent-queries.ts'
import { useProject } from '../client/project-queries.ts'
import { formatWhen } from '../widgets/format-numbers.ts'
import { IconButton } from '../widgets/button.tsx'
import { ErrorNote } from '../widgets/empty-state.tsx'
import styles from './editor.module.css'
import { joinLabel, sameLabel, splitLabel } from './label-document.ts'
import { labelDrafts, nameOf } from './label-drafts.ts'
import { LabelHistory } from './label-history.tsx'
import { type EditorHandle, MarkdownEditor } from './markdown-editor.tsx'
import { SaveState } from './save-state.tsx'
import { useDraft } from './use-draft.ts'

type Props = { readonly latent: number; readonly lens: string; readonly handle?: Ref<EditorHandle> }

/** The label of a latent and notes on it, saved as they are written, with every version there was. */
export function LabelEditor({ latent, lens, handle }: Props): ReactNode {
  const { data: project } = useProject()
  const { data: versions, error, refetch } = useLabelHistory(latent, lens)
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (project == null || versions === undefined) return <div className={styles['coming']} />
  return (
    <Editing
      key={`${project.folder}\n${lens}\n${latent}`}
      project={project.folder}
      latent={latent}
      lens={lens}
      versions={versions}
      {...(handle === undefined ? {} : { handle })}
    />
  )
}

type EditingProps = Props & {
  readonly project: string
  readonly versions: NonNullable<ReturnType<typeof useLabelHistory>['data']>
}

function Editing({ project, latent, lens, versions, handle }: EditingProps) {
  const of = { project, lens, latent }
  const name = nameOf(of)
  const draft = useDraft(labelDrafts, name)
  const current = versions.find((version) => version.current)
  const saved = { text: current?.text ?? '', notes: current?.notes ?? '' }
  const [document, setDocument] = useState(() => joinLabel(draft?.value ?? saved))
  const [shown, setShown] = useState(current?.id)
  const [historyOpen, setHistoryOpen] = useState(false)

  // What came from elsewhere (a revert, an undo, another window) is taken over unless something is being written.
  if (shown !== current?.id && draft === undefined) {
    setShown(current?.id)
    if (!sameLabel(splitLabel(document), saved)) setDocument(joinLabel(saved))
  }
  useEffect(() => {
    const left = labelDrafts.get(name)
    if (left !== undefined) setDocument((now) => (sameLabel(splitLabel(now), left.value) ? now : joinLabel(left.value)))
    // A draft that an earlier window left, read from the storage on the first mount.
  }, [name])

  const write = (next: string) => {
    setDocument(next)
    labelDrafts.change(name, { ...of, ...splitLabel(next) }, { ...of, ...saved })
  }
  return (
    <div className={styles['label']}>
      <MarkdownEditor
        label={`Label and notes of latent ${latent}: the first line is the label, notes in Markdown follow`}
        placeholder="Say what this latent responds to. Notes in Markdown from the third line."
        value={document}
        lines={[2, 14]}
        heading
        replaceable={draft === undefined && current?.origin !== 'person'}
        onChange={write}
        onBlur={() => void labelDrafts.flush(name)}
        {...(handle === undefined ? {} : { handle })}
      />
      <div className={styles['foot']}>
        <SaveState
          draft={draft}
          saved={current?.origin === 'person' ? `Saved ${formatWhen(current.at)}` : ''}
          retry={() => void labelDrafts.flush(name)}
        />
        <IconButton
          icon="history"
          label={historyOpen ? 'Hide the history of the label' : 'Show the history of the label'}
          pressed={historyOpen}
          onClick={() => setHistoryOpen(!historyOpen)}
        />
      </div>
      {historyOpen && <LabelHistory lens={lens} latent={latent} versions={versions} />}
    </div>
  )
}
