import type { SavedFilter } from '../../contract/latent-table.ts'
import { didAct, toldAct } from './acts.ts'
import { api } from './api.ts'
import { notifyError } from './notices.ts'

const put = (name: string, rule: SavedFilter['rule']) => api.latents.saveFilter.mutate({ name, rule })
const drop = (name: string) => api.latents.removeFilter.mutate({ name })

/** Keeps a rule under a name, in the place of `before`. False where it failed, which is then told. */
export async function saveFilter(name: string, rule: SavedFilter['rule'], before: SavedFilter | undefined): Promise<boolean> {
  try {
    await put(name, rule)
    didAct({
      title: `Filter “${name}”`,
      undo: () => (before === undefined ? drop(name) : put(name, before.rule)),
      redo: () => put(name, rule),
    })
    return true
  } catch (error) {
    notifyError(error)
    return false
  }
}

export async function removeFilter({ name, rule }: SavedFilter): Promise<void> {
  try {
    await drop(name)
    toldAct({ title: `Removal of the filter “${name}”`, undo: () => put(name, rule), redo: () => drop(name) }, `Removed: ${name}`)
  } catch (error) {
    notifyError(error)
  }
}
