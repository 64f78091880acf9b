import { useEffect } from 'react'
import { createTabState, useTab } from './tab-state.ts'

/** What is selected in a tab, in a few words, for the status bar: `Document 47 / 412`. */
export const useStatus = createTabState<{ readonly selection: string }>({ selection: '' }, false)

/** Says what is selected, while the component is mounted. */
export function useSelectionSaid(selection: string): void {
  const tab = useTab()
  useEffect(() => {
    useStatus.setState({ selection }, tab)
    return () => useStatus.setState({ selection: '' }, tab)
  }, [selection, tab])
}
