import { create } from 'zustand'
import type { SettingsSection } from '../views/settings/settings-dialog.tsx'

/** Which of the layers over the workbench is open, and the section of the settings that is shown. */
export const useOverlay = create<{
  readonly open: 'palette' | 'quick-open' | 'sheet' | 'settings' | null
  readonly section: SettingsSection
}>()(() => ({ open: null, section: 'appearance' }))

export const openPalette = (): void => useOverlay.setState({ open: 'palette' })
export const openQuickOpen = (): void => useOverlay.setState({ open: 'quick-open' })
export const openSheet = (): void => useOverlay.setState({ open: 'sheet' })
/** Opens the settings where they were left, or at a section. */
export const openSettings = (section = useOverlay.getState().section): void => useOverlay.setState({ open: 'settings', section })
export const closeOverlay = (): void => useOverlay.setState({ open: null })
