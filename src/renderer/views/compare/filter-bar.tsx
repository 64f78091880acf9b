import { type FormEvent, type ReactNode, useId, useState } from 'react'
import type { ColumnSummary, CorpusSummary } from '../../../contract/corpora.ts'
import { isEmptyFilter } from '../../client/view.ts'
import { type Pane, useWorkbench } from '../../client/workbench.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { SearchField, Select } from '../../widgets/fields.tsx'
import { Toggle } from '../../widgets/segmented.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './compare.module.css'
import { AddLatentCondition, LatentChip } from './latent-condition.tsx'

type Props = { readonly corpora: readonly CorpusSummary[]; /** Null: the filter of all panes. */ readonly pane: Pane | null }

/** Which documents are shown: words of the text, metadata that must equal, latents that are present or absent. */
export function FilterBar({ corpora, pane }: Props): ReactNode {
  const shared = useWorkbench((state) => state.filter)
  const latent = useWorkbench((state) => state.latent)
  const panes = useWorkbench((state) => state.panes)
  const set = useWorkbench((state) => state.setFilter)
  const filter = pane === null ? shared : pane.filter
  const change = (next: typeof filter) => set(pane?.key ?? null, next)
  const shown = corpora.filter(({ name }) => (pane === null ? panes.some(({ corpus }) => corpus === name) : pane.corpus === name))
  const where = Object.entries(filter.where ?? {})

  return (
    <div className={styles['filter']}>
      <SearchField
        label={pane === null ? 'Filter documents by words' : `Filter ${visibleText(pane.corpus)} by words`}
        placeholder="Filter by words"
        tip={'Documents with all of these words; "in quotes" a part of the text as it stands'}
        value={filter.text ?? ''}
        onChange={(text) => {
          const { text: _, ...rest } = filter
          change(text === '' ? rest : { ...rest, text })
        }}
      />
      {where.map(([column, value]) => (
        <span key={column} className={styles['chip']}>
          {visibleText(column)} = {visibleText(value)}
          <IconButton
            icon="close"
            label={`No longer filter by ${visibleText(column)}`}
            onClick={() => {
              const { where: _, ...rest } = filter
              const left = where.filter(([other]) => other !== column)
              change(left.length === 0 ? rest : { ...rest, where: Object.fromEntries(left) })
            }}
          />
        </span>
      ))}
      {(filter.latents ?? []).map((condition, index) => (
        <LatentChip
          key={`${condition.latent} ${condition.is} ${condition.above ?? ''}`}
          condition={condition}
          onRemove={() => {
            const { latents = [], ...rest } = filter
            const left = latents.toSpliced(index, 1)
            change(left.length === 0 ? rest : { ...rest, latents: left })
          }}
        />
      ))}
      <AddCondition
        columns={columnsOf(shown)}
        onAdd={(column, value) => change({ ...filter, where: { ...filter.where, [column]: value } })}
      />
      <AddLatentCondition onAdd={(condition) => change({ ...filter, latents: [...(filter.latents ?? []), condition] })} />
      <Toggle
        label="Only where present"
        checked={filter.onlyPresent === true && latent !== null}
        disabled={latent === null}
        tip={latent === null ? 'Choose a latent first' : 'Only documents in which the latent is present'}
        onChange={(onlyPresent) => {
          const { onlyPresent: _, ...rest } = filter
          change(onlyPresent ? { ...rest, onlyPresent } : rest)
        }}
      />
      {!isEmptyFilter(filter) && (
        <Button kind="quiet" onClick={() => change({})}>
          Clear
        </Button>
      )}
    </div>
  )
}

function AddCondition({ columns, onAdd }: { columns: readonly ColumnSummary[]; onAdd: (column: string, value: string) => void }) {
  const [column, setColumn] = useState('')
  const [value, setValue] = useState('')
  const list = useId()
  if (columns.length === 0) return null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (value === '') return
    onAdd(column, value)
    setColumn('')
    setValue('')
  }
  return (
    <form className={styles['condition']} onSubmit={submit}>
      <Select
        label="Metadata to filter by"
        value={column}
        options={[{ value: '', title: 'Metadata…' }, ...columns.map(({ name }) => ({ value: name, title: name }))]}
        onChange={setColumn}
      />
      {column !== '' && (
        <>
          <input
            aria-label={`Value of ${visibleText(column)}`}
            placeholder="equals…"
            list={list}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
          <datalist id={list}>
            {columns
              .find(({ name }) => name === column)
              ?.examples.map((example) => (
                <option key={example} value={example} />
              ))}
          </datalist>
          <Button type="submit" disabled={value === ''}>
            Add
          </Button>
        </>
      )}
    </form>
  )
}

/** Metadata of any of the corpora, each name once. */
function columnsOf(corpora: readonly CorpusSummary[]): readonly ColumnSummary[] {
  return [...new Map(corpora.flatMap(({ columns }) => columns.map((column) => [column.name, column] as const))).values()]
}
