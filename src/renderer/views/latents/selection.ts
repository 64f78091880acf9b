import { latentColumns } from '../../client/latent-table-queries.ts'
import { notifyError } from '../../client/notices.ts'
import type { LatentTable } from '../../client/row-queries.ts'
import { createTabState } from '../../client/tab-state.ts'

/** Latents ticked in the table, and the row from which a range goes. */
type Ticked = { readonly latents: ReadonlySet<number>; readonly from: number | null }

export const useTicked = createTabState<Ticked>({ latents: new Set(), from: null })

export const untick = (): void => useTicked.setState({ latents: new Set(), from: null })

/** Ticks a latent, or takes its tick away; ranges go from it. */
export function tick(latent: number, row: number): void {
  useTicked.setState(({ latents }) => {
    const next = new Set(latents)
    if (!next.delete(latent)) next.add(latent)
    return { latents: next, from: row }
  })
}

/** The same by its row. */
export async function tickRow(table: LatentTable, row: number): Promise<void> {
  try {
    const latent = (await latentColumns(table)).latents[row]
    if (latent !== undefined) tick(latent, row)
  } catch (error) {
    notifyError(error)
  }
}

/** Ticks all rows from where the last one was ticked to this one. */
export async function tickTo(table: LatentTable, row: number): Promise<void> {
  const { from } = useTicked.getState()
  await tickRows(table, Math.min(from ?? row, row), Math.max(from ?? row, row) + 1)
  if (from === null) useTicked.setState({ from: row })
}

export const tickAll = (table: LatentTable): Promise<void> => tickRows(table, 0, Infinity)

/** The table is asked for its order: not all of it is here. */
async function tickRows(table: LatentTable, first: number, end: number): Promise<void> {
  try {
    const { latents: order } = await latentColumns(table)
    useTicked.setState(({ latents }) => ({ latents: new Set([...latents, ...order.subarray(first, Math.min(end, order.length))]) }))
  } catch (error) {
    notifyError(error)
  }
}
