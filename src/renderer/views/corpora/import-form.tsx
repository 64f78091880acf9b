import { type ReactNode, useId, useState } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { faultOf, mappingOf, type Roles, rolesOf } from '../../client/column-roles.ts'
import { notifyError } from '../../client/notices.ts'
import { usePreferences } from '../../client/preferences.ts'
import { type SourcePlace, useImport, usePreview, useSurvey } from '../../client/project-queries.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { ColumnTable } from './column-table.tsx'
import styles from './corpora.module.css'
import { FirstRows } from './first-rows.tsx'
import { ImportBar } from './import-bar.tsx'
import { type Reading, useFittingReading } from './reading-choices.tsx'
import { SurveyedRows } from './surveyed-rows.tsx'

type Props = {
  readonly source: SourcePlace
  /** The corpus as it stands in the project; null of what comes from elsewhere. */
  readonly corpus: CorpusSummary | null
  /** What a corpus from elsewhere will be called. */
  readonly as?: string
  /** Why it cannot be called so; null where it can. */
  readonly fault?: string | null
  readonly children?: ReactNode
  readonly onStarted?: (job: number) => void
}

/** What a file holds and what each column is used as, which rows make trouble, what it comes to, and the buttons that import and read it. */
export function ImportForm({ source, corpus, as, fault = null, children, onStarted }: Props): ReactNode {
  const preview = usePreview(source)
  const importing = useImport()
  const preferred = usePreferences().device
  const looked = useWorkbench((state) => state.lens)
  const rowsId = useId()
  const [changed, setChanged] = useState<Roles | null>(null)
  const [lens, setLens] = useState(looked)
  const [reading, setReading] = useState<Reading>({ device: preferred, precision: 'float32' })
  const { device, precision } = useFittingReading(reading)
  const roles = changed ?? (preview.data === undefined ? null : rolesOf(preview.data))
  const wrong = roles === null ? null : faultOf(roles)
  const isDue = corpus === null || corpus.state === 'new' || corpus.state === 'changed' || changed !== null
  const how = { ...(lens === null ? {} : { lens }), device, precision }
  const mapping = changed === null ? {} : { mapping: mappingOf(changed) }
  const survey = useSurvey(source, { ...how, ...mapping }, preview.data !== undefined && wrong === null && isDue)
  if (preview.error !== null) return <ErrorNote error={preview.error} retry={preview.refetch} />
  if (preview.data === undefined || roles === null) return <Loading label="Looking into the file" />

  const start = (read: boolean) => {
    const which =
      'path' in source ? { files: [source.path], ...(as === undefined ? {} : { as }) } : { names: [source.name], again: true }
    importing.mutate(
      { ...which, ...mapping, ...(read ? { read: how } : {}) },
      {
        onError: notifyError,
        onSuccess: ({ id }) => {
          setChanged(null)
          onStarted?.(id)
        },
      },
    )
  }
  return (
    <div className={styles['form']}>
      {/* It scrolls, also by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles['scroll']} role="region" aria-label="Columns and first rows" tabIndex={0}>
        {children}
        {corpus !== null && changed !== null && <Stale corpus={corpus} />}
        <ColumnTable columns={preview.data.columns} roles={roles} onChange={setChanged} />
        {isDue && survey.error !== null && <ErrorNote error={survey.error} retry={survey.refetch} />}
        <FirstRows preview={preview.data} roles={roles} />
        {isDue && survey.data !== undefined && <SurveyedRows id={rowsId} survey={survey.data} />}
      </div>
      {isDue && (
        <ImportBar
          survey={survey.data ?? null}
          rowsId={rowsId}
          surveying={survey.isFetching}
          missing={fault ?? wrong}
          busy={importing.isPending}
          again={corpus !== null && corpus.documents > 0}
          lens={lens}
          onLens={setLens}
          reading={reading}
          onReading={setReading}
          onImport={start}
        />
      )}
    </div>
  )
}

/** What using other columns costs. */
function Stale({ corpus: { encodings, documents } }: { corpus: CorpusSummary }) {
  if (documents === 0) return null
  const read = encodings.map(({ lens, channel }) => `${visibleText(lens)} (${visibleText(channel)})`)
  return (
    <p className={styles['note']} data-inside="true">
      {read.length === 0
        ? 'It was imported with other columns; importing it again puts its documents in their place.'
        : `What ${read.length === 1 ? 'this lens' : 'these lenses'} read becomes stale and goes, and has to be read anew: ${read.join(', ')}.`}{' '}
      Labels, notes and findings stay.
    </p>
  )
}
