import { type ReactNode, useRef } from 'react'
import { useCommands } from '../../client/commands.ts'
import { addToList, takeFromList } from '../../client/list-acts.ts'
import { useListsOf } from '../../client/note-queries.ts'
import { formatCount } from '../../widgets/format-numbers.ts'
import { MultiSelect } from '../../widgets/multi-select.tsx'
import styles from './latent-page.module.css'

/** Characters of a name that the contract takes. */
const longestName = 100

/** The lists that hold the latent: ticked and unticked, or a new one by its name. */
export function LatentLists({ latent, lens }: { readonly latent: number; readonly lens: string }): ReactNode {
  const { data: lists } = useListsOf({ latent, lens })
  const button = useRef<HTMLButtonElement>(null)
  useCommands([{ id: 'latent.lists', run: () => button.current?.click() }])
  if (lists === undefined) return null
  const holding = lists.filter(({ holds }) => holds).map(({ name }) => name)
  const change = (names: readonly string[]) => {
    for (const name of names.filter((each) => !holding.includes(each)))
      void addToList({ lens }, name.slice(0, longestName), [latent])
    for (const name of holding.filter((each) => !names.includes(each))) void takeFromList({ lens }, name, latent)
  }
  return (
    <div className={styles['lists']}>
      <MultiSelect
        label="In lists"
        nothing="In no list"
        options={lists.map(({ name, latents }) => ({ value: name, note: formatCount(latents) }))}
        values={holding}
        onChange={change}
        typed="New list: its name, then Enter"
        button={button}
      />
    </div>
  )
}
