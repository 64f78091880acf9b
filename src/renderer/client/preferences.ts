import { create } from 'zustand'

export type Theme = 'system' | 'light' | 'dark'
const kept = 'etalon.theme'

/** What holds for every project on this machine. */
export const usePreferences = create<{ readonly theme: Theme }>()(() => ({ theme: readTheme() }))

export function setTheme(theme: Theme): void {
  localStorage.setItem(kept, theme)
  usePreferences.setState({ theme })
}

/** Keeps `data-theme` of the page true to the preference and, where that is `system`, to the system. */
export function applyTheme(): void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    const { theme } = usePreferences.getState()
    document.documentElement.dataset['theme'] = theme === 'system' ? (system.matches ? 'dark' : 'light') : theme
  }
  system.addEventListener('change', apply)
  usePreferences.subscribe(apply)
  apply()
}

function readTheme(): Theme {
  const stored = localStorage.getItem(kept)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}
