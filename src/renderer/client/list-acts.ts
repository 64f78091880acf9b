import type { LatentList } from '../../contract/notes.ts'
import { type Act, didAct, toldAct } from './acts.ts'
import { api } from './api.ts'
import { failureOf } from './failure-of.ts'
import { backInPlace } from './list-order.ts'
import { notifyError } from './notices.ts'
import { inList } from './view.ts'
import { changeEveryView } from './view-actions.ts'

type OfLens = { readonly lens?: string }

/** Puts latents at the end of a list, which is made where there is none; without latents it is made empty. */
export async function addToList(of: OfLens, name: string, latents: readonly number[]): Promise<boolean> {
  const add = () => api.notes.changeList.mutate({ ...of, name, add: [...latents] })
  return act(async () => {
    const before = await listIfAny(of, name)
    const isNew = before === null
    const added = latents.filter((latent) => !holds(before, latent))
    if (!isNew && added.length === 0) return null
    await add()
    return {
      ...(added.length > 1 ? { told: `${latentsInWords(added)} put into “${name}”` } : {}),
      title: isNew ? `New list “${name}”` : `${latentsInWords(added)} into “${name}”`,
      undo: async () => {
        const left = await api.notes.changeList.mutate({ ...of, name, take: added })
        if (isNew && left.latents.length === 0) await api.notes.changeList.mutate({ ...of, name, remove: true })
      },
      redo: add,
    }
  })
}

/** Takes a latent out of a list; undone, it is where it was. */
export async function takeFromList(of: OfLens, name: string, latent: number): Promise<boolean> {
  return act(async () => {
    const before = await listIfAny(of, name)
    if (before === null || !holds(before, latent)) return null
    const order = before.latents.map((each) => each.latent)
    const take = () => api.notes.changeList.mutate({ ...of, name, take: [latent] })
    await take()
    return {
      title: `Latent ${latent} out of “${name}”`,
      undo: async () => {
        const now = (await listIfAny(of, name))?.latents.map((each) => each.latent) ?? []
        await api.notes.changeList.mutate({ ...of, name, latents: [...backInPlace(now, order, latent)] })
      },
      redo: take,
    }
  })
}

export async function renameList(of: OfLens, name: string, to: string): Promise<boolean> {
  const rename = async (from: string, next: string) => {
    await api.notes.changeList.mutate({ ...of, name: from, rename: next })
    // What shows the list goes on showing it.
    changeEveryView((view) => ({
      ...view,
      table: view.table.only === inList(from) ? { ...view.table, only: inList(next) } : view.table,
      collection: view.collection === inList(from) ? inList(next) : view.collection,
    }))
  }
  return act(async () => {
    if (name === to) return null
    await rename(name, to)
    return { title: `New name of “${name}”`, undo: () => rename(to, name), redo: () => rename(name, to) }
  })
}

/** Removes a list; the notice and Ctrl+Z bring it back with all it held. The latents themselves are untouched. */
export async function removeList(of: OfLens, name: string): Promise<boolean> {
  const remove = async () => {
    const removed = await api.notes.changeList.mutate({ ...of, name, remove: true })
    changeEveryView((view) => (view.collection === inList(name) ? { ...view, collection: 'flagged' } : view))
    return removed
  }
  return act(async () => {
    const { latents } = await remove()
    const restore = () => api.notes.changeList.mutate({ ...of, name, latents: latents.map(({ latent }) => latent) })
    return { title: `Removal of “${name}”`, undo: restore, redo: remove, told: `Removed: ${name}` }
  })
}

/** Carries something out and puts it on the stack; null: there was nothing to do. False where it failed, which is then told. */
async function act(carryOut: () => Promise<(Act & { readonly told?: string }) | null>): Promise<boolean> {
  try {
    const done = await carryOut()
    if (done?.told !== undefined) toldAct(done, done.told)
    else if (done !== null) didAct(done)
    return true
  } catch (error) {
    notifyError(error)
    return false
  }
}

async function listIfAny(of: OfLens, name: string): Promise<LatentList | null> {
  try {
    return await api.notes.list.query({ ...of, name })
  } catch (error) {
    if (failureOf(error).code === 'not-found') return null
    throw error
  }
}

const holds = (list: LatentList | null, latent: number) => list?.latents.some((each) => each.latent === latent) ?? false
const latentsInWords = (latents: readonly number[]) => (latents.length === 1 ? `Latent ${latents[0]}` : `${latents.length} latents`)
