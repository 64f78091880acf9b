import { type ReactNode, useMemo, useRef } from 'react'
import { askAboutLatents } from '../../client/ask-models.ts'
import { useCommands } from '../../client/commands.ts'
import { conditionCount, noConditions } from '../../client/latent-conditions.ts'
import { drawnColumns } from '../../client/latent-columns.ts'
import { type LatentTable, useLatentTable } from '../../client/row-queries.ts'
import { useAskedTable } from '../../client/use-asked-table.ts'
import { useOnly } from '../../client/use-only.ts'
import { useWorkbench, workbench } from '../../client/workbench.ts'
import { IconButton } from '../../widgets/button.tsx'
import { EmptyState, ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { SearchField, Select } from '../../widgets/fields.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Panel } from '../../widgets/panel.tsx'
import { Popover } from '../../widgets/popover.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { ColumnsFields } from './columns-fields.tsx'
import { FilterFields } from './filter-fields.tsx'
import { LatentRows } from './latent-rows.tsx'
import { askedWords, onlyChoices, OnlySelect } from './only.tsx'
import { SavedFilters, useOpenFilter } from './saved-filters.tsx'
import { tickAll, useTicked } from './selection.ts'
import { TakeFields } from './take-fields.tsx'
import { saveTable } from './take-table.ts'
import { TickedBar } from './ticked-bar.tsx'
import styles from './tools.module.css'

type Props = {
  /** The corpora compared, one column of frequencies each. */
  readonly compared: readonly string[]
  readonly actions?: ReactNode
}

const ways = [
  { value: 'words', title: 'by words' },
  { value: 'pattern', title: 'by pattern' },
  { value: 'meaning', title: 'by meaning' },
] as const

/** The latent browser: every latent of the lens with its label and how often it is present, searched, filtered and sorted. */
export function LatentsView({ compared, actions }: Props): ReactNode {
  const { search, searchBy, conditions, columns } = useWorkbench((state) => state.table)
  const only = useOnly()
  const change = useWorkbench((state) => state.changeTable)
  const field = useRef<HTMLInputElement>(null)
  const table = useAskedTable(compared)
  const byMeaning = searchBy === 'meaning' && search.trim() !== ''
  const shown = useMemo(
    () => drawnColumns(columns, { width: Infinity, panes: compared.length, byMeaning }),
    [columns, compared.length, byMeaning],
  )
  const ask = (does: 'label' | 'score') => void askAboutLatents({ does, table, latent: workbench.getState().latent })
  useCommands([
    { id: 'latents.search', run: () => field.current?.focus() },
    ...onlyChoices.map(({ value }) => ({ id: `latents.${value}` as const, run: () => change({ only: value }) })),
    { id: 'latents.tick-all', run: () => void tickAll(table) },
    { id: 'latents.save-csv', run: () => void saveTable(table, shown, null, 'csv') },
    { id: 'latents.save-jsonl', run: () => void saveTable(table, shown, null, 'jsonl') },
    { id: 'latents.save-parquet', run: () => void saveTable(table, shown, null, 'parquet') },
    { id: 'latents.label', run: () => ask('label') },
    { id: 'latents.score', run: () => ask('score') },
  ])
  const count = conditionCount(conditions)

  return (
    <Panel
      title="Latents"
      actions={
        <>
          <span className={styles['filter']} data-count={count === 0 ? undefined : count}>
            <Popover icon="filter" label={count === 0 ? 'Filter latents' : `Filter latents: ${count} set`}>
              <FilterFields />
            </Popover>
          </span>
          <Popover icon="findings" label="Saved filters">
            <SavedFilters />
          </Popover>
          <Popover icon="more" label="Columns of the table">
            <ColumnsFields />
          </Popover>
          <Popover icon="export" label="Copy or save the table">
            <TakeFields table={table} columns={shown} latents={null} />
          </Popover>
          <IconButton icon="models" label="Label or score these latents with a language model…" onClick={() => ask('label')} />
          {actions}
        </>
      }
      aside={
        <>
          <Total table={table} />
          <OpenFilter />
        </>
      }
    >
      <div className={styles['strip']} role="search" aria-label="Latents">
        <SearchField
          ref={field}
          label="Search labels"
          placeholder={searchBy === 'meaning' ? 'What is it about?   /' : 'Search labels   /'}
          value={search}
          onChange={(text) => change({ search: text })}
        />
        <Select
          label="How labels are searched"
          value={searchBy}
          options={ways}
          onChange={(way) => change({ searchBy: way, ...(way === 'meaning' ? { sort: 'meaning', descending: true } : {}) })}
        />
        <OnlySelect only={only} />
      </div>
      <Rows table={table} compared={compared} />
    </Panel>
  )
}

function Total({ table }: { table: LatentTable }) {
  const { data } = useLatentTable(table)
  if (data === undefined) return null
  return (
    <span>
      {formatCount(data.total)} of {formatCount(data.dSae)}
    </span>
  )
}

/** The saved filter that the table follows, or no longer quite does. */
function OpenFilter() {
  const open = useOpenFilter()
  if (open === null) return null
  return (
    <span className={styles['badge']} data-changed={open.changed}>
      <PlainText text={open.saved.name} />
      {open.changed && ' · unsaved changes'}
    </span>
  )
}

function Rows({ table, compared }: { table: LatentTable; compared: readonly string[] }) {
  const { data, error, refetch, isFetching } = useLatentTable(table)
  const change = useWorkbench((state) => state.changeTable)
  const columns = useWorkbench((state) => state.table.columns)
  const ticked = useTicked((state) => state.latents.size)
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (data === undefined) return <Loading label="Loading latents" />
  if (data.total === 0)
    return (
      <EmptyState
        title="No latent fits"
        action={
          <button
            type="button"
            onClick={() => change({ search: '', only: 'all', conditions: noConditions, alive: true, saved: null })}
          >
            Show all latents
          </button>
        }
      >
        None of the {formatCount(data.dSae)} latents {askedWords(table)}.
      </EmptyState>
    )
  return (
    <>
      {ticked > 0 && <TickedBar table={table} columns={columns.filter(({ shown }) => shown)} total={data.total} />}
      <LatentRows table={table} total={data.total} rows={data.rows} fresh={!isFetching} compared={compared} />
    </>
  )
}
