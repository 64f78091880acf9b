import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { useCorpusActs } from '../../client/corpus-acts.ts'
import { Button } from '../../widgets/button.tsx'
import { Dialog } from '../../widgets/dialog.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './corpora.module.css'

/** Says what goes and how many before it goes. */
export function RemoveDialog({ corpus, onClose }: { corpus: CorpusSummary; onClose: () => void }): ReactNode {
  const { removeCorpus } = useCorpusActs()
  const { name, documents, encodings } = corpus
  return (
    <Dialog title={`Remove ${visibleText(name)}?`} open onClose={onClose}>
      <div className={styles['dialog']}>
        <p>
          {formatCount(documents)} documents
          {encodings.length > 0 &&
            ` and what ${encodings.length === 1 ? 'one lens' : `${encodings.length} encodings`} read of them`}{' '}
          leave Etalon’s store. The file itself stays; labels and findings stay too.
        </p>
        <footer>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="danger"
            onClick={() => {
              removeCorpus(name)
              onClose()
            }}
          >
            Remove {formatCount(documents)} documents
          </Button>
        </footer>
      </div>
    </Dialog>
  )
}
