import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { litPositions } from './light-slots.ts'
import type { TextSpans } from './text-spans.ts'
import { lightTip } from './light-paint.ts'
import { firstAtLeast, lightsIn, type TextChunk, textChunks, tokenAt, type TokenLights } from './token-segments.ts'
import styles from './token-text.module.css'
import { TokenChunk } from './token-text.tsx'
import { visibleText } from './visible-text.ts'

/** A token, or the stretch that is looked at, which begins at an offset. */
export type Reveal = { readonly token: number } | { readonly offset: number }

type Props = {
  /** What the text is, for a screen reader. */
  readonly label: string
  readonly text: string
  /** Token spans, [tokens] each; empty where the text was not read. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly lights: readonly TokenLights[]
  readonly names: readonly string[]
  readonly maxima: readonly number[]
  readonly chosen: number | null
  readonly onChoose: (token: number | null) => void
  /** What to bring into view; another object brings it there again. */
  readonly reveal: Reveal | null
  /** Stretches that are marked as something else: what differs, what was found. */
  readonly spans?: TextSpans | null
}

/** A whole text with its lit tokens; a click or the arrow keys choose a token, with Shift the next lit one. */
export function LitDocument(props: Props): ReactNode {
  const { label, text, starts, ends, lights, names, maxima, chosen, onChoose, reveal, spans = null } = props
  const box = useRef<HTMLDivElement>(null)
  const chunks = useMemo(() => textChunks(text, starts), [text, starts])
  const lit = useMemo(() => litPositions(lights), [lights])

  useEffect(() => {
    if (reveal !== null) bringIntoView(box.current, chunks, reveal)
  }, [reveal, chunks])
  useEffect(() => {
    if (chosen !== null) scrollTo(box.current?.querySelector(`[data-token="${chosen}"]`), 'nearest')
  }, [chosen])

  const values = (token: number) => {
    const on = lightsIn(lights, token, token + 1).get(token) ?? []
    return on.length === 0 ? '' : `. ${lightTip(on, names).replaceAll('\n', '; ')}`
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || starts.length === 0) return
    const to = event.key === 'Escape' ? null : moved(event, chosen, starts.length, lit)
    if (to === undefined || (to === null && chosen === null)) return
    event.preventDefault()
    event.stopPropagation()
    onChoose(to)
  }
  const onClick = (event: MouseEvent) => {
    if (starts.length === 0 || String(getSelection() ?? '') !== '') return
    const token = tokenUnder(event, starts, ends)
    onChoose(token === chosen ? null : token)
  }
  return (
    <>
      {/* Like a text field that cannot be edited: the caret is the chosen token. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={box}
        className={styles['document']}
        role="group"
        aria-label={`${label}. Left and right arrow choose a token, with Shift the next lit one.`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        dir="auto"
        onClick={onClick}
        onKeyDown={onKeyDown}
      >
        {chunks.map((chunk, index) => (
          <TokenChunk
            key={index}
            text={text}
            starts={starts}
            ends={ends}
            chunk={chunk}
            lights={lights}
            names={names}
            maxima={maxima}
            chosen={holds(chunk, chosen) ? chosen : null}
            wanted={holds(chunk, chosen) || isIn(chunk, reveal)}
            spans={spans}
          />
        ))}
      </div>
      <span className={styles['unseen']} aria-live="polite">
        {chosen !== null && `Token ${chosen + 1}: ${visibleText(text.slice(starts[chosen], ends[chosen]))}${values(chosen)}`}
      </span>
    </>
  )
}

const holds = ({ firstToken, lastToken }: TextChunk, token: number | null) =>
  token !== null && token >= firstToken && token < lastToken

const isIn = (chunk: TextChunk, reveal: Reveal | null) =>
  reveal !== null && ('token' in reveal ? holds(chunk, reveal.token) : chunk.start <= reveal.offset && reveal.offset < chunk.end)

/** Where a key leads: a token, or undefined where it is none of ours. */
function moved({ key, shiftKey }: KeyboardEvent, chosen: number | null, tokens: number, lit: Int32Array): number | undefined {
  if (key === 'Home' && shiftKey) return lit[0] ?? 0
  if (key === 'End' && shiftKey) return lit.at(-1) ?? tokens - 1
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
  if (step === 0) return undefined
  const from = chosen ?? (step > 0 ? -1 : tokens)
  if (!shiftKey) return Math.min(tokens - 1, Math.max(0, from + step))
  const next = step > 0 ? firstAtLeast(lit, from + 1) : firstAtLeast(lit, from) - 1
  return lit[next] ?? chosen ?? undefined
}

function tokenUnder(event: MouseEvent, starts: Int32Array, ends: Int32Array): number | null {
  const marked = event.target instanceof Element ? event.target.closest('[data-token]') : null
  if (marked !== null) return Number(marked.getAttribute('data-token'))
  const caret = caretAt(event.clientX, event.clientY)
  const start = caret?.node.parentElement?.closest('[data-start]')?.getAttribute('data-start')
  return caret === null || start == null ? null : tokenAt(starts, ends, Number(start) + caret.offset)
}

/** The character under a point of the page. Browsers name it in two ways. */
function caretAt(x: number, y: number): { readonly node: Node; readonly offset: number } | null {
  const place = document.caretPositionFromPoint?.(x, y)
  if (place != null) return { node: place.offsetNode, offset: onto(place.offsetNode, place.offset, x) }
  const range = document.caretRangeFromPoint?.(x, y)
  return range == null ? null : { node: range.startContainer, offset: onto(range.startContainer, range.startOffset, x) }
}

/** A caret stands between characters: the one before it where the point lies left of the caret. */
function onto(node: Node, offset: number, x: number): number {
  if (offset === 0 || !(node instanceof Text)) return offset
  const range = document.createRange()
  range.setStart(node, offset - 1)
  range.setEnd(node, offset)
  const { left, right } = range.getBoundingClientRect()
  return x >= left && x < right ? offset - 1 : offset
}

/** Scrolls to a place; twice, because what was never drawn has only a guessed height before. */
function bringIntoView(box: HTMLElement | null, chunks: ReturnType<typeof textChunks>, reveal: Reveal): void {
  const chunk = chunks.findIndex((each) => isIn(each, reveal))
  scrollTo(box?.children[chunk], 'nearest')
  const place = 'token' in reveal ? `[data-token="${reveal.token}"]` : '[data-here="true"]'
  requestAnimationFrame(() => scrollTo(box?.querySelector(place), 'center'))
}

/** Scrolls the box that an element lies in, and no other: the page itself must not move. */
function scrollTo(element: Element | null | undefined, where: 'center' | 'nearest'): void {
  let box = element?.parentElement ?? null
  while (box !== null && (!/auto|scroll/.test(getComputedStyle(box).overflowY) || box.scrollHeight <= box.clientHeight))
    box = box.parentElement
  if (element == null || box === null) return
  const outer = box.getBoundingClientRect()
  const inner = element.getBoundingClientRect()
  const margin = 2 * inner.height
  const above = inner.top - margin - outer.top
  const below = inner.bottom + margin - outer.bottom
  if (where === 'center' && (above < 0 || below > 0)) box.scrollTop += inner.top - outer.top - outer.height / 2
  else if (where === 'nearest' && above < 0) box.scrollTop += above
  else if (where === 'nearest' && below > 0) box.scrollTop += Math.min(below, above)
}
