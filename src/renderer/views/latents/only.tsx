import type { ReactNode } from 'react'
import { useLists } from '../../client/note-queries.ts'
import type { LatentTable } from '../../client/row-queries.ts'
import { inList, type LatentsOnly } from '../../client/view.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { Select } from '../../widgets/fields.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'

export const onlyChoices = [
  { value: 'all', title: 'all latents', command: 'Show all latents' },
  { value: 'starred', title: 'with a star', command: 'Show latents with a star' },
  { value: 'flagged', title: 'flagged', command: 'Show flagged latents' },
  { value: 'noted', title: 'with a note', command: 'Show latents with a note' },
] as const

/** What a request asks of latents, after “none of them”: `is flagged and has such a label`. */
export function askedWords(table: LatentTable): string {
  const { starred, flagged, noted, list, search, searchBy, alive, presentIn = [] } = table
  const ranges = [table.score, table.documentFrequency, table.tokenDensity, table.maxActivation]
  const asked = [
    starred === true && 'has a star',
    flagged === true && 'is flagged',
    noted === true && 'has a note',
    list !== undefined && 'is in this list',
    search !== undefined && (searchBy === 'pattern' ? 'has a label of this pattern' : 'has such a label'),
    table.origins !== undefined && 'has a label of this origin',
    ranges.some((range) => range !== undefined) && 'is within these bounds',
    presentIn.length > 0 && 'is present in these corpora',
    table.among !== undefined && 'was chosen on the map',
    alive !== false && 'is present in a document',
  ].filter((each) => each !== false)
  return asked.length === 0 ? 'is there' : asked.join(' and ')
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
