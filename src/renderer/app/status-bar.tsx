import type { ReactNode } from 'react'
import type { Job } from '../../contract/jobs.ts'
import type { Project } from '../../contract/project.ts'
import { useJobs } from '../client/changes.ts'
import { notifyError } from '../client/notices.ts'
import { useCancelJob, useCorpora, useLenses } from '../client/project-queries.ts'
import { useStatus } from '../client/status.ts'
import { useWorkbench } from '../client/workbench.ts'
import { IconButton } from '../widgets/button.tsx'
import { Select } from '../widgets/fields.tsx'
import { formatCount } from '../widgets/format-numbers.ts'
import { Icon } from '../widgets/icon.tsx'
import { ProgressBar } from '../widgets/progress-bar.tsx'
import { progressText } from '../widgets/progress-text.ts'
import { PlainText } from '../widgets/visible-parts.tsx'
import styles from './status-bar.module.css'

type Props = { readonly project: Project; readonly jobsOpen: boolean; readonly onJobs: () => void }

/** Left what holds for the project: lens, device, jobs. Right what is selected. */
export function StatusBar({ project, jobsOpen, onJobs }: Props): ReactNode {
  const running = useJobs(({ jobs }) => jobs.find(({ state }) => state === 'running'))
  const queued = useJobs(({ jobs }) => jobs.filter(({ state }) => state === 'queued').length)
  const selection = useStatus((state) => state.selection)
  const latent = useWorkbench((state) => state.latent)
  return (
    <footer className={styles['bar']}>
      <span className={styles['item']}>
        <Icon name="folder" size={13} />
        <PlainText text={project.name} />
      </span>
      <LensItem />
      <button type="button" className={styles['jobs']} aria-expanded={jobsOpen} onClick={onJobs}>
        <Icon name="jobs" size={13} />
        {running === undefined ? 'Jobs' : running.title}
        {queued > 0 && ` (+${formatCount(queued)})`}
      </button>
      {running !== undefined && <RunningItem job={running} />}
      <span className={styles['stretch']} />
      {selection !== '' && <span className={styles['item']}>{selection}</span>}
      {latent !== null && <span className={styles['item']}>Latent {latent}</span>}
    </footer>
  )
}

function LensItem() {
  const { data: lenses = [] } = useLenses()
  const { data: corpora = [] } = useCorpora()
  const chosen = useWorkbench((state) => state.lens)
  const put = useWorkbench((state) => state.put)
  const encodings = corpora.flatMap((corpus) => corpus.encodings)
  const reading = new Set(encodings.map(({ lens }) => lens))
  const devices = [...new Set(encodings.map(({ device }) => device))]
  const name = chosen ?? [...reading].at(-1) ?? lenses[0]?.name
  return (
    <>
      {reading.size > 1 && name !== undefined ? (
        <Select
          label="Lens"
          value={name}
          options={[...reading].map((value) => ({ value, title: value }))}
          onChange={(lens) => put({ lens })}
        />
      ) : (
        <span className={styles['item']} data-tip="The lens that reads: a language model and an autoencoder">
          <Icon name="read" size={13} />
          {name === undefined ? 'No lens' : <PlainText text={name} />}
        </span>
      )}
      {devices.length > 0 && (
        <span className={styles['item']} data-tip="The device that read">
          <Icon name="machine" size={13} />
          {devices.join(', ')}
        </span>
      )}
    </>
  )
}

function RunningItem({ job: { id, title, progress } }: { job: Job }) {
  const cancel = useCancelJob()
  const share = progress?.total == null || progress.total === 0 ? null : progress.done / progress.total
  return (
    <span className={styles['running']}>
      <span className={styles['progress']}>
        <ProgressBar share={share} label={title} />
      </span>
      {share !== null && `${Math.floor(share * 100)}\u202f%`}
      {progress !== null && <span className={styles['doing']}>{progressText(progress)}</span>}
      <IconButton icon="close" label={`Stop: ${title}`} onClick={() => cancel.mutate(id, { onError: notifyError })} />
    </span>
  )
}
