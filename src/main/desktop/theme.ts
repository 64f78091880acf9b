import { nativeTheme } from 'electron'
import type { Operations } from '../../contract/operations.ts'
import type { Theme } from '../../contract/settings.ts'

/** High contrast is bright on black. */
const sources: Readonly<Record<Theme, 'system' | 'light' | 'dark'>> = {
  system: 'system',
  light: 'light',
  dark: 'dark',
  contrast: 'dark',
}

/** Title bars, menus and dialogs of the system wear the theme that is set for the page, until the host ends. */
export async function followTheme(operations: Operations, signal: AbortSignal): Promise<void> {
  const take = async () => {
    const { theme } = await operations.settings.get()
    if (nativeTheme.themeSource !== sources[theme]) nativeTheme.themeSource = sources[theme]
  }
  await take()
  for await (const event of operations.jobs.changes(signal))
    if (event.kind === 'changed' && event.topics.includes('settings')) await take()
}
