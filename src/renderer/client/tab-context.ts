import { createContext } from 'react'

/** The tab that a component stands in; null outside of tabs: whatever is worked in. */
export const TabContext = createContext<number | null>(null)
