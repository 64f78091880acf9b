import type { ReactNode } from 'react'
import { useCommands } from '../../client/commands.ts'
import type { LatentColumn } from '../../client/latent-columns.ts'
import { addToList } from '../../client/list-acts.ts'
import { markLatents } from '../../client/mark-acts.ts'
import { useLists } from '../../client/note-queries.ts'
import type { LatentTable } from '../../client/row-queries.ts'
import { mostPinned } from '../../client/view.ts'
import { useScope, useWorkbench } from '../../client/workbench.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { formatCount } from '../../widgets/format-numbers.ts'
import { MultiSelect } from '../../widgets/multi-select.tsx'
import { Popover } from '../../widgets/popover.tsx'
import { untick, useTicked } from './selection.ts'
import { TakeFields } from './take-fields.tsx'
import styles from './tools.module.css'

type Props = { readonly table: LatentTable; readonly columns: readonly LatentColumn[]; readonly total: number }

/** What can be done with the ticked latents, all at once. */
export function TickedBar({ table, columns, total }: Props): ReactNode {
  const ticked = useTicked((state) => state.latents)
  const scope = useScope()
  const { data: lists = [] } = useLists()
  const { selectLatent, put } = useWorkbench()
  const latents = [...ticked]
  const words = ticked.size === 1 ? '1 latent' : `${formatCount(ticked.size)} latents`
  const star = () => void markLatents(scope, latents, { starred: true }, `${words} starred`)
  const flag = () => void markLatents(scope, latents, { flag: '' }, `${words} flagged`)
  const light = () => {
    const [first = null, ...others] = latents
    selectLatent(first)
    put({ pinned: Array.from({ length: mostPinned }, (_, place) => others[place] ?? null), dimmed: [] })
  }
  useCommands([
    { id: 'latents.untick', run: untick },
    { id: 'latents.star-ticked', run: star },
    { id: 'latents.flag-ticked', run: flag },
    { id: 'latents.light-ticked', run: light },
  ])
  return (
    <div className={styles['ticked']} role="toolbar" aria-label="Ticked latents">
      <span role="status">
        {formatCount(ticked.size)} / {formatCount(total)} ticked
      </span>
      <Button icon="star" onClick={star}>
        Star
      </Button>
      <Button icon="flag" onClick={flag}>
        Flag
      </Button>
      <Button icon="sun" data-tip={`Light their tokens in the panes, the first ${mostPinned + 1} at once`} onClick={light}>
        Light up
      </Button>
      <MultiSelect
        label="Put into lists"
        nothing="Put into a list…"
        options={lists.map(({ name, latents: held }) => ({ value: name, note: formatCount(held) }))}
        values={[]}
        onChange={(names) => names.forEach((name) => void addToList(scope, name.slice(0, 100), latents))}
        typed="New list: its name, then Enter"
      />
      <Popover icon="export" label="Copy or save the ticked latents">
        <TakeFields table={table} columns={columns} latents={ticked} />
      </Popover>
      <IconButton icon="close" label="Untick all (Esc)" onClick={untick} />
    </div>
  )
}
