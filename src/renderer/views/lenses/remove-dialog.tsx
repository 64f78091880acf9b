import { type ReactNode, useState } from 'react'
import type { LensDetails } from '../../../contract/lenses.ts'
import { useRemoveLens } from '../../client/lens-queries.ts'
import { notify } from '../../client/notices.ts'
import { Button } from '../../widgets/button.tsx'
import { Dialog } from '../../widgets/dialog.tsx'
import dialog from '../../widgets/dialog.module.css'
import { ErrorNote } from '../../widgets/empty-state.tsx'
import { formatBytes } from '../../widgets/format-numbers.ts'
import { Toggle } from '../../widgets/segmented.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { visibleText } from '../../widgets/visible-text.ts'

type Props = { readonly details: LensDetails; readonly read: readonly string[]; readonly onClose: () => void }

/** Says what goes, what is freed, and what stays, before anything goes. */
export function RemoveDialog({ details: { lens, own, folderBytes, downloads }, read, onClose }: Props): ReactNode {
  const remove = useRemoveLens()
  const byHand = own === 'by hand'
  const free = downloads.filter(({ others }) => others.length === 0)
  const shared = downloads.filter(({ others }) => others.length > 0)
  const [files, setFiles] = useState(byHand)
  const freed = folderBytes + (files ? free.reduce((sum, { bytes }) => sum + bytes, 0) : 0)
  return (
    <Dialog title={`Remove ${visibleText(lens.name)}?`} open onClose={onClose}>
      <div className={dialog['text']}>
        <p>
          {byHand ? (
            <>
              Its folder was put there by hand: <PlainText text={lens.folder} /> goes with all that is in it.
            </>
          ) : (
            'The lens goes from the list. Files elsewhere on this machine stay where they are.'
          )}
        </p>
        {read.length > 0 && (
          <p>
            {read.length === 1 ? 'One corpus' : `${read.length} corpora`} of this project {read.length === 1 ? 'was' : 'were'} read
            with it (<PlainText text={read.join(', ')} />
            ). What was read stays, with its labels and findings; new documents cannot be read with it, nor texts tried, until it is
            added again.
          </p>
        )}
        {!byHand && free.length > 0 && (
          <Toggle
            label={`Also remove what was downloaded for it: ${visibleText(free.map(({ repository }) => repository).join(', '))}`}
            checked={files}
            onChange={setFiles}
          />
        )}
        {shared.map(({ repository, bytes, others }) => (
          <p key={repository} className={dialog['muted']}>
            <PlainText text={repository} /> ({formatBytes(bytes)}) stays: <PlainText text={others.join(', ')} /> read
            {others.length === 1 ? 's' : ''} with it too.
          </p>
        ))}
        {remove.error !== null && <ErrorNote error={remove.error} />}
        <footer>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="danger"
            disabled={remove.isPending}
            onClick={() =>
              remove.mutate(
                { name: lens.name, files },
                {
                  onSuccess: () => {
                    notify({ text: `Removed ${lens.name}; ${formatBytes(freed)} are free again.` })
                    onClose()
                  },
                },
              )
            }
          >
            Remove it and free {formatBytes(freed)}
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}
