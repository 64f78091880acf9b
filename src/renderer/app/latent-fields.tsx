import type { ReactNode } from 'react'
import { readCorpora } from '../client/analysis-scope.ts'
import type { LatentPick, LatentsAsk } from '../client/ask-models.ts'
import { type LatentsDraft, picksOf, withDoes } from '../client/latents-request.ts'
import { useCorpora } from '../client/project-queries.ts'
import { Select } from '../widgets/fields.tsx'
import { MultiSelect } from '../widgets/multi-select.tsx'
import { Segmented, Toggle } from '../widgets/segmented.tsx'
import { CountField, Field, NumberField } from '../widgets/setup-bar.tsx'
import styles from './ask-dialog.module.css'

type Props = { readonly of: LatentsAsk; readonly draft: LatentsDraft; readonly onChange: (draft: LatentsDraft) => void }

const picks: Readonly<Record<Exclude<LatentPick, 'latent'>, string>> = {
  unlabelled: 'without a label, or one that only counts tokens',
  unscored: 'with a label that was never scored',
  below: 'with a label scored below the gate',
  starred: 'with a star',
  table: 'those in the table, from the top',
}

/** Which latents, and how their labels are written or scored. */
export function LatentFields({ of, draft, onChange }: Props): ReactNode {
  const { data: corpora = [] } = useCorpora()
  const { does, pick, limit, gate, candidates, methods } = draft
  const set = (change: Partial<LatentsDraft>) => onChange({ ...draft, ...change })
  const title = (value: LatentPick) => {
    if (value === 'latent') return `latent ${of.latent} alone`
    return value === 'table' && of.table.list !== undefined ? `those of the list “${of.table.list}”` : picks[value]
  }
  return (
    <>
      <Field name="Labels are">
        <Segmented
          label="Labels are"
          options={[
            { value: 'label', title: 'Written' },
            { value: 'score', title: 'Scored' },
          ]}
          value={does}
          onChange={(next) => onChange(withDoes(draft, next))}
        />
      </Field>
      <Field name="Latents">
        <Select
          label="Latents"
          value={pick}
          options={picksOf(does)
            .filter((value) => value !== 'latent' || of.latent !== null)
            .map((value) => ({ value, title: title(value) }))}
          onChange={(next) => set({ pick: next })}
        />
      </Field>
      {pick !== 'latent' && (
        <Field name="At most" tip="The most frequent first">
          <CountField
            label="Latents at most"
            value={limit}
            usual={100}
            min={1}
            max={100_000}
            onChange={(next) => set({ limit: next })}
          />
        </Field>
      )}
      <Field name="Passages from" tip="Only passages of these corpora are sent">
        <MultiSelect
          label="Passages from"
          nothing="all corpora that were read"
          options={readCorpora(corpora, of.table.lens).map(({ name }) => ({ value: name }))}
          values={draft.corpora}
          onChange={(names) => set({ corpora: names })}
        />
      </Field>
      <Field name="Gate" tip="Balanced accuracy that a label needs, from 0.5 (guessing) to 1">
        <NumberField label="Gate" value={gate} min={0} max={1} step={0.05} onChange={(next) => set({ gate: next ?? 0.75 })} />
      </Field>
      {does === 'score' ? (
        <Field name="How" tip="Detection: which passages fit the label. Fuzzing: whether the right tokens are marked">
          <Select
            label="How labels are scored"
            value={methods.length > 1 ? 'both' : methods[0] === 'fuzzing' ? 'fuzzing' : 'detection'}
            options={[
              { value: 'detection', title: 'by detection' },
              { value: 'fuzzing', title: 'by fuzzing' },
              { value: 'both', title: 'by both' },
            ]}
            onChange={(value) => set({ methods: value === 'both' ? ['detection', 'fuzzing'] : [value] })}
          />
        </Field>
      ) : (
        <>
          <Field name="Proposals each">
            <CountField
              label="Proposals for each latent"
              value={candidates}
              usual={1}
              min={1}
              max={5}
              onChange={(next) => set({ candidates: next })}
            />
          </Field>
          <Field name="Taken over" tip="A label that a person wrote always stands">
            <Select
              label="Which proposals are taken over"
              value={draft.accept}
              options={[
                { value: 'better', title: 'the best, from the gate up' },
                { value: 'none', title: 'none: I review them' },
              ]}
              onChange={(accept) => set({ accept })}
            />
          </Field>
          <span className={styles['toggles']}>
            <Toggle
              label="Score them"
              checked={draft.score}
              onChange={(score) => set({ score })}
              tip="On documents that the labeller did not see"
            />
            <Toggle
              label="Show the present label"
              checked={draft.relabel}
              onChange={(relabel) => set({ relabel })}
              tip="The model is told the label there is, and its score"
            />
          </span>
        </>
      )}
    </>
  )
}
