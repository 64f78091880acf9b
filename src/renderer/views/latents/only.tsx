import type { ReactNode } from 'react'
import { useLists } from '../../client/note-queries.ts'
import type { LatentTable } from '../../client/row-queries.ts'
import { inList, type LatentsOnly, listOf } from '../../client/view.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { Select } from '../../widgets/fields.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'

export const onlyChoices = [
  { value: 'all', title: 'all latents', command: 'Show all latents' },
  { value: 'starred', title: 'with a star', command: 'Show latents with a star' },
  { value: 'flagged', title: 'flagged', command: 'Show flagged latents' },
  { value: 'noted', title: 'with a note', command: 'Show latents with a note' },
] as const

/** Which latents the table shows; all, where the list it showed is gone. */
export function useOnly(): LatentsOnly {
  const only = useWorkbench((state) => state.table.only)
  const list = listOf(only)
  const { data: lists } = useLists()
  return list === null || lists?.some(({ name }) => name === list) !== false ? only : 'all'
}

/** The same as part of a request. */
export function onlyInput(only: LatentsOnly): Pick<LatentTable, 'starred' | 'flagged' | 'noted' | 'list'> {
  const list = listOf(only)
  if (list !== null) return { list }
  return only === 'all' ? {} : { [only]: true }
}

/** What a request asks of latents, after “none of them”: `is flagged and has such a label`. */
export function askedWords({ starred, flagged, noted, list, search, alive }: LatentTable): string {
  const asked = [
    starred === true && 'has a star',
    flagged === true && 'is flagged',
    noted === true && 'has a note',
    list !== undefined && 'is in this list',
    search !== undefined && 'has such a label',
    alive !== false && 'is present in a document',
  ].filter((each) => each !== false)
  return asked.join(' and ')
}

/** All latents, those with a star, a flag or a note, or those of a list. */
export function OnlySelect({ only }: { only: LatentsOnly }): ReactNode {
  const { data: lists = [] } = useLists()
  const change = useWorkbench((state) => state.changeTable)
  const named = lists.map(({ name, latents }) => ({ value: inList(name), title: `in “${name}” (${formatCount(latents)})` }))
  return (
    <Select<LatentsOnly>
      label="Which latents"
      value={only}
      options={[...onlyChoices, ...named]}
      onChange={(next) => change({ only: next })}
    />
  )
}
