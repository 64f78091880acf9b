import type { ReactNode } from 'react'
import type { Job } from '../../contract/jobs.ts'
import type { Project } from '../../contract/project.ts'
import { useJobs } from '../client/changes.ts'
import { useJobActs } from '../client/job-acts.ts'
import { shareOf } from '../client/job-words.ts'
import { useCorpora, useLenses } from '../client/project-queries.ts'
import { useStatus } from '../client/status.ts'
import { useWorkbench } from '../client/workbench.ts'
import { IconButton } from '../widgets/button.tsx'
import { Select } from '../widgets/fields.tsx'
import { formatCount } from '../widgets/format-numbers.ts'
import { Icon, type IconName } from '../widgets/icon.tsx'
import { ProgressBar } from '../widgets/progress-bar.tsx'
import { progressText } from '../widgets/progress-text.ts'
import { PlainText } from '../widgets/visible-parts.tsx'
import { visibleText } from '../widgets/visible-text.ts'
import { openSettings } from './overlays.ts'
import styles from './status-bar.module.css'

type Props = { readonly project: Project; readonly jobsOpen: boolean; readonly onJobs: () => void }

/** Left what holds for the project: its name, lens, device, jobs. Right what is selected. Each leads to the place that explains it. */
export function StatusBar({ project, jobsOpen, onJobs }: Props): ReactNode {
  const selection = useStatus((state) => state.selection)
  const { latent, activity, show } = useWorkbench()
  return (
    <footer className={styles['bar']}>
      <Item icon="folder" tip={`${visibleText(project.folder)}: show its corpora`} onClick={() => show('corpora')}>
        <PlainText text={project.name} />
      </Item>
      <LensItem />
      <JobsItem open={jobsOpen} onJobs={onJobs} />
      <span className={styles['stretch']} />
      {selection !== '' && <span className={styles['item']}>{selection}</span>}
      {latent !== null && (
        <Item
          icon="latents"
          tip="Show the latent"
          onClick={() => {
            if (activity !== 'compare' && activity !== 'latents') show('latents')
          }}
        >
          Latent {latent}
        </Item>
      )}
    </footer>
  )
}

type ItemProps = { readonly icon: IconName; readonly tip: string; readonly onClick: () => void; readonly children: ReactNode }

function Item({ icon, tip, onClick, children }: ItemProps) {
  return (
    <button type="button" className={styles['link']} data-tip={tip} onClick={onClick}>
      <Icon name={icon} size={13} />
      <span className={styles['text']}>{children}</span>
    </button>
  )
}

function LensItem() {
  const { data: lenses = [] } = useLenses()
  const { data: corpora = [] } = useCorpora()
  const { lens: chosen, put, show } = useWorkbench()
  const encodings = corpora.flatMap((corpus) => corpus.encodings)
  const reading = new Set(encodings.map(({ lens }) => lens))
  const devices = [...new Set(encodings.map(({ device }) => device))]
  const name = chosen ?? [...reading].at(-1) ?? lenses[0]?.name
  return (
    <>
      {reading.size > 1 && name !== undefined && (
        <Select
          label="Lens"
          value={name}
          options={[...reading].map((value) => ({ value, title: value }))}
          onChange={(lens) => put({ lens })}
        />
      )}
      {reading.size <= 1 && (
        <Item icon="read" tip="The lens that reads: show all lenses" onClick={() => show('lenses')}>
          {name === undefined ? 'No lens' : <PlainText text={name} />}
        </Item>
      )}
      {devices.length > 0 && (
        <Item
          icon="machine"
          tip="The device that read: choose another for the next reading"
          onClick={() => openSettings('reading')}
        >
          {devices.join(', ')}
        </Item>
      )}
    </>
  )
}

function JobsItem({ open, onJobs }: { open: boolean; onJobs: () => void }) {
  const jobs = useJobs((state) => state.jobs)
  const running = jobs.find(({ state }) => state === 'running')
  const [queued, paused] = (['queued', 'paused'] as const).map((state) => jobs.filter((job) => job.state === state).length)
  return (
    <>
      <button type="button" className={styles['link']} aria-expanded={open} data-tip="Show or hide the jobs" onClick={onJobs}>
        <Icon name="jobs" size={13} />
        <span className={styles['text']}>{running === undefined ? 'Jobs' : <PlainText text={running.title} />}</span>
        {queued !== undefined && queued > 0 && ` (+${formatCount(queued)})`}
        {paused !== undefined && paused > 0 && ` (${formatCount(paused)} paused)`}
      </button>
      {running !== undefined && <RunningItem job={running} />}
    </>
  )
}

function RunningItem({ job }: { job: Job }) {
  const { id, title, progress, pausable } = job
  const { cancel, pause } = useJobActs()
  const share = shareOf(job)
  return (
    <span className={styles['running']}>
      <span className={styles['progress']}>
        <ProgressBar share={share} label={visibleText(title)} />
      </span>
      {share !== null && `${Math.floor(share * 100)}\u202f%`}
      {progress !== null && <span className={styles['doing']}>{progressText(progress)}</span>}
      {pausable && <IconButton icon="pause" label={`Pause: ${visibleText(title)}`} onClick={() => pause(id)} />}
      <IconButton icon="close" label={`Stop: ${visibleText(title)}`} onClick={() => cancel(id)} />
    </span>
  )
}
