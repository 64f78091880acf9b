import type { ReactNode } from 'react'
import { usual } from '../../../contract/hypotheses.ts'
import type { AskOf } from '../../client/ask-models.ts'
import { CountField, Field, NumberField } from '../../widgets/setup-bar.tsx'

type Props = { readonly request: AskOf<'hypotheses'>; readonly onChange: (request: AskOf<'hypotheses'>) => void }

/** How much is asked for hypotheses. Each figure makes the run larger or smaller in proportion. */
export function HypothesisFields({ request, onChange }: Props): ReactNode {
  const count = (key: 'latents' | 'hypotheses' | 'documents') => ({
    value: request[key],
    usual: usual[key],
    onChange: (value: number) => onChange({ ...request, [key]: value }),
  })
  return (
    <>
      <Field
        name="Latents"
        tip="The strongest of both directions are labelled anew, on half of the documents, before anything is concluded"
      >
        <CountField label="Latents labelled at most" {...count('latents')} min={1} max={500} />
      </Field>
      <Field name="Gate" tip="Balanced accuracy that a label needs to be used, from 0.5 (guessing) to 1">
        <NumberField
          label="Gate"
          value={request.gate ?? usual.gate}
          min={0}
          max={1}
          step={0.05}
          onChange={(value) => onChange({ ...request, gate: value ?? usual.gate })}
        />
      </Field>
      <Field name="Hypotheses">
        <CountField label="Hypotheses at most" {...count('hypotheses')} min={1} max={10} />
      </Field>
      <Field name="Judged each side" tip="Documents of each side, from the other half, in which every hypothesis is judged">
        <CountField label="Documents judged on each side at most" {...count('documents')} min={10} max={100_000} step={10} />
      </Field>
    </>
  )
}
