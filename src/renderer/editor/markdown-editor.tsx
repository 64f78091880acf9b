import {
  type KeyboardEvent,
  lazy,
  type ReactNode,
  type Ref,
  Suspense,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import styles from './editor.module.css'
import type { TextEditorProps } from './text-editor-props.ts'

/** Monaco is large and comes apart from the page; where it does not come the plain field stays. */
const MonacoText = lazy(() =>
  import('./monaco-text.tsx').then((found) => ({ default: found.MonacoText })).catch(() => ({ default: PlainTextEditor })),
)

/** How long a page must stand before it gets a Monaco, so that leafing through latents does not make one for each, in milliseconds. */
const settled = 300

export type EditorHandle = { readonly focus: () => void }
type Props = Omit<TextEditorProps, 'focus' | 'caret' | 'heading'> & {
  readonly heading?: boolean
  /** No person wrote the text: taken up by `focus`, what is typed takes its place. */
  readonly replaceable?: boolean
  readonly handle?: Ref<EditorHandle>
}

/** A field for Markdown: at once a plain one, Monaco as soon as it is there. Escape leaves it, to where `focus` came from. */
export function MarkdownEditor({ handle, heading = false, replaceable = false, ...rest }: Props): ReactNode {
  const [wanted, setWanted] = useState(false)
  const { value } = rest
  const focus = useRef<TextEditorProps['focus']['current']>(null)
  const cameFrom = useRef<Element | null>(null)
  const caret = useRef<readonly [number, number] | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setWanted(true), settled)
    return () => clearTimeout(timer)
  }, [])
  useImperativeHandle(handle, () => ({
    focus() {
      cameFrom.current = document.activeElement
      const end = heading ? value.split('\n', 1).join('').length : value.length
      focus.current?.(replaceable ? [0, value.length] : [end, end])
    },
  }))
  const leave = (event: KeyboardEvent<HTMLElement>) => {
    // What the editor itself does with Escape, such as closing its search, comes first and ends there.
    if (event.key !== 'Escape' || event.defaultPrevented || event.nativeEvent.isComposing) return
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    if (cameFrom.current instanceof HTMLElement && cameFrom.current.isConnected) cameFrom.current.focus({ preventScroll: true })
    cameFrom.current = null
  }
  const props = { ...rest, heading, focus, caret }
  const plain = <PlainTextEditor {...props} />
  return (
    <div className={styles['editor']} role="presentation" onKeyDown={leave}>
      {wanted ? <Suspense fallback={plain}>{<MonacoText {...props} />}</Suspense> : plain}
    </div>
  )
}

function PlainTextEditor({ value, onChange, onBlur, label, placeholder, lines, focus, caret }: TextEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  // Before the next key is taken: none is lost when one field takes the other’s place.
  useLayoutEffect(() => {
    focus.current = (selected) => {
      field.current?.focus()
      field.current?.setSelectionRange(...selected)
      caret.current = selected
    }
    const element = field.current
    // Taking the focus tells of a caret at the start.
    const at = caret.current
    if (at !== null && element !== null && document.activeElement !== element) {
      element.focus()
      element.setSelectionRange(...at)
    }
  }, [focus, caret])
  const rows = Math.min(lines[1], Math.max(lines[0], value.split('\n').length))
  return (
    <textarea
      ref={field}
      className={styles['plain']}
      aria-label={label}
      placeholder={placeholder}
      rows={rows}
      value={value}
      spellCheck={false}
      onChange={(event) => {
        // Sooner than the event of the selection tells.
        caret.current = selectionOf(event.target)
        onChange(event.target.value)
      }}
      onFocus={(event) => {
        caret.current = selectionOf(event.target)
      }}
      onSelect={(event) => {
        if (document.activeElement === event.currentTarget) caret.current = selectionOf(event.currentTarget)
      }}
      onBlur={(event) => {
        // Taken out of the page with the focus in it, it is followed by an editor that takes the focus over.
        if (event.currentTarget.isConnected) caret.current = null
        onBlur()
      }}
    />
  )
}

const selectionOf = (field: HTMLTextAreaElement) => [field.selectionStart, field.selectionEnd] as const
