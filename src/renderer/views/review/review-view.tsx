import { type ReactNode, useEffect } from 'react'
import { useProject } from '../../client/project-queries.ts'
import { useDecisions, useQueue } from '../../client/review-queries.ts'
import { useScope } from '../../client/workbench.ts'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { DecisionList } from './decision-list.tsx'
import { AllDecided, NothingWaits } from './queue-ends.tsx'
import { ReviewCard } from './review-card.tsx'
import { ReviewExamples } from './review-examples.tsx'
import { ReviewStrip } from './review-strip.tsx'
import styles from './review.module.css'
import { learnUndone, sessionOf, takeRows, useSession } from './session.ts'
import { useWayKeys } from './use-review-keys.ts'

/** Labels reviewed one latent after the other, by keyboard: what is proposed, missing, low-scored or flagged. */
export function ReviewView(): ReactNode {
  const { data: project } = useProject()
  const { lens } = useScope()
  const kind = useSession((state) => state.kind)
  const { data: fresh, error, refetch } = useQueue(kind)
  const { data: decisions } = useDecisions()
  const folder = project?.folder
  useEffect(() => {
    if (folder !== undefined && fresh !== undefined) takeRows(folder, lens, kind, fresh)
  }, [folder, lens, kind, fresh])
  useEffect(() => {
    if (decisions !== undefined) learnUndone(decisions)
  }, [decisions])
  useWayKeys()
  const isTaken = useSession(({ of }) => folder !== undefined && of === sessionOf(folder, lens))
  return (
    <section className={styles['view']} aria-label="Review labels">
      <ReviewStrip isTaken={isTaken} />
      {error !== null ? (
        <ErrorNote error={error} retry={refetch} />
      ) : fresh === undefined || !isTaken ? (
        <Loading label="Looking for labels to review" />
      ) : (
        <Work />
      )}
    </section>
  )
}

function Work() {
  const kind = useSession((state) => state.kind)
  const queue = useSession((state) => state.queues[kind])
  const place = queue.rows.findIndex(({ latent }) => latent === queue.at)
  const row = queue.rows[place]
  return (
    <div className={styles['body']}>
      {row === undefined ? (
        <div className={styles['end']}>{queue.rows.length === 0 ? <NothingWaits kind={kind} /> : <AllDecided queue={queue} />}</div>
      ) : (
        <>
          <ReviewCard queue={queue} row={row} />
          <ReviewExamples latent={row.latent} next={queue.rows[place + 1]?.latent ?? null} />
        </>
      )}
      <DecisionList />
    </div>
  )
}
