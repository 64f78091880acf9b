import { create } from 'zustand'
import type { LensRequest } from '../../contract/lenses.ts'

/** What jobs that add a lens were asked, by their ids, so that one that failed its self-test can be added all the same. */
export const useLensesAdding = create<{
  readonly asked: ReadonlyMap<number, LensRequest>
  /** Jobs whose end the user has seen and put away. */
  readonly seen: ReadonlySet<number>
}>()(() => ({ asked: new Map(), seen: new Set() }))

export function noteLensJob(id: number, request: LensRequest): void {
  useLensesAdding.setState(({ asked }) => ({ asked: new Map(asked).set(id, request) }))
}

export function putAwayLensJob(id: number): void {
  useLensesAdding.setState(({ seen }) => ({ seen: new Set(seen).add(id) }))
}
