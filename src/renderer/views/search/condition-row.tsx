import { type ReactNode, useId } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { useColumnValues } from '../../client/analyses-queries.ts'
import { columnsOf } from '../../client/analysis-scope.ts'
import { IconButton } from '../../widgets/button.tsx'
import { Select } from '../../widgets/fields.tsx'
import { NumberField } from '../../widgets/setup-bar.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import { LatentField } from './latent-field.tsx'
import type { Condition } from './rule-draft.ts'
import styles from './search.module.css'

type Props = {
  readonly number: number
  readonly condition: Condition
  readonly corpora: readonly CorpusSummary[]
  readonly names: readonly string[]
  readonly onChange: (condition: Condition) => void
  readonly onRemove: () => void
}

/** One condition of a rule: whether it shall hold or not, and what it says. */
export function ConditionRow(props: Props): ReactNode {
  const { number, condition, onChange, onRemove } = props
  return (
    <li className={styles['condition']}>
      <Select
        label={`Condition ${number}: holds or not`}
        value={condition.not ? 'not' : 'is'}
        options={[
          { value: 'is', title: titles[condition.kind].is },
          { value: 'not', title: titles[condition.kind].not },
        ]}
        onChange={(value) => onChange({ ...condition, not: value === 'not' })}
      />
      <Fields {...props} />
      <IconButton icon="close" label={`Remove condition ${number}`} onClick={onRemove} />
    </li>
  )
}

const titles: Readonly<Record<Condition['kind'], { readonly is: string; readonly not: string }>> = {
  latent: { is: 'has latent', not: 'lacks latent' },
  equals: { is: 'where', not: 'not where' },
  range: { is: 'where', not: 'not where' },
  text: { is: 'has words', not: 'lacks words' },
}

function Fields({ number, condition, corpora, names, onChange }: Props) {
  switch (condition.kind) {
    case 'latent':
      return (
        <>
          <LatentField
            label={`Latent of condition ${number}`}
            latent={condition.latent}
            onChange={(latent) => onChange({ ...condition, latent })}
          />
          <NumberField
            label={`Activation above, condition ${number}`}
            placeholder="above"
            value={condition.above}
            min={0}
            max={1e6}
            step={0.1}
            onChange={(above) => onChange({ ...condition, above })}
          />
          <NumberField
            label={`On at least so many tokens, condition ${number}`}
            placeholder="tokens"
            value={condition.tokens}
            min={1}
            max={1000}
            onChange={(tokens) => onChange({ ...condition, tokens })}
          />
        </>
      )
    case 'text':
      return (
        <input
          className={styles['words']}
          aria-label={`Words of condition ${number}`}
          placeholder='words, or "a phrase"'
          value={condition.text}
          onChange={(event) => onChange({ ...condition, text: event.target.value })}
        />
      )
    case 'equals':
      return (
        <>
          <Column
            number={number}
            column={condition.column}
            corpora={corpora}
            names={names}
            onChange={(column) => onChange({ ...condition, column, value: '' })}
          />
          {condition.column !== '' && (
            <Value
              number={number}
              column={condition.column}
              value={condition.value}
              corpora={corpora}
              names={names}
              onChange={(value) => onChange({ ...condition, value })}
            />
          )}
        </>
      )
    case 'range':
      return (
        <>
          <Column
            number={number}
            column={condition.column}
            corpora={corpora}
            names={names}
            onChange={(column) => onChange({ ...condition, column })}
          />
          <NumberField
            label={`At least, condition ${number}`}
            placeholder="from"
            value={condition.least}
            min={-1e15}
            max={1e15}
            onChange={(least) => onChange({ ...condition, least })}
          />
          <NumberField
            label={`At most, condition ${number}`}
            placeholder="to"
            value={condition.most}
            min={-1e15}
            max={1e15}
            onChange={(most) => onChange({ ...condition, most })}
          />
        </>
      )
  }
}

type ColumnProps = Pick<Props, 'number' | 'corpora' | 'names'> & {
  readonly column: string
  readonly onChange: (text: string) => void
}

function Column({ number, column, corpora, names, onChange }: ColumnProps) {
  return (
    <Select
      label={`Column of condition ${number}`}
      value={column}
      options={[{ value: '', title: 'column…' }, ...columnsOf(corpora, names).map(({ name }) => ({ value: name, title: name }))]}
      onChange={onChange}
    />
  )
}

function Value({ number, column, value, corpora, names, onChange }: ColumnProps & { readonly value: string }) {
  const list = useId()
  const holder = corpora.find((corpus) => names.includes(corpus.name) && corpus.columns.some(({ name }) => name === column))
  const { data: values = [] } = useColumnValues(holder?.name ?? '', column, holder?.documents ?? 0)
  return (
    <>
      <input
        className={styles['words']}
        aria-label={`${visibleText(column)} of condition ${number}`}
        placeholder="equals…"
        list={list}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={list}>
        {values.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
    </>
  )
}
