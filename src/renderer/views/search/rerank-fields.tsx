import type { ReactNode } from 'react'
import { usual } from '../../../contract/hypotheses.ts'
import type { AskFields, AskOf } from '../../client/ask-models.ts'
import { CountField, Field } from '../../widgets/setup-bar.tsx'

type Props = { readonly request: AskOf<'rerank'>; readonly onChange: (request: AskOf<'rerank'>) => void }

/** How many of the hits that are listed are put in order, and how often each is compared. */
export const rerankFields = (listed: number): AskFields<'rerank'> =>
  function RerankFields({ request, onChange }: Props): ReactNode {
    return (
      <>
        <Field name="Hits from the top" tip="Those behind them stay as they are">
          <CountField
            label="Hits put in order"
            value={request.rerank}
            usual={listed}
            min={2}
            max={Math.min(500, listed)}
            onChange={(rerank) => onChange({ ...request, rerank })}
          />
        </Field>
        <Field
          name="Rounds"
          tip="In each round every hit is in one request, among others drawn at random. More rounds make the order surer"
        >
          <CountField
            label="Rounds of comparing"
            value={request.rounds}
            usual={usual.rounds}
            min={1}
            max={10}
            onChange={(rounds) => onChange({ ...request, rounds })}
          />
        </Field>
      </>
    )
  }
