import { createTabState } from './tab-state.ts'

/** How far parts of a tab were scrolled, in pixels, by the place that was shown and the part's place in it; the last ones. */
export const keptScroll = createTabState<{ readonly tops: Readonly<Record<string, number>> }>({ tops: {} })

const most = 60

export function keepScroll(tab: number, key: string, top: number): void {
  keptScroll.setState(({ tops: { [key]: _, ...others } }) => {
    const entries = Object.entries(others).slice(1 - most)
    return { tops: Object.fromEntries(top === 0 ? entries : [...entries, [key, top]]) }
  }, tab)
}

/** As it was stored, whatever that is. */
export function topsIn(stored: unknown): Readonly<Record<string, number>> {
  const entries = Object.entries(typeof stored === 'object' && stored !== null ? stored : {})
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => Number.isFinite(entry[1])).slice(-most))
}
