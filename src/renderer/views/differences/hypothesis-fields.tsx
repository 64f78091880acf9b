import type { ReactNode } from 'react'
import { usual } from '../../../contract/hypotheses.ts'
import type { AskOf } from '../../client/ask-models.ts'
import { Field, NumberField } from '../../widgets/setup-bar.tsx'

type Props = { readonly request: AskOf<'hypotheses'>; readonly onChange: (request: AskOf<'hypotheses'>) => void }

/** How much is asked for hypotheses. Each figure makes the run larger or smaller in proportion. */
export function HypothesisFields({ request, onChange }: Props): ReactNode {
  const number = (key: 'latents' | 'hypotheses' | 'documents') => (value: number | null) =>
    onChange({ ...request, [key]: Math.round(value ?? usual[key]) })
  const { latents = usual.latents, hypotheses = usual.hypotheses, documents = usual.documents, gate = usual.gate } = request
  return (
    <>
      <Field
        name="Latents"
        tip="The strongest of both directions are labelled anew, on half of the documents, before anything is concluded"
      >
        <NumberField label="Latents labelled at most" value={latents} min={1} max={500} onChange={number('latents')} />
      </Field>
      <Field name="Gate" tip="Balanced accuracy that a label needs to be used, from 0.5 (guessing) to 1">
        <NumberField
          label="Gate"
          value={gate}
          min={0}
          max={1}
          step={0.05}
          onChange={(value) => onChange({ ...request, gate: value ?? usual.gate })}
        />
      </Field>
      <Field name="Hypotheses">
        <NumberField label="Hypotheses at most" value={hypotheses} min={1} max={10} onChange={number('hypotheses')} />
      </Field>
      <Field name="Judged each side" tip="Documents of each side, from the other half, in which every hypothesis is judged">
        <NumberField
          label="Documents judged on each side at most"
          value={documents}
          min={10}
          max={100_000}
          step={10}
          onChange={number('documents')}
        />
      </Field>
    </>
  )
}
