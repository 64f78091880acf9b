import type { ReactNode } from 'react'
import { useCommands } from '../client/commands.ts'
import { backToList, goAlong, trailStep, useTrail } from '../client/document-trail.ts'
import { useCorpora } from '../client/project-queries.ts'
import { type OpenDocument, workbench } from '../client/workbench.ts'
import { IconButton } from './button.tsx'
import styles from './document-steps.module.css'
import { formatCount } from './format-numbers.ts'

/** The way back to where one came from, and to the documents before and after: in the list that this one was opened from, else in its corpus. */
export function DocumentSteps({ document }: { readonly document: OpenDocument }): ReactNode {
  const trail = useTrail(document)
  const { data: corpora } = useCorpora()
  const all = corpora?.find(({ name }) => name === document.corpus)?.documents
  const last = all === undefined ? Infinity : all - 1
  const [at, of] = trail === null ? [document.ordinal, all] : [trail.row, trail.rows]
  const isAlone = document.against !== undefined && trail === null
  const canGo = (step: 1 | -1) => {
    if (trail !== null) return trailStep(trail, step) !== null
    return !isAlone && document.ordinal + step >= 0 && document.ordinal + step <= last
  }
  const go = (step: 1 | -1) => {
    if (!canGo(step)) return
    if (trail !== null) goAlong(trail, step)
    else workbench.getState().openDocument({ ...document, ordinal: document.ordinal + step })
  }
  const back = () => (trail === null ? history.back() : backToList(trail))
  useCommands([
    { id: 'document.previous', run: () => go(-1) },
    { id: 'document.next', run: () => go(1) },
    { id: 'document.list', run: back },
  ])
  return (
    <>
      <IconButton icon="arrow-left" label={trail === null ? 'Back (Esc)' : 'Back to the list (Esc)'} onClick={back} />
      {!isAlone && (
        <span className={styles['place']} data-tip={trail === null ? 'Place in the corpus' : 'Row of the list it was opened from'}>
          <IconButton icon="chevron-left" label="Previous document (P or [)" disabled={!canGo(-1)} onClick={() => go(-1)} />
          {formatCount(at + 1)}
          {of !== undefined && ` / ${formatCount(of)}`}
          <IconButton icon="chevron-right" label="Next document (N or ])" disabled={!canGo(1)} onClick={() => go(1)} />
        </span>
      )}
    </>
  )
}
