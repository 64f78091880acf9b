import { create } from 'zustand'
import { failureOf } from './failure-of.ts'

export type Notice = {
  readonly id: number
  readonly tone: 'plain' | 'error'
  readonly text: string
  readonly hint?: string
  readonly action?: NoticeAction
  /** Other things to do, after `action`. */
  readonly others?: readonly NoticeAction[]
}
type NoticeAction = { readonly title: string; readonly run: () => void }

let lastId = 0
export const useNotices = create<{ readonly notices: readonly Notice[] }>()(() => ({ notices: [] }))

/** Shows a short message that goes by itself; at most three stand at once. */
export function notify(notice: Omit<Notice, 'id' | 'tone'> & { readonly tone?: Notice['tone'] }): void {
  const shown: Notice = { tone: 'plain', ...notice, id: ++lastId }
  useNotices.setState(({ notices }) => ({ notices: [...notices, shown].slice(-3) }))
}

/** Shows what went wrong and what to do; ready for a mutation's `onError`. */
export function notifyError(error: unknown): void {
  const { message, hint } = failureOf(error)
  notify({ tone: 'error', text: message, hint })
}

export function dismissNotice(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((each) => each.id !== id) }))
}
