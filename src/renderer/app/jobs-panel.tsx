import type { ReactNode } from 'react'
import { useJobs } from '../client/changes.ts'
import { inOrder } from '../client/job-words.ts'
import { IconButton } from '../widgets/button.tsx'
import { JobItem } from './job-item.tsx'
import styles from './jobs-panel.module.css'

/** Every job of this project, and those on lenses: what runs first, then the latest. */
export function JobsPanel({ onClose }: { onClose: () => void }): ReactNode {
  const jobs = useJobs((state) => state.jobs)
  return (
    <section className={styles['panel']} aria-label="Jobs">
      <header>
        <h2>Jobs</h2>
        <IconButton icon="close" label="Close the jobs panel" onClick={onClose} />
      </header>
      {jobs.length === 0 && (
        <p className={styles['none']}>
          Nothing has run here yet. Imports, readings, exports and runs of language models appear here.
        </p>
      )}
      <ul>
        {inOrder(jobs).map((job) => (
          <JobItem key={job.id} job={job} />
        ))}
      </ul>
    </section>
  )
}
