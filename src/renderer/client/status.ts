import { create } from 'zustand'

/** What is selected, in a few words, for the status bar: `Document 47 / 412`. */
export const useStatus = create<{ readonly selection: string }>()(() => ({ selection: '' }))
export const setSelection = (selection: string): void => useStatus.setState({ selection })
