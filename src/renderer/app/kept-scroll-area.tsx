import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { keepScroll, keptScroll } from '../client/kept-scroll.ts'
import { useTab } from '../client/tab-state.ts'
import styles from './tabs.module.css'

/** How long scrolling rests before it is noted, and how long content is waited for that is to be scrolled, in ms. */
const rest = 200
const patience = 6000

/** Keeps how far everything in it was scrolled, and scrolls it there again when it comes back; `place` names what is shown. */
export function KeptScrollArea({ place, children }: { place: string; children: ReactNode }): ReactNode {
  const tab = useTab()
  const box = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const root = box.current
    if (root === null) return
    const prefix = `${place} `
    const waiting = new Map(
      Object.entries(keptScroll.getState(tab).tops).flatMap(([key, top]) =>
        key.startsWith(prefix) ? [[key.slice(prefix.length), top] as const] : [],
      ),
    )
    const moved = new Set<Element>()
    let resting: ReturnType<typeof setTimeout> | undefined

    const settle = () => {
      for (const [path, top] of waiting) {
        const part = elementAt(root, path)
        if (part === null || part.scrollHeight - part.clientHeight < top - 1) continue
        waiting.delete(path)
        part.scrollTop = top
      }
      if (waiting.size === 0) giveUp()
    }
    const note = () => {
      for (const part of moved) if (root.contains(part)) keepScroll(tab, prefix + pathOf(root, part), part.scrollTop)
    }
    const onScroll = ({ target }: Event) => {
      if (!(target instanceof Element) || waiting.has(pathOf(root, target))) return
      moved.add(target)
      clearTimeout(resting)
      resting = setTimeout(note, rest)
    }
    const observer = new MutationObserver(settle)
    const giveUp = () => {
      waiting.clear()
      observer.disconnect()
      clearTimeout(patient)
    }
    const patient = setTimeout(giveUp, patience)
    observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['style'] })
    settle()

    root.addEventListener('scroll', onScroll, { capture: true, passive: true })
    // Whoever scrolls meanwhile wants to be there.
    for (const kind of ['wheel', 'pointerdown', 'keydown']) root.addEventListener(kind, giveUp, { capture: true, passive: true })
    return () => {
      clearTimeout(resting)
      giveUp()
      note()
      root.removeEventListener('scroll', onScroll, { capture: true })
      for (const kind of ['wheel', 'pointerdown', 'keydown']) root.removeEventListener(kind, giveUp, { capture: true })
    }
  }, [tab, place])

  return (
    <div ref={box} className={styles['area']}>
      {children}
    </div>
  )
}

/** Where an element stands: the name of the nearest one with a name, and the places among siblings from there: `Latents/0.2`. */
function pathOf(root: Element, element: Element): string {
  const places: number[] = []
  let each = element
  while (each !== root && !each.hasAttribute('aria-label')) {
    const parent = each.parentElement
    if (parent === null) break
    places.unshift([...parent.children].indexOf(each))
    each = parent
  }
  return `${each === root ? '' : each.getAttribute('aria-label')}/${places.join('.')}`
}

function elementAt(root: Element, path: string): Element | null {
  const [, name = '', places = ''] = /^(.*)\/([\d.]*)$/s.exec(path) ?? []
  const start = name === '' ? root : root.querySelector(`[aria-label="${CSS.escape(name)}"]`)
  if (places === '') return start
  return places.split('.').reduce<Element | null>((parent, place) => parent?.children.item(Number(place)) ?? null, start)
}
