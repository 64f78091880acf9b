import type { ReactNode } from 'react'
import { labelOrigins, type Range } from '../../../contract/latents.ts'
import { conditionCount, noConditions, withCondition } from '../../client/latent-conditions.ts'
import { readCorpora } from '../../client/analysis-scope.ts'
import { useCorpora } from '../../client/project-queries.ts'
import { useScope, useWorkbench } from '../../client/workbench.ts'
import { Button } from '../../widgets/button.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { MultiSelect } from '../../widgets/multi-select.tsx'
import { Toggle } from '../../widgets/segmented.tsx'
import { NumberField } from '../../widgets/setup-bar.tsx'
import styles from './tools.module.css'

const originTitles = {
  person: 'a person',
  'language-model': 'a language model',
  import: 'an import',
  statistics: 'statistics',
  none: 'nobody: no label',
} as const

/** Conditions on latents, each of which narrows the table. */
export function FilterFields(): ReactNode {
  const { conditions, alive } = useWorkbench((state) => state.table)
  const change = useWorkbench((state) => state.changeTable)
  const { data: corpora = [] } = useCorpora()
  const { lens } = useScope()
  const set = (part: typeof conditions) => change({ conditions: withCondition(conditions, part) })
  const { origins = [], presentIn = [], among } = conditions
  return (
    <div className={styles['fields']}>
      {among !== undefined && (
        <p className={styles['among']}>
          Only {formatCount(among.length)} latents chosen on the map{' '}
          <Button kind="quiet" onClick={() => change({ conditions: withCondition(conditions, { among: undefined }) })}>
            Show all
          </Button>
        </p>
      )}
      <span className={styles['name']}>Labelled by</span>
      <MultiSelect
        label="Labelled by"
        nothing="anyone or nobody"
        options={[...labelOrigins, 'none' as const].map((value) => ({ value, title: originTitles[value] }))}
        values={origins}
        onChange={(values) => set({ origins: [...labelOrigins, 'none' as const].filter((origin) => values.includes(origin)) })}
      />
      <RangeFields name="Label score" range={conditions.score} step={0.05} onChange={(score) => set({ score })} />
      <RangeFields
        name="Frequency"
        unit="%"
        scale={100}
        range={conditions.documentFrequency}
        onChange={(documentFrequency) => set({ documentFrequency })}
      />
      <RangeFields
        name="Density"
        unit="%"
        scale={100}
        range={conditions.tokenDensity}
        step={0.1}
        onChange={(tokenDensity) => set({ tokenDensity })}
      />
      <RangeFields name="Max" range={conditions.maxActivation} most={1e6} onChange={(maxActivation) => set({ maxActivation })} />
      <span className={styles['name']} data-tip="Present in at least one document of each">
        Present in
      </span>
      <MultiSelect
        label="Present in"
        nothing="any corpus"
        options={readCorpora(corpora, lens).map(({ name }) => ({ value: name }))}
        values={presentIn}
        onChange={(values) => set({ presentIn: [...values] })}
      />
      <div className={styles['foot']}>
        <Toggle
          label="Also dead latents"
          checked={!alive}
          onChange={(checked) => change({ alive: !checked })}
          tip="Latents that are present in no document"
        />
        <Button
          kind="quiet"
          disabled={conditionCount(conditions) === 0 && alive}
          onClick={() => change({ conditions: noConditions, alive: true })}
        >
          Clear
        </Button>
      </div>
    </div>
  )
}

type RangeProps = {
  readonly name: string
  readonly range: Range | undefined
  readonly onChange: (range: Range | undefined) => void
  /** What the numbers shown are times those asked for: 100 for percent. */
  readonly scale?: number
  readonly unit?: string
  readonly step?: number
  readonly most?: number
}

function RangeFields({ name, range = {}, onChange, scale = 1, unit = '', step = 1, most = scale }: RangeProps) {
  const shown = (value: number | undefined) => (value === undefined ? null : Number((scale * value).toPrecision(12)))
  const set = (end: keyof Range, value: number | null) => {
    const { [end]: _, ...other } = range
    onChange(value === null ? other : { ...other, [end]: value / scale })
  }
  const words = unit === '%' ? `${name} in percent` : name
  return (
    <>
      <span className={styles['name']}>
        {name}
        {unit !== '' && <span className={styles['unit']}> {unit}</span>}
      </span>
      <span className={styles['range']}>
        <NumberField
          label={`${words}: at least`}
          value={shown(range.atLeast)}
          min={0}
          max={most}
          step={step}
          placeholder="from"
          onChange={(value) => set('atLeast', value)}
        />
        –
        <NumberField
          label={`${words}: at most`}
          value={shown(range.atMost)}
          min={0}
          max={most}
          step={step}
          placeholder="to"
          onChange={(value) => set('atMost', value)}
        />
      </span>
    </>
  )
}
