import { type KeyboardEvent, type ReactNode, type Ref, useImperativeHandle, useRef, useState } from 'react'
import { setFlag, subjectName } from '../client/note-acts.ts'
import type { Subject } from '../client/note-queries.ts'
import { IconButton } from '../widgets/button.tsx'
import { Icon } from '../widgets/icon.tsx'
import { visibleText } from '../widgets/visible-text.ts'
import styles from './editor.module.css'
import type { EditorHandle } from './markdown-editor.tsx'

/** Characters that the contract takes. */
const longest = 400

type Props = { readonly on: Subject; readonly flag: string; readonly handle?: Ref<EditorHandle> }

/** What something is flagged for, if anything is said; kept when the field is left. Enter and Escape leave it, Escape as it was. */
export function FlagField({ on, flag, handle }: Props): ReactNode {
  const [typed, setTyped] = useState(flag)
  const [of, setOf] = useState(flag)
  if (of !== flag) {
    setOf(flag)
    setTyped(flag)
  }
  const field = useRef<HTMLInputElement>(null)
  const cameFrom = useRef<Element | null>(null)
  const isGivenUp = useRef(false)
  useImperativeHandle(handle, () => ({
    focus() {
      cameFrom.current = document.activeElement
      field.current?.focus()
      field.current?.select()
    },
  }))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
    event.preventDefault()
    event.stopPropagation()
    isGivenUp.current = event.key === 'Escape'
    field.current?.blur()
    if (cameFrom.current instanceof HTMLElement && cameFrom.current.isConnected) cameFrom.current.focus({ preventScroll: true })
    cameFrom.current = null
  }
  return (
    <div className={styles['flag']}>
      <Icon name="flag" size={14} filled />
      <input
        ref={field}
        aria-label={`What ${visibleText(subjectName(on))} is flagged for`}
        placeholder="Flagged. What for?"
        maxLength={longest}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={(event) => {
          if (isGivenUp.current) setTyped(flag)
          else if (event.currentTarget.isConnected) void setFlag(on, typed.trim(), flag)
          isGivenUp.current = false
        }}
      />
      <IconButton
        icon="close"
        label={`Take the flag of ${visibleText(subjectName(on))} away`}
        onClick={() => void setFlag(on, null, flag)}
      />
    </div>
  )
}
