import type { ReactNode } from 'react'
import { usual } from '../../../contract/hypotheses.ts'
import type { AskOf } from '../../client/ask-models.ts'
import { CountField, Field } from '../../widgets/setup-bar.tsx'

type Props = { readonly request: AskOf<'name-clusters'>; readonly onChange: (request: AskOf<'name-clusters'>) => void }

/** On how many documents of each cluster the names are judged. */
export function NamingFields({ request, onChange }: Props): ReactNode {
  return (
    <Field
      name="Judged of each cluster"
      tip="Documents that were not shown for the names: a judge who knows only the descriptions says which of these hold. 0 leaves names unjudged"
    >
      <CountField
        label="Documents judged of each cluster at most"
        value={request.perCluster}
        usual={usual.perCluster}
        min={0}
        max={10_000}
        onChange={(perCluster) => onChange({ ...request, perCluster })}
      />
    </Field>
  )
}
