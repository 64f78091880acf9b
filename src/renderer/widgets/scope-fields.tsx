import type { ReactNode } from 'react'
import type { CorpusSummary } from '../../contract/corpora.ts'
import { type ScopeDraft, sharedChannels } from '../client/analysis-scope.ts'
import { useScope } from '../client/workbench.ts'
import { ConditionsField } from './conditions-field.tsx'
import { Select } from './fields.tsx'
import { Field, NumberField } from './setup-bar.tsx'

type Props = {
  readonly corpora: readonly CorpusSummary[]
  /** The corpora that are analysed. */
  readonly names: readonly string[]
  readonly scope: ScopeDraft
  readonly onChange: (scope: ScopeDraft) => void
}

/** The channel read; shown only where there is a choice. */
export function ChannelField({ corpora, names, scope, onChange }: Props): ReactNode {
  const { lens } = useScope()
  const channels = sharedChannels(corpora, names, lens)
  if (channels.length < 2 && scope.channel === null) return null
  return (
    <Field name="Channel" tip="Which of the texts of a document is looked at">
      <Select
        label="Channel"
        value={scope.channel ?? channels[0] ?? ''}
        options={[...new Set([...channels, ...(scope.channel === null ? [] : [scope.channel])])].map((value) => ({
          value,
          title: value,
        }))}
        onChange={(channel) => onChange({ ...scope, channel })}
      />
    </Field>
  )
}

/** What counts as present, and in which documents: the settings that all analyses have. */
export function ScopeFields({ corpora, names, scope, onChange }: Props): ReactNode {
  const { threshold, minTokens } = scope
  return (
    <>
      <Field name="Only documents with" tip="Metadata that must equal">
        <ConditionsField corpora={corpora} names={names} where={scope.where} onChange={(where) => onChange({ ...scope, where })} />
      </Field>
      <Field name="Present above" tip="A latent is present in a document where its activation is above this on enough tokens">
        <span>
          <Select
            label="Present above"
            value={threshold === 'lens' ? 'lens' : threshold === 0 ? 'any' : 'number'}
            options={[
              { value: 'lens', title: 'the lens’s threshold' },
              { value: 'any', title: '0: any activation' },
              { value: 'number', title: 'a number' },
            ]}
            onChange={(kind) => onChange({ ...scope, threshold: kind === 'lens' ? 'lens' : kind === 'any' ? 0 : 1 })}
          />{' '}
          {threshold !== 'lens' && threshold !== 0 && (
            <NumberField
              label="Activation above which a latent is present"
              value={threshold}
              min={0}
              max={1e6}
              step={0.1}
              onChange={(value) => onChange({ ...scope, threshold: value ?? 'lens' })}
            />
          )}
        </span>
      </Field>
      <Field name="On tokens" tip="On how many tokens of a document it must be active">
        <NumberField
          label="Tokens on which a latent must be active"
          value={minTokens}
          min={1}
          max={1000}
          onChange={(value) => onChange({ ...scope, minTokens: value ?? 1 })}
        />
      </Field>
    </>
  )
}

/** How many of the common settings are not as they come. */
export function changedScope({ where, threshold, minTokens }: ScopeDraft): number {
  return Number(Object.keys(where).length > 0) + Number(threshold !== 'lens') + Number(minTokens !== 1)
}

type UnitProps = {
  readonly columns: readonly string[]
  readonly unit: string
  readonly onUnit: (unit: string) => void
  readonly fold: boolean
  readonly onFold: (fold: boolean) => void
}

/** What counts as one independent observation. */
export function UnitFields({ columns, unit, onUnit, fold, onFold }: UnitProps): ReactNode {
  return (
    <>
      <Field name="One unit is" tip="Documents that share a prompt, a source or nearly the same text are not independent">
        <Select
          label="One unit is"
          value={unit}
          options={[
            { value: 'auto', title: 'found by itself' },
            { value: 'document', title: 'each document' },
            ...columns.map((name) => ({ value: name, title: `the same ${name}` })),
          ]}
          onChange={onUnit}
        />
      </Field>
      <Field name="Duplicates" tip="Of documents with (nearly) the same text in one group, one is kept">
        <Select
          label="Duplicates"
          value={fold ? 'fold' : 'keep'}
          options={[
            { value: 'fold', title: 'folded to one' },
            { value: 'keep', title: 'counted each' },
          ]}
          onChange={(value) => onFold(value === 'fold')}
        />
      </Field>
    </>
  )
}
