import type { ReactNode } from 'react'
import { mostWaiting } from '../../client/review-queries.ts'
import { IconButton } from '../../widgets/button.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { ProgressBar } from '../../widgets/progress-bar.tsx'
import { Segmented } from '../../widgets/segmented.tsx'
import { kindOrder, queueKinds } from './queue-kinds.ts'
import { isDone, placeOf } from './queue-state.ts'
import styles from './review.module.css'
import { redo, showKind, undo, useSession } from './session.ts'

/** Which queue is worked through, how far, and the ways back. */
export function ReviewStrip({ isTaken }: { isTaken: boolean }): ReactNode {
  const kind = useSession((state) => state.kind)
  return (
    <header className={styles['strip']}>
      <h2>Review labels</h2>
      <Segmented
        label="What to look at"
        options={kindOrder.map((value) => ({ value, title: queueKinds[value].title, tip: queueKinds[value].tip }))}
        value={kind}
        onChange={showKind}
      />
      {isTaken && <Progress />}
      <span className={styles['ways']}>
        <IconButton icon="undo" label="Take the last decision back (U)" onClick={() => void undo()} />
        <IconButton icon="redo" label="Carry it out again (Shift+U)" onClick={() => void redo()} />
      </span>
    </header>
  )
}

function Progress() {
  const queue = useSession(({ kind, queues }) => queues[kind])
  const { rows, at } = queue
  if (rows.length === 0) return null
  const done = rows.filter(({ latent }) => isDone(queue, latent)).length
  const place = placeOf(queue, at)
  const all = `${formatCount(rows.length)}${rows.length >= mostWaiting ? ' or more' : ''}`
  return (
    <div className={styles['progress']}>
      <span role="status">
        {place < 0 ? `${all} looked at` : `${formatCount(place + 1)} of ${all}`}
        {place >= 0 && <span className="unseen">: latent {at}</span>}
      </span>
      <ProgressBar share={done / rows.length} label="Decided in this queue" />
      <span>{formatCount(done)} decided</span>
    </div>
  )
}
