import type { ReactNode } from 'react'
import { usual } from '../../../contract/hypotheses.ts'
import type { AskFields, AskOf } from '../../client/ask-models.ts'
import { Field, NumberField } from '../../widgets/setup-bar.tsx'

type Props = { readonly request: AskOf<'rerank'>; readonly onChange: (request: AskOf<'rerank'>) => void }

/** How many of the hits that are listed are put in order, and how often each is compared. */
export const rerankFields = (listed: number): AskFields<'rerank'> =>
  function RerankFields({ request, onChange }: Props): ReactNode {
    return (
      <>
        <Field name="Hits from the top" tip="Those behind them stay as they are">
          <NumberField
            label="Hits put in order"
            value={request.rerank ?? listed}
            min={2}
            max={Math.min(500, listed)}
            onChange={(next) => onChange({ ...request, rerank: Math.round(next ?? listed) })}
          />
        </Field>
        <Field
          name="Rounds"
          tip="In each round every hit is in one request, among others drawn at random. More rounds make the order surer"
        >
          <NumberField
            label="Rounds of comparing"
            value={request.rounds ?? usual.rounds}
            min={1}
            max={10}
            onChange={(next) => onChange({ ...request, rounds: Math.round(next ?? usual.rounds) })}
          />
        </Field>
      </>
    )
  }
