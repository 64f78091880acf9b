import { create } from 'zustand'

/** Which of the layers over the workbench is open. */
export const useOverlay = create<{ readonly open: 'palette' | 'sheet' | null }>()(() => ({ open: null }))
export const openPalette = (): void => useOverlay.setState({ open: 'palette' })
export const openSheet = (): void => useOverlay.setState({ open: 'sheet' })
export const closeOverlay = (): void => useOverlay.setState({ open: null })
