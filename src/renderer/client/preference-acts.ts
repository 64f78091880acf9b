import { type Settings, sizeRange, startSettings, type Theme } from '../../contract/settings.ts'
import { api } from './api.ts'
import { notifyError } from './notices.ts'
import { keepAppearance, usePreferences } from './preferences.ts'

/** Sets some of the settings, here at once and then for all windows and hosts of this user. */
export function setPreferences(change: Partial<Settings>): void {
  usePreferences.setState(change)
  sending += 1
  const { keys, recentCommands, ...others } = change
  const sent = {
    ...others,
    ...(keys === undefined ? {} : { keys: { ...keys } }),
    ...(recentCommands === undefined ? {} : { recentCommands: [...recentCommands] }),
  }
  api.settings.change
    .mutate(sent)
    .catch(notifyError)
    .finally(() => {
      sending -= 1
    })
}

export const setTheme = (theme: Theme): void => setPreferences({ theme })

/** A step larger (1) or smaller (-1), or as it came (0). */
export function stepZoom(step: 1 | 0 | -1): void {
  const zoom = step === 0 ? startSettings.zoom : usePreferences.getState().zoom + step * sizeRange.step
  setPreferences({ zoom: Math.min(sizeRange.most, Math.max(sizeRange.least, zoom)) })
}

/** Changes of this window that the engine has not answered yet: until then what it says is older. */
let sending = 0

/** Takes the settings as the engine has them: at the start, and when another window changed them. */
export async function fetchPreferences(): Promise<void> {
  const settings = await api.settings.get.query().catch(() => null)
  if (settings !== null && sending === 0) usePreferences.setState(settings)
}

/** Keeps theme and sizes of the page true to the settings and, where the theme is `system`, to the system. */
export function applyPreferences(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const contrast = matchMedia('(prefers-contrast: more)')
  const apply = () => {
    const { theme, zoom, textSize } = usePreferences.getState()
    const { dataset, style } = document.documentElement
    const bySystem = contrast.matches ? 'contrast' : dark.matches ? 'dark' : 'light'
    dataset['theme'] = theme === 'system' ? bySystem : theme
    style.fontSize = zoom === startSettings.zoom ? '' : `${zoom}%`
    style.setProperty('--text-share', String(textSize / 100))
    keepAppearance(usePreferences.getState())
  }
  for (const system of [dark, contrast]) system.addEventListener('change', apply)
  usePreferences.subscribe(apply)
  apply()
  void fetchPreferences()
}
