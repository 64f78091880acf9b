import type { ReactNode } from 'react'
import { usual } from '../../../contract/hypotheses.ts'
import type { AskOf } from '../../client/ask-models.ts'
import { CountField, Field } from '../../widgets/setup-bar.tsx'

type Props = { readonly request: AskOf<'judge-pair'>; readonly onChange: (request: AskOf<'judge-pair'>) => void }

/** In how many documents the two labels are judged. */
export function PairFields({ request, onChange }: Props): ReactNode {
  return (
    <Field
      name="Documents judged"
      tip="Each is judged once for either label; at most one of each unit. More of them narrow the interval"
    >
      <CountField
        label="Documents judged at most"
        value={request.documents}
        usual={usual.documents}
        min={10}
        max={100_000}
        step={10}
        onChange={(documents) => onChange({ ...request, documents })}
      />
    </Field>
  )
}
