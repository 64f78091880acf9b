import type { ReactNode } from 'react'
import { Split } from './split.tsx'

type Props = {
  /** Under this name the places of the dividers are kept. */
  readonly name: string
  /** What the dividers are between, as in "table of differences". */
  readonly of: string
  readonly table: ReactNode
  /** Null where it is put away. */
  readonly plot: ReactNode | null
  /** What is looked at closely; null: nothing. */
  readonly closer: ReactNode | null
}

/** The parts of a result: its table, and beside it the plot above whatever is looked at closely. */
export function ResultParts({ name, of, table, plot, closer }: Props): ReactNode {
  if (plot === null && closer === null) return table
  const beside =
    plot === null || closer === null ? (
      (plot ?? closer)
    ) : (
      <Split
        name={`${name}-plot`}
        label={`Height of the plot beside the table of ${of}`}
        direction="column"
        share={0.48}
        first={plot}
        second={closer}
      />
    )
  return <Split name={name} label={`Width of the table of ${of}`} direction="row" share={0.56} first={table} second={beside} />
}
