import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { columnsOf } from '../../client/analysis-scope.ts'
import { Select } from '../../widgets/fields.tsx'
import { MultiSelect } from '../../widgets/multi-select.tsx'
import { Toggle } from '../../widgets/segmented.tsx'
import { ScopeFields, UnitFields } from '../../widgets/scope-fields.tsx'
import { Field, NumberField } from '../../widgets/setup-bar.tsx'
import { corporaOf, type Draft } from './draft.ts'

type Props = { readonly draft: Draft; readonly corpora: readonly CorpusSummary[]; readonly change: (part: Partial<Draft>) => void }

/** Pairing, units, controls, presence, rates: what most leave as it is. */
export function DifferenceSettings({ draft, corpora, change }: Props): ReactNode {
  const { question, by, others, values, scope, unit, fold } = draft
  const names = corporaOf(draft)
  const columns = columnsOf(corpora, names).map(({ name }) => name)
  const several = (by === 'column' ? values : others).length > 1
  return (
    <>
      {question === 'diff' && (
        <Field name="Pairing" tip="Pairs are the same id or prompt on both sides">
          <Select
            label="Pairing"
            value={draft.pair}
            options={[
              { value: 'auto', title: 'where ids or prompts match' },
              { value: 'none', title: 'none' },
              ...columns.map((name) => ({ value: name, title: `by ${name}` })),
            ]}
            onChange={(pair) => change({ pair })}
          />
        </Field>
      )}
      <UnitFields
        columns={columns}
        unit={unit}
        onUnit={(next) => change({ unit: next })}
        fold={fold}
        onFold={(next) => change({ fold: next })}
      />
      {question === 'diff' && (
        <>
          <Field
            name="Compare like with like in"
            tip="Documents are compared only with documents of like value, besides like length"
          >
            <MultiSelect
              label="Compare like with like in"
              nothing="length only"
              options={[...columns, 'clusters'].map((value) => ({
                value,
                ...(value === 'clusters' ? { title: 'groups of like documents' } : {}),
              }))}
              values={draft.control}
              onChange={(control) => change({ control })}
            />
          </Field>
          {several && (
            <Field name="Against several" tip="Maximum: the one where the latent is most frequent. Union: any of them has it">
              <Select
                label="Against several"
                value={draft.mode}
                options={[
                  { value: 'maximum', title: 'the most frequent of them' },
                  { value: 'union', title: 'any of them' },
                ]}
                onChange={(mode) => change({ mode })}
              />
            </Field>
          )}
          <Field name="Frequency, %" tip="Only latents whose larger document frequency lies between">
            <span>
              <NumberField
                label="Frequency at least, percent"
                value={100 * draft.coverage[0]}
                min={0}
                max={100}
                onChange={(least) => change({ coverage: [(least ?? 0) / 100, draft.coverage[1]] })}
              />
              {' – '}
              <NumberField
                label="Frequency at most, percent"
                value={100 * draft.coverage[1]}
                min={0}
                max={100}
                onChange={(most) => change({ coverage: [draft.coverage[0], (most ?? 100) / 100] })}
              />
            </span>
          </Field>
        </>
      )}
      <Field name="False discoveries, %" tip="Of the latents called different, so many may be so by chance">
        <NumberField
          label="False discoveries, percent"
          value={Math.round(1000 * draft.rate) / 10}
          min={0.1}
          max={50}
          step={0.5}
          onChange={(percent) => change({ rate: (percent ?? 5) / 100 })}
        />
      </Field>
      {question === 'trend' && (
        <Toggle label="Only steadily rising or falling" checked={draft.monotone} onChange={(monotone) => change({ monotone })} />
      )}
      <ScopeFields corpora={corpora} names={names} scope={scope} onChange={(next) => change({ scope: next })} />
    </>
  )
}
