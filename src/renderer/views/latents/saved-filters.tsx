import { type FormEvent, type ReactNode, useState } from 'react'
import type { SavedFilter } from '../../../contract/latent-table.ts'
import { removeFilter, saveFilter } from '../../client/filter-store-acts.ts'
import { ruleOf, sameRule, viewOfRule } from '../../client/latent-filter.ts'
import { useSavedFilters } from '../../client/latent-table-queries.ts'
import { useWorkbench } from '../../client/workbench.ts'
import { Button, IconButton } from '../../widgets/button.tsx'
import { PlainText } from '../../widgets/visible-parts.tsx'
import { visibleText } from '../../widgets/visible-text.ts'
import styles from './tools.module.css'

/** The saved filter that is open, and whether the table still follows it; null: none is. */
export function useOpenFilter(): { readonly saved: SavedFilter; readonly changed: boolean } | null {
  const table = useWorkbench((state) => state.table)
  const { data: filters = [] } = useSavedFilters()
  const saved = filters.find(({ name }) => name === table.saved)
  return saved === undefined ? null : { saved, changed: !sameRule(saved.rule, ruleOf(table)) }
}

/** Filters kept under names: rules, never copies of what they find. */
export function SavedFilters(): ReactNode {
  const table = useWorkbench((state) => state.table)
  const change = useWorkbench((state) => state.changeTable)
  const { data: filters = [] } = useSavedFilters()
  const open = useOpenFilter()
  const [name, setName] = useState('')
  const save = async (under: string) => {
    const saved = await saveFilter(
      under,
      ruleOf(table),
      filters.find((each) => each.name === under),
    )
    if (saved) change({ saved: under })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return
    void save(name.trim())
    setName('')
  }
  return (
    <div className={styles['stack']}>
      {filters.length === 0 ? (
        <p className={styles['hint']}>
          A name below keeps search, conditions and order as a rule: opened later, it finds what fits then.
        </p>
      ) : (
        <ul className={styles['list']} aria-label="Saved filters">
          {filters.map((filter) => (
            <li key={filter.name} data-open={filter.name === open?.saved.name}>
              <button type="button" onClick={() => change({ ...viewOfRule(filter.rule), saved: filter.name })}>
                <PlainText text={filter.name} />
              </button>
              <IconButton
                icon="trash"
                label={`Remove the filter ${visibleText(filter.name)}`}
                onClick={() => void removeFilter(filter)}
              />
            </li>
          ))}
        </ul>
      )}
      {open?.changed === true && (
        <div className={styles['changed']}>
          <span>
            <PlainText text={open.saved.name} />: unsaved changes
          </span>
          <Button onClick={() => void save(open.saved.name)}>Save</Button>
          <Button kind="quiet" onClick={() => change(viewOfRule(open.saved.rule))}>
            Take back
          </Button>
        </div>
      )}
      <form className={styles['new']} onSubmit={submit}>
        <input
          aria-label="Name of a new filter"
          placeholder="Save as: a name"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" disabled={name.trim() === ''}>
          Save
        </Button>
      </form>
    </div>
  )
}
