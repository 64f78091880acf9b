import { useLists } from './note-queries.ts'
import { type LatentsOnly, listOf } from './view.ts'
import { useWorkbench } from './workbench.ts'

/** Which latents the table shows; all, where the list it showed is gone. */
export function useOnly(): LatentsOnly {
  const only = useWorkbench((state) => state.table.only)
  const list = listOf(only)
  const { data: lists } = useLists()
  return list === null || lists?.some(({ name }) => name === list) !== false ? only : 'all'
}
