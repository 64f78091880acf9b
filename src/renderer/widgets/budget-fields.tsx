import type { ReactNode } from 'react'
import type { BudgetDraft } from '../client/plan-figures.ts'
import { visibleText } from './visible-text.ts'
import { Field, NumberField } from './setup-bar.tsx'
import styles from './budget-fields.module.css'

type Props = {
  /** Null without a price: money cannot be counted then. */
  readonly currency: string | null
  readonly budget: BudgetDraft
  readonly onChange: (budget: BudgetDraft) => void
}

const tip = 'A run ends before it passes this; what was answered is kept, and it can be resumed.'

/** Where a run stops by itself; an empty field is no limit. */
export function BudgetFields({ currency, budget, onChange }: Props): ReactNode {
  return (
    <fieldset className={styles['budget']} aria-label="Stop the run at">
      {currency !== null && (
        <Field name={`Stop at (${visibleText(currency)})`} tip={tip}>
          <NumberField
            label={`Most money, in ${visibleText(currency)}`}
            value={budget.cost}
            min={0}
            max={1e9}
            step={0.01}
            placeholder="no limit"
            onChange={(cost) => onChange({ ...budget, cost })}
          />
        </Field>
      )}
      <Field name="Stop at tokens" tip={tip}>
        <NumberField
          label="Most tokens, in and out together"
          value={budget.tokens}
          min={1}
          max={Number.MAX_SAFE_INTEGER}
          placeholder="no limit"
          onChange={(tokens) => onChange({ ...budget, tokens: tokens === null ? null : Math.round(tokens) })}
        />
      </Field>
    </fieldset>
  )
}
