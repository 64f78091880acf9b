import { type ReactNode, useRef } from 'react'
import { askAboutLatents } from '../../client/ask-models.ts'
import { useCommands } from '../../client/commands.ts'
import { type LatentTable, useLatentTable } from '../../client/row-queries.ts'
import { useLatentScope } from '../../client/latent-scope.ts'
import { useWorkbench, workbench } from '../../client/workbench.ts'
import { IconButton } from '../../widgets/button.tsx'
import { EmptyState, ErrorNote, Loading } from '../../widgets/empty-state.tsx'
import { SearchField } from '../../widgets/fields.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Panel } from '../../widgets/panel.tsx'
import { Toggle } from '../../widgets/segmented.tsx'
import { LatentRows } from './latent-rows.tsx'
import { askedWords, onlyChoices, onlyInput, OnlySelect, useOnly } from './only.tsx'

type Props = {
  /** The corpora compared, one column of frequencies each. */
  readonly compared: readonly string[]
  readonly actions?: ReactNode
}

/** The latent browser: every latent of the lens with its label and how often it is present, searched and sorted. */
export function LatentsView({ compared, actions }: Props): ReactNode {
  const { search, alive, sort, descending } = useWorkbench((state) => state.table)
  const only = useOnly()
  const change = useWorkbench((state) => state.changeTable)
  const field = useRef<HTMLInputElement>(null)
  const table: LatentTable = {
    ...useLatentScope(),
    panes: [...compared],
    alive,
    sort: (sort === 'difference' || sort === 'differenceSize') && compared.length < 2 ? 'documentFrequency' : sort,
    descending,
    ...(search === '' ? {} : { search }),
    ...onlyInput(only),
  }
  const ask = (does: 'label' | 'score') => void askAboutLatents({ does, table, latent: workbench.getState().latent })
  useCommands([
    { id: 'latents.search', title: 'Search latents', group: 'Latents', keys: '/', run: () => field.current?.focus() },
    ...onlyChoices.map(({ value, command }) => ({
      id: `latents.${value}`,
      title: command,
      group: 'Latents',
      run: () => change({ only: value }),
    })),
    { id: 'latents.label', title: 'Label these latents with a model…', group: 'Language models', run: () => ask('label') },
    { id: 'latents.score', title: 'Score these labels with a model…', group: 'Language models', run: () => ask('score') },
  ])

  return (
    <Panel
      title="Latents"
      actions={
        <>
          <SearchField
            ref={field}
            label="Search labels"
            placeholder="Search labels   /"
            value={search}
            onChange={(text) => change({ search: text })}
          />
          <IconButton icon="models" label="Label or score these latents with a language model…" onClick={() => ask('label')} />
          {actions}
        </>
      }
      aside={
        <>
          <Total table={table} />
          <span style={{ flex: 1 }} />
          <OnlySelect only={only} />
          <Toggle
            label="Dead"
            checked={!alive}
            onChange={(checked) => change({ alive: !checked })}
            tip="Also latents that are present in no document"
          />
        </>
      }
    >
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

function Rows({ table, compared }: { table: LatentTable; compared: readonly string[] }) {
  const { data, error, refetch, isFetching } = useLatentTable(table)
  const change = useWorkbench((state) => state.changeTable)
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (data === undefined) return <Loading label="Loading latents" />
  if (data.total === 0)
    return (
      <EmptyState
        title="No latent fits"
        action={
          <button type="button" onClick={() => change({ search: '', only: 'all' })}>
            Show all latents
          </button>
        }
      >
        None of the {formatCount(data.dSae)} latents {askedWords(table)}.
      </EmptyState>
    )
  return <LatentRows table={table} total={data.total} rows={data.rows} fresh={!isFetching} compared={compared} />
}
