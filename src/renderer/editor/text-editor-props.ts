import type { RefObject } from 'react'

/** What the plain field and Monaco have in common: one takes the place of the other. */
export type TextEditorProps = {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onBlur: () => void
  readonly label: string
  readonly placeholder: string
  /** Fewest and most lines it is high. */
  readonly lines: readonly [number, number]
  /** Shows the first line as a heading. */
  readonly heading: boolean
  /** How to put the focus in, with the characters from and to selected; set while there is an editor. */
  readonly focus: RefObject<((selected: readonly [number, number]) => void) | null>
  /** What was selected in the plain field, in characters from and to; null where that had no focus. */
  readonly caret: RefObject<readonly [number, number] | null>
}
