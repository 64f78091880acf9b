import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import styles from './tooltip.module.css'

type Shown = { readonly text: string; readonly target: Element }

/**
 * The one tooltip of the page: shows `data-tip` of what the pointer rests on or the keyboard focuses, and the whole text of an element with
 * `data-cut` that is cut off. Escape hides it.
 */
export function TooltipLayer(): ReactNode {
  const [shown, setShown] = useState<Shown | null>(null)
  const box = useRef<HTMLDivElement>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const show = (event: Event, delay: number) => {
      clearTimeout(timer)
      const tip = event.target instanceof Element ? tipOf(event.target) : null
      if (tip === null) setShown(null)
      else timer = setTimeout(() => setShown(tip.target.isConnected ? tip : null), delay)
    }
    const hide = () => {
      clearTimeout(timer)
      setShown(null)
    }
    const over = (event: Event) => show(event, 350)
    const focus = (event: Event) => {
      if (event.target instanceof Element && event.target.matches(':focus-visible')) show(event, 0)
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide()
    }
    const listeners = [
      ['pointerover', over],
      ['focusin', focus],
      ['focusout', hide],
      ['pointerdown', hide],
      ['scroll', hide],
      ['keydown', escape],
    ] as const
    for (const [type, listener] of listeners) document.addEventListener(type, listener as EventListener, true)
    return () => {
      clearTimeout(timer)
      for (const [type, listener] of listeners) document.removeEventListener(type, listener as EventListener, true)
    }
  }, [])

  useLayoutEffect(() => {
    const element = box.current
    if (element === null || shown === null) return
    // In the top layer, so that it also lies above a modal dialog.
    if (!element.matches(':popover-open')) element.showPopover()
    const target = shown.target.getBoundingClientRect()
    const { width, height } = element.getBoundingClientRect()
    const left = Math.min(Math.max(4, target.left + target.width / 2 - width / 2), innerWidth - width - 4)
    const below = target.bottom + 6 + height < innerHeight
    element.style.transform = `translate(${left}px, ${below ? target.bottom + 6 : target.top - height - 6}px)`
  }, [shown])

  return shown === null ? null : (
    <div ref={box} className={styles['tooltip']} role="tooltip" popover="manual">
      {shown.text}
    </div>
  )
}

/** What is to be said of an element: by itself or by the nearest around it; of text that is cut off and of what it stands in, both. */
function tipOf(from: Element): Shown | null {
  let cut: Shown | null = null
  for (let target: Element | null = from; target !== null; target = target.parentElement) {
    const text = target.getAttribute('data-tip') ?? ''
    if (text !== '') return { text: cut === null ? text : `${cut.text}\n${text}`, target }
    if (cut === null && target.hasAttribute('data-cut') && isCut(target)) cut = { text: target.textContent, target }
  }
  return cut
}

/** Whether an element, or the one it stands in, hides part of its text. */
const isCut = (element: Element) =>
  [element, element.parentElement].some(
    (each) => each !== null && each.scrollWidth > each.clientWidth && getComputedStyle(each).textOverflow === 'ellipsis',
  )
