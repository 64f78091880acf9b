import type { ReactNode } from 'react'
import { useLensDetails } from '../../client/lens-queries.ts'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { LensCard } from './lens-card.tsx'
import styles from './lenses.module.css'

export function LensList(): ReactNode {
  const { data: lenses, error, refetch } = useLensDetails()
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (lenses === undefined) return <Loading label="Looking for lenses" />
  return (
    // It scrolls, also by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles['page']} role="region" aria-label="Lenses on this machine" tabIndex={0}>
      <ul className={styles['cards']}>
        {lenses.map((details) => (
          <LensCard key={details.lens.folder} details={details} />
        ))}
      </ul>
    </div>
  )
}
