import { useEffect, useRef } from 'react'
import { useCommands } from '../../client/commands.ts'
import { redo, step, undo } from './session.ts'

export type CardActs = {
  readonly accept: () => void
  readonly edit: () => void
  readonly refuse: () => void
  readonly skip: () => void
  readonly flag: () => void
}

const group = 'Review'

/** Keys that decide about the latent that is shown; Enter, where nothing else takes it, accepts. */
export function useCardKeys({
  pick,
  ...acts
}: CardActs & { readonly pick: (number: number) => void; readonly keep: () => void }): void {
  useCommands([
    { id: 'review.accept', run: acts.accept },
    { id: 'review.edit', run: acts.edit },
    { id: 'review.refuse', run: acts.refuse },
    { id: 'review.skip', run: acts.skip },
    { id: 'review.flag', run: acts.flag },
    { id: 'review.keep', run: acts.keep },
    { id: 'review.0', run: () => pick(0) },
    ...[1, 2, 3, 4, 5].map((number) => ({
      id: `review.${number}`,
      title: `Choose proposal ${number}`,
      group,
      keys: String(number),
      run: () => pick(number),
    })),
  ])
  useFreeKeys({ Enter: acts.accept })
}

const next = () => step(1)
const previous = () => step(-1)

/** Keys that lead on and back, also where no latent is shown. */
export function useWayKeys(): void {
  useCommands([
    { id: 'review.next', run: next },
    { id: 'review.previous', run: previous },
    { id: 'review.undo', run: () => void undo() },
    { id: 'review.redo', run: () => void redo() },
  ])
  useFreeKeys({ ArrowDown: next, ArrowUp: previous })
}

/** Runs keys by their names, where what has the focus has no use of its own for them. */
function useFreeKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const run = latest.current[event.key]
      const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey
      if (run === undefined || modified || event.defaultPrevented || takesKey(event.target, event.key)) return
      event.preventDefault()
      run()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

const choices = 'input[type="radio"], input[type="checkbox"]'
const fields = 'textarea, select, [contenteditable]'

/** Whether what has the focus has a use of its own for Enter, or for arrows. */
function takesKey(target: EventTarget | null, key: string): boolean {
  if (document.querySelector('dialog[open]') !== null || !(target instanceof Element)) return true
  if (target.closest(fields) !== null) return true
  if (key === 'Enter') return target.closest(`button, a, summary, input:not(${choices})`) !== null
  return target.closest('input, [role="separator"], [role="tab"], [tabindex="0"]') !== null
}
