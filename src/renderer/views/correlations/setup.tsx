import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../../contract/corpora.ts'
import { columnsOf } from '../../client/analysis-scope.ts'
import { formatCount } from '../../widgets/format-numbers.ts'
import { Select } from '../../widgets/fields.tsx'
import { MultiSelect } from '../../widgets/multi-select.tsx'
import { changedScope, ChannelField, ScopeFields, UnitFields } from '../../widgets/scope-fields.tsx'
import { Toggle } from '../../widgets/segmented.tsx'
import { Field, NumberField, SetupBar } from '../../widgets/setup-bar.tsx'
import { changedSettings, type Draft, missingIn } from './draft.ts'

type Props = {
  readonly draft: Draft
  readonly corpora: readonly CorpusSummary[]
  readonly channels: readonly string[]
  readonly running: boolean
  readonly change: (part: Partial<Draft>) => void
  readonly onRun: () => void
}

/** Which documents, and which pairs. */
export function CorrelationsSetup({ draft, corpora, channels, running, change, onRun }: Props): ReactNode {
  const { pairs, scope, column } = draft
  const columns = columnsOf(corpora, draft.corpora).map(({ name }) => name)
  const channelOptions = channels.map((value) => ({ value, title: value }))
  return (
    <SetupBar
      label="What is paired"
      run="Find pairs"
      missing={missingIn(draft)}
      running={running}
      onRun={onRun}
      changed={changedSettings(draft) + changedScope(scope)}
      more={<Settings draft={draft} corpora={corpora} change={change} columns={columns} />}
    >
      <Field name="Corpora">
        <MultiSelect
          label="Corpora"
          nothing="Choose corpora"
          options={corpora.map(({ name, documents }) => ({ value: name, note: formatCount(documents) }))}
          values={draft.corpora}
          onChange={(next) => change({ corpora: next })}
        />
      </Field>
      <Field name="Pairs of">
        <Select
          label="Pairs of"
          value={pairs}
          options={[
            { value: 'within', title: 'latents of the same text' },
            { value: 'between', title: 'latents of two channels', disabled: channels.length < 2 },
            { value: 'column', title: 'latents with a metadata column', disabled: columns.length === 0 },
          ]}
          onChange={(next) => change({ pairs: next })}
        />
      </Field>
      {pairs === 'between' &&
        ([0, 1] as const).map((side) => (
          <Field key={side} name={side === 0 ? 'Of' : 'With'}>
            <Select
              label={side === 0 ? 'First channel' : 'Second channel'}
              value={draft.channels[side]}
              options={channelOptions}
              onChange={(next) => change({ channels: side === 0 ? [next, draft.channels[1]] : [draft.channels[0], next] })}
            />
          </Field>
        ))}
      {pairs === 'column' && (
        <Field name="Column">
          <Select
            label="Column"
            value={column}
            options={[{ value: '', title: 'Choose…' }, ...columns.map((value) => ({ value, title: value }))]}
            onChange={(next) => change({ column: next })}
          />
        </Field>
      )}
      {pairs !== 'between' && (
        <ChannelField corpora={corpora} names={draft.corpora} scope={scope} onChange={(next) => change({ scope: next })} />
      )}
    </SetupBar>
  )
}

type SettingsProps = Pick<Props, 'draft' | 'corpora' | 'change'> & { readonly columns: readonly string[] }

function Settings({ draft, corpora, change, columns }: SettingsProps) {
  const { unit, fold, scope } = draft
  return (
    <>
      <Field name="Together in" tip="Units in which both must be present">
        <NumberField
          label="Together in at least"
          value={draft.minSupport}
          min={2}
          max={1e6}
          onChange={(next) => change({ minSupport: next ?? 5 })}
        />
      </Field>
      <Field name="NPMI from" tip="Of the listed pairs; acts after testing">
        <NumberField
          label="NPMI at least"
          value={draft.minNpmi}
          min={-1}
          max={1}
          step={0.05}
          onChange={(next) => change({ minNpmi: next ?? 0 })}
        />
      </Field>
      <Field name="Labels alike to" tip="Leaves out pairs whose labels say nearly the same: 1 leaves out none">
        <NumberField
          label="Similarity of labels at most"
          value={draft.maxLabelSimilarity}
          min={-1}
          max={1}
          step={0.05}
          onChange={(next) => change({ maxLabelSimilarity: next ?? 1 })}
        />
      </Field>
      <Field name="Frequency to, %" tip="Latents in a larger share of the documents are left out">
        <NumberField
          label="Frequency at most, percent"
          value={Math.round(100 * draft.maxFrequency)}
          min={1}
          max={100}
          onChange={(next) => change({ maxFrequency: (next ?? 50) / 100 })}
        />
      </Field>
      <Toggle
        label="Not on the same words"
        tip="Leaves out pairs that are mostly strongest on the same or the next token"
        checked={draft.apart}
        onChange={(apart) => change({ apart })}
      />
      <Toggle
        label="No grammar"
        tip="Leaves out latents of grammar and punctuation"
        checked={draft.skipSyntax}
        onChange={(skipSyntax) => change({ skipSyntax })}
      />
      <Field name="False discoveries, %">
        <NumberField
          label="False discoveries, percent"
          value={Math.round(1000 * draft.rate) / 10}
          min={0.1}
          max={50}
          step={0.5}
          onChange={(percent) => change({ rate: (percent ?? 5) / 100 })}
        />
      </Field>
      <UnitFields
        columns={columns}
        unit={unit}
        onUnit={(next) => change({ unit: next })}
        fold={fold}
        onFold={(next) => change({ fold: next })}
      />
      <ScopeFields corpora={corpora} names={draft.corpora} scope={scope} onChange={(next) => change({ scope: next })} />
    </>
  )
}
