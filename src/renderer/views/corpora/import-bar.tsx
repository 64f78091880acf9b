import { type ReactNode, useEffect, useRef } from 'react'
import type { Survey } from '../../../contract/importing.ts'
import { useJobs } from '../../client/changes.ts'
import { useDevices } from '../../client/device-queries.ts'
import { useLenses, useTimeLens } from '../../client/project-queries.ts'
import { Button } from '../../widgets/button.tsx'
import { Select } from '../../widgets/fields.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './corpora.module.css'
import { type Reading, ReadingChoices, useFittingReading } from './reading-choices.tsx'
import { amountOf, durationOf, troubleOf } from './survey-words.ts'

type Props = {
  /** Null until it is known. */
  readonly survey: Survey | null
  /** The table of the rows that make trouble. */
  readonly rowsId: string
  readonly surveying: boolean
  /** What has to be mended first; null when all is well. */
  readonly missing: string | null
  readonly busy: boolean
  /** Whether it was imported before. */
  readonly again: boolean
  /** Null: the one that reads by default. */
  readonly lens: string | null
  readonly onLens: (lens: string) => void
  readonly reading: Reading
  readonly onReading: (reading: Reading) => void
  readonly onImport: (read: boolean) => void
}

/** What importing and reading come to, with which lens and on what, and the buttons that begin it. */
export function ImportBar(props: Props): ReactNode {
  const { survey, rowsId, surveying, missing, busy, again, lens, onLens, reading, onReading, onImport } = props
  const { data: lenses = [] } = useLenses()
  const usable = lenses.filter(({ problem }) => problem === null)
  const chosen = lens ?? survey?.lens?.name ?? usable[0]?.name ?? ''
  const trouble = survey === null ? null : troubleOf(survey)
  const stopped = busy || missing !== null || survey === null
  return (
    <footer className={styles['import-bar']}>
      <div className={styles['amount']} role="status">
        {missing !== null ? (
          <p data-warns="true">{missing}</p>
        ) : survey === null ? (
          <p>{surveying ? 'Looking through the file…' : 'What it comes to is not known.'}</p>
        ) : (
          <>
            <p>
              <strong>{amountOf(survey)}</strong>
              {trouble !== null && (
                <>
                  ;{' '}
                  <button type="button" onClick={() => document.getElementById(rowsId)?.scrollIntoView({ block: 'start' })}>
                    {trouble}
                  </button>
                </>
              )}
              .
            </p>
            <Duration survey={survey} lens={lens} reading={reading} />
          </>
        )}
      </div>
      <div className={styles['choices']} data-row="true">
        <Select
          label="Lens"
          labelled
          value={chosen}
          options={usable.map(({ name, title }) => ({ value: name, title }))}
          onChange={onLens}
        />
        <ReadingChoices reading={reading} onChange={onReading} />
        <span className={styles['acts']}>
          <Button icon="import" disabled={stopped} onClick={() => onImport(false)}>
            {again ? 'Import again only' : 'Import only'}
          </Button>
          <Button kind="primary" icon="read" disabled={stopped || usable.length === 0} onClick={() => onImport(true)}>
            {again ? 'Import again and read' : 'Import and read'}
          </Button>
        </span>
      </div>
    </footer>
  )
}

/** How long reading takes; a bundled lens that was never timed here is, others when that is asked for. */
function Duration({ survey, lens, reading }: { survey: Survey; lens: string | null; reading: Reading }) {
  const { data: devices } = useDevices()
  const { device, precision } = useFittingReading(reading)
  const { mutate, isPending, error } = useTimeLens()
  const running = useJobs(({ jobs }) => jobs.some(({ state }) => state === 'running' || state === 'queued'))
  const how = { ...(lens === null ? {} : { lens }), device, precision }
  const key = JSON.stringify(how)
  const timed = useRef(new Set<string>())
  const byItself = survey.speed === null && survey.lens?.bundled === true && !running
  useEffect(() => {
    if (!byItself || timed.current.has(key)) return
    timed.current.add(key)
    mutate(JSON.parse(key) as typeof how)
  }, [byItself, key, mutate])
  if (survey.tokens === null) return <p>No lens is installed that could read it.</p>
  if (survey.speed !== null) {
    const { speed, tokens } = survey
    const title = devices?.devices.find((each) => each.device === speed.device)?.title ?? speed.device
    return <p>{durationOf(tokens, speed, visibleText(title))}</p>
  }
  if (isPending) return <p>Timing the lens on this machine…</p>
  if (running) return <p>How long reading takes can be measured once the running job is done.</p>
  return (
    <p>
      {error === null
        ? 'This lens was not timed on this machine yet. '
        : 'The lens could not be timed here; reading may still work. '}
      <Button kind="quiet" icon="clock" onClick={() => mutate(how)}>
        Time it
      </Button>
    </p>
  )
}
