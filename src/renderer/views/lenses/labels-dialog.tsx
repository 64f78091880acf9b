import { type ReactNode, useState } from 'react'
import type { LensDetails } from '../../../contract/lenses.ts'
import { failureOf } from '../../client/failure-of.ts'
import { useLabelLens } from '../../client/lens-queries.ts'
import { counted } from '../../client/model-words.ts'
import { notify } from '../../client/notices.ts'
import { Button } from '../../widgets/button.tsx'
import { Dialog } from '../../widgets/dialog.tsx'
import { ErrorNote } from '../../widgets/empty-state.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { ImportPart } from './import-part.tsx'
import styles from './lenses.module.css'
import { SourceField } from './source-field.tsx'

type Props = {
  readonly details: LensDetails
  /** Whether a corpus of this project was read with it. */
  readonly isRead: boolean
  readonly onClose: () => void
}

const fileNote =
  'A file or folder: Neuronpedia’s explanations, Goodfire’s file, SAEDashboard, delphi, or JSON, JSON Lines or CSV with a latent and a label in each row.'

/** Labels from a file: into this project where the lens has read something here, else as the lens's own. */
export function LabelsDialog({ details: { lens, own }, isRead, onClose }: Props): ReactNode {
  const [file, setFile] = useState('')
  return (
    <Dialog title={`Labels for ${visibleText(lens.name)}`} open wide onClose={onClose}>
      {isRead ? (
        <ImportPart lens={lens.name} file={file} onClose={onClose}>
          <SourceField title="Labels" note={fileNote} placeholder="/path/of/labels.jsonl" value={file} onChange={setFile} />
        </ImportPart>
      ) : own === 'added' ? (
        <OwnLabels name={lens.name} file={file} labels={lens.labels} onClose={onClose}>
          <SourceField title="Labels" note={fileNote} placeholder="/path/of/labels.jsonl" value={file} onChange={setFile} />
        </OwnLabels>
      ) : (
        <div className={styles['body']}>
          <p>Nothing of this project was read with it yet. Read a corpus with it first; then labels can be imported here.</p>
        </div>
      )}
    </Dialog>
  )
}

type OwnProps = {
  readonly name: string
  readonly file: string
  readonly labels: number
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The lens keeps them, for every project that reads with it. */
function OwnLabels({ name, file, labels, onClose, children }: OwnProps) {
  const label = useLabelLens()
  const isOther = label.error !== null && failureOf(label.error).code === 'conflict'
  const give = (anyway: boolean) =>
    label.mutate(
      { name, file: file.trim(), anyway },
      {
        onSuccess: ({ labels: count, skipped }) => {
          notify({
            text: `${name} has ${counted(count, 'label')} now${skipped === 0 ? '' : `; ${counted(skipped, 'row')} left out`}.`,
          })
          onClose()
        },
      },
    )
  return (
    <>
      <div className={styles['body']}>
        <p>
          Nothing of this project was read with it yet: the labels become the lens’s own, and every project takes them up when it is
          first read with it{labels > 0 && `, in the place of the ${counted(labels, 'label')} it has`}.
        </p>
        {children}
        {label.error !== null && <ErrorNote error={label.error} />}
      </div>
      <footer className={styles['foot']}>
        <span className={styles['acts']}>
          <Button onClick={onClose}>Cancel</Button>
          {isOther && <Button onClick={() => give(true)}>Take them anyway</Button>}
          <Button kind="primary" disabled={file.trim() === '' || label.isPending} onClick={() => give(false)}>
            Give it these labels
          </Button>
        </span>
      </footer>
    </>
  )
}
