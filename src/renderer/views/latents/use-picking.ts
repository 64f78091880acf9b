import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useRef } from 'react'
import { isMac } from '../../client/shortcut.ts'
import type { LatentTable } from '../../client/row-queries.ts'
import { tickAll, tickRow, tickTo, untick, useTicked } from './selection.ts'

/**
 * Ticking rows beside the one that is open: Ctrl or Cmd and a click tick one, Shift and a click all up to it; by keyboard Space, Shift with
 * the arrows, Ctrl or Cmd with A, Escape.
 */
export function usePicking(
  table: LatentTable,
  total: number,
  active: number | null,
  setActive: (row: number) => void,
): (row: number, event: KeyboardEvent | MouseEvent) => boolean {
  const latest = useRef({ table, total, active, setActive })
  useEffect(() => {
    latest.current = { table, total, active, setActive }
  })
  // The same function while rows stay: they are redrawn when it changes.
  return useCallback((row, event) => {
    const now = latest.current
    const mod = isMac() ? event.metaKey : event.ctrlKey
    if (!('key' in event)) {
      if (!mod && !event.shiftKey) return false
      if (event.shiftKey) {
        getSelection()?.removeAllRanges()
        void tickTo(now.table, row)
      } else void tickRow(now.table, row)
      return true
    }
    if (event.key === 'Escape' && useTicked.getState().latents.size > 0) untick()
    else if (event.key === 'a' && mod) void tickAll(now.table)
    else if (event.key === ' ' && now.active !== null) void tickRow(now.table, row)
    else if (event.shiftKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const next = Math.max(0, Math.min(now.total - 1, row + (event.key === 'ArrowDown' ? 1 : -1)))
      void tickTo(now.table, row).then(() => tickTo(now.table, next))
      now.setActive(next)
    } else return false
    return true
  }, [])
}
