import type { ReactNode } from 'react'
import { useWithdrawLabels } from '../../client/model-queries.ts'
import { Button } from '../../widgets/button.tsx'
import { Dialog } from '../../widgets/dialog.tsx'
import styles from '../../widgets/dialog.module.css'
import { ErrorNote } from '../../widgets/empty-state.tsx'

/** Says what goes and what stays before labels are withdrawn. */
export function UndoDialog({ run, onClose }: { run: number; onClose: () => void }): ReactNode {
  const undo = useWithdrawLabels()
  return (
    <Dialog title={`Withdraw the labels of run ${run}?`} open onClose={onClose}>
      <div className={styles['text']}>
        <p>
          Each latent that this run labelled gets back the label it had before, or none. Labels that a person changed since stay as
          they are, and the history keeps every version.
        </p>
        {undo.error !== null && <ErrorNote error={undo.error} />}
        <footer>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" disabled={undo.isPending} onClick={() => undo.mutate(run, { onSuccess: onClose })}>
            Withdraw its labels
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}
