import { type ReactNode, useId, useState } from 'react'
import type { CorpusSummary } from '../../contract/corpora.ts'
import { columnsOf } from '../client/analysis-scope.ts'
import { useColumnValues } from '../client/analyses-queries.ts'
import { Button, IconButton } from './button.tsx'
import styles from './conditions-field.module.css'
import { Select } from './fields.tsx'
import { visibleText } from './visible-text.ts'

type Props = {
  readonly corpora: readonly CorpusSummary[]
  /** The corpora whose columns are offered. */
  readonly names: readonly string[]
  readonly where: Readonly<Record<string, string>>
  readonly onChange: (where: Readonly<Record<string, string>>) => void
}

/** Metadata that documents must have: a chip for each condition, and a way to add one. */
export function ConditionsField({ corpora, names, where, onChange }: Props): ReactNode {
  const [column, setColumn] = useState('')
  const [value, setValue] = useState('')
  const list = useId()
  const columns = columnsOf(corpora, names)
  const holder = corpora.find((corpus) => names.includes(corpus.name) && corpus.columns.some(({ name }) => name === column))
  const { data: values = [] } = useColumnValues(holder?.name ?? '', column, holder?.documents ?? 0)
  const add = () => {
    if (value === '') return
    onChange({ ...where, [column]: value })
    setColumn('')
    setValue('')
  }
  return (
    <span className={styles['conditions']}>
      {Object.entries(where).map(([name, wanted]) => (
        <span key={name} className={styles['chip']}>
          {visibleText(name)} = {visibleText(wanted)}
          <IconButton
            icon="close"
            label={`No longer only ${visibleText(name)} = ${visibleText(wanted)}`}
            onClick={() => onChange(Object.fromEntries(Object.entries(where).filter(([other]) => other !== name)))}
          />
        </span>
      ))}
      <Select
        label="Only documents whose metadata"
        value={column}
        options={[
          { value: '', title: columns.length === 0 ? 'No metadata' : 'Any metadata' },
          ...columns.map(({ name }) => ({ value: name, title: name })),
        ]}
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
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              add()
            }}
          />
          <datalist id={list}>
            {values.map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
          <Button disabled={value === ''} onClick={add}>
            Add
          </Button>
        </>
      )}
    </span>
  )
}
