import type { ReactNode } from 'react'
import type { QueueKind } from '../../client/review-queries.ts'
import { Button } from '../../widgets/button.tsx'
import { EmptyState } from '../../widgets/empty-state.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { queueKinds } from './queue-kinds.ts'
import type { Queue } from './queue-state.ts'
import { step } from './session.ts'

/** A queue without rows. */
export function NothingWaits({ kind }: { kind: QueueKind }): ReactNode {
  const { none, comes } = queueKinds[kind]
  return <EmptyState title={none}>{comes}</EmptyState>
}

/** A queue that was worked through. */
export function AllDecided({ queue }: { queue: Queue }): ReactNode {
  const count = queue.rows.length
  return (
    <EmptyState
      title={count === 1 ? 'The one latent is looked at' : `All ${formatCount(count)} are looked at`}
      action={<Button onClick={() => step(-1)}>Look at the last again</Button>}
    >
      Nothing of this kind waits any more. The last decisions are listed here; U takes them back.
    </EmptyState>
  )
}
