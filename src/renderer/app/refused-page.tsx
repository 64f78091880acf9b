import type { ReactNode } from 'react'
import { EmptyState } from '../widgets/empty-state.tsx'

/** The page was opened without the token of this launch, or with one of an earlier. */
export function RefusedPage(): ReactNode {
  return (
    <div style={{ height: '100%', display: 'grid' }}>
      <EmptyState title="This page belongs to no running Etalon">
        Open the whole address that Etalon printed when it started, with the part after #. If you started it again, its address is a
        new one.
      </EmptyState>
    </div>
  )
}
