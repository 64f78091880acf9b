import type { LedgerRow } from '../../../contract/language-models.ts'

export type LedgerSums = {
  readonly calls: number
  readonly reused: number
  readonly failed: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly estimated: boolean
  /** By currency, in the order they first came; what has no price is in none. */
  readonly costs: readonly { readonly currency: string | null; readonly amount: number }[]
}

/** All rows of a ledger together; money of different currencies stays apart. */
export function ledgerSums(rows: readonly LedgerRow[]): LedgerSums {
  const sum = (of: (row: LedgerRow) => number) => rows.reduce((total, row) => total + of(row), 0)
  const priced = rows.filter(({ cost }) => cost !== null)
  const currencies = [...new Set(priced.map(({ currency }) => currency))]
  return {
    calls: sum(({ calls }) => calls),
    reused: sum(({ reused }) => reused),
    failed: sum(({ failed }) => triesOf(failed)),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    estimated: rows.some(({ estimated }) => estimated),
    costs: currencies.map((currency) => ({
      currency,
      amount: priced.filter((row) => row.currency === currency).reduce((total, { cost }) => total + (cost ?? 0), 0),
    })),
  }
}

export const triesOf = (failed: LedgerRow['failed']): number => Object.values(failed).reduce((sum, tries) => sum + tries, 0)

/** Why tries failed, the commonest reason first: `12 rate-limited, 1 timed-out`. */
export function failedWords(failed: LedgerRow['failed']): string {
  return Object.entries(failed)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, tries]) => `${tries} ${reason}`)
    .join(', ')
}
