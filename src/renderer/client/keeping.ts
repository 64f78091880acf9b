import { useEffect, useRef } from 'react'
import { type Keep, keepFinding } from './finding-acts.ts'
import { notify } from './notices.ts'
import { useIsAtWork } from './workbench.ts'

type Offer = { readonly of: 'whole' | 'part'; readonly keep: () => void }

/** What the screen that is worked in could keep, the last offered last. */
const offers: Offer[] = []

/** Offers something to be kept by key while the component is mounted; parts of a result go before the whole, the last before others. */
export function useKeepable(keep: (() => void) | null, of: Offer['of'] = 'part'): void {
  const atWork = useIsAtWork()
  const latest = useRef(keep)
  useEffect(() => {
    latest.current = keep
  })
  const isOffered = atWork && keep !== null
  useEffect(() => {
    if (!isOffered) return
    const offer: Offer = { of, keep: () => latest.current?.() }
    offers.push(offer)
    return () => void offers.splice(offers.indexOf(offer), 1)
  }, [isOffered, of])
}

/** For an element of a list: what is kept by key while the focus is in it, or it is the active row of a grid that has the focus. */
export const keepable = (keep: Keep): { readonly 'data-keep': string } => ({ 'data-keep': JSON.stringify(keep) })

/** Keeps what has the focus, else what the screen offers. */
export function keepShown(): void {
  const focused = keptByFocus()
  const offer = offers.findLast(({ of }) => of === 'part') ?? offers.at(-1)
  if (focused !== null) void keepFinding(focused)
  else if (offer !== undefined) offer.keep()
  else notify({ text: 'There is nothing chosen to keep.', hint: 'Choose a latent, a document or a row of a result first.' })
}

function keptByFocus(): Keep | null {
  const focus = document.activeElement
  const row = document.getElementById(focus?.getAttribute('aria-activedescendant') ?? '')
  const kept = row?.querySelector<HTMLElement>('[data-keep]') ?? focus?.closest<HTMLElement>('[data-keep]')
  return kept === null || kept === undefined ? null : (JSON.parse(kept.dataset['keep'] ?? 'null') as Keep | null)
}
