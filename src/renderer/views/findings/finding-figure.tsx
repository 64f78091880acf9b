import type { ReactNode } from 'react'
import { useFigure } from '../../client/finding-queries.ts'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './findings.module.css'

/** The plot that was kept with a finding: an image, in which nothing runs. */
export function FindingFigure({ id, title }: { id: number; title: string }): ReactNode {
  const { data, error, refetch } = useFigure(id)
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (data === undefined) return <Loading label="Loading the plot" />
  return (
    <p className={styles['plot']}>
      <img src={data} alt={`Plot: ${visibleText(title)}`} />
    </p>
  )
}
