import { type ReactNode, useEffect } from 'react'
import { beginNewTab, endNewTab } from '../../client/desk-state.ts'
import { type LatentTable, useLatentRow } from '../../client/row-queries.ts'
import { useWorkbench } from '../../client/workbench.ts'

type Props = { readonly table: LatentTable; readonly row: number; readonly onDone: () => void }

/** Opens the latent of a row in a new tab as soon as it is known which one that is. */
export function NewTab({ table, row, onDone }: Props): ReactNode {
  const select = useWorkbench((state) => state.selectLatent)
  const latent = useLatentRow(table, row)?.latent
  useEffect(() => {
    if (latent === undefined) return
    beginNewTab()
    select(latent)
    endNewTab()
    onDone()
  }, [latent, select, onDone])
  return null
}
