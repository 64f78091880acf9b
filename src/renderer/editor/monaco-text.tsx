import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react'
import styles from './editor.module.css'
import { createMarkdownEditor } from './monaco.ts'
import type { TextEditorProps } from './text-editor-props.ts'

/** The text in Monaco, as high as its lines between the fewest and the most. */
export function MonacoText(props: TextEditorProps): ReactNode {
  const { value, label, placeholder, lines, heading, focus, caret } = props
  const box = useRef<HTMLDivElement>(null)
  const editor = useRef<ReturnType<typeof createMarkdownEditor>>(null)
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })

  // Before the next key is taken, so that none is lost between the plain field and this one.
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const created = createMarkdownEditor(element, latest.current.value, { label, placeholder })
    const model = created.getModel()
    editor.current = created
    const [fewest, most] = lines
    const fit = () => {
      const line = 1.55 * 0.8125 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
      const height = Math.max(fewest * line + 12, Math.min(created.getContentHeight(), most * line + 12))
      element.style.height = `${Math.round(height)}px`
    }
    created.onDidContentSizeChange(fit)
    created.onDidBlurEditorWidget(() => latest.current.onBlur())
    const shown = created.createDecorationsCollection()
    const decorate = () =>
      shown.set(
        heading
          ? [
              {
                range: { startLineNumber: 1, startColumn: 1, endLineNumber: 1, endColumn: 1e4 },
                options: { inlineClassName: styles['heading'] ?? '' },
              },
            ]
          : [],
      )
    created.onDidChangeModelContent(() => {
      const text = model?.getValue(1) ?? ''
      if (text !== latest.current.value) latest.current.onChange(text)
      decorate()
    })
    decorate()
    fit()
    focus.current = (selected) => {
      const [from, to] = selected.map((offset) => model?.getPositionAt(offset))
      if (from !== undefined && to !== undefined)
        created.setSelection({
          selectionStartLineNumber: from.lineNumber,
          selectionStartColumn: from.column,
          positionLineNumber: to.lineNumber,
          positionColumn: to.column,
        })
      created.focus()
    }
    if (caret.current !== null) focus.current(caret.current)
    return () => {
      editor.current = null
      focus.current = null
      created.dispose()
    }
    // Made once: the parent gives another key where these change.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])

  useEffect(() => {
    const model = editor.current?.getModel()
    if (model == null || model.getValue() === value) return
    // As an edit, so that Ctrl+Z in the editor also takes back what came from outside.
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text: value }], () => null)
  }, [value])

  return <div ref={box} className={styles['monaco']} />
}
