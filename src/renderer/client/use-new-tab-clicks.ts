import { useEffect } from 'react'
import { beginNewTab, endNewTab } from './desk-state.ts'
import { isMac } from './shortcut.ts'

/** What the middle button opens in a new tab: rows of tables, and whatever leads to another place. */
const opens = '[data-opens], [role="grid"] [role="row"]'

/** With Ctrl (on a Mac Cmd) held, or by the middle button, what a click or Enter leads to is shown in a new tab, wherever the click is. */
export function useNewTabClicks(): void {
  useEffect(() => {
    const mac = isMac()
    const asks = (event: MouseEvent | KeyboardEvent) => (mac ? event.metaKey : event.ctrlKey) && !event.altKey
    const begin = () => {
      beginNewTab()
      // Once all have heard of the event.
      setTimeout(endNewTab)
    }
    const onClick = (event: MouseEvent) => {
      // There it chooses one more.
      const chooses = event.target instanceof Element && event.target.closest('[aria-multiselectable="true"]') !== null
      if (asks(event) && !chooses) begin()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      const isLink = event.target instanceof Element && event.target.closest('[data-opens], [role="grid"]') !== null
      if (event.key === 'Enter' && asks(event) && isLink) begin()
    }
    const onMouseDown = (event: MouseEvent) => {
      // No scrolling by the middle button from there.
      if (event.button === 1 && opener(event) !== null) event.preventDefault()
    }
    const onAuxClick = (event: MouseEvent) => {
      const target = event.button === 1 ? opener(event) : null
      if (target === null) return
      event.preventDefault()
      begin()
      target.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
      endNewTab()
    }
    document.addEventListener('click', onClick, true)
    document.addEventListener('keydown', onKeyDown, true)
    document.addEventListener('mousedown', onMouseDown, true)
    document.addEventListener('auxclick', onAuxClick, true)
    return () => {
      document.removeEventListener('click', onClick, true)
      document.removeEventListener('keydown', onKeyDown, true)
      document.removeEventListener('mousedown', onMouseDown, true)
      document.removeEventListener('auxclick', onAuxClick, true)
    }
  }, [])
}

/** What to click for the middle button; null where it opens nothing: a button that does something else stands in a row. */
function opener({ target }: MouseEvent): Element | null {
  if (!(target instanceof Element) || target.closest(opens) === null) return null
  const control = target.closest('button, a, input, select, textarea')
  return control === null || control.matches('[data-opens]') ? target : null
}
