import type { ReactNode } from 'react'
import { isMac, shownKeys } from '../client/shortcut.ts'
import { usePreferences, setTheme, type Theme } from '../client/preferences.ts'
import { analysisScreens } from '../client/view.ts'
import { type Activity, type AnalysisScreen, useWorkbench, workbench } from '../client/workbench.ts'
import { IconButton } from '../widgets/button.tsx'
import { Icon, type IconName } from '../widgets/icon.tsx'
import { openSheet } from './overlays.ts'
import styles from './rail.module.css'

/** The screens of the rail, in order. The four analyses stand behind one button, which leads to the one looked at last. */
export const railTitles: readonly {
  readonly id: Exclude<Activity, AnalysisScreen> | 'analyses'
  readonly title: string
  readonly icon: IconName
}[] = [
  { id: 'corpora', title: 'Corpora', icon: 'corpora' },
  { id: 'compare', title: 'Compare', icon: 'compare' },
  { id: 'latents', title: 'Latents', icon: 'latents' },
  { id: 'document', title: 'Document', icon: 'document' },
  { id: 'analyses', title: 'Analyses', icon: 'analyses' },
  { id: 'findings', title: 'Findings', icon: 'findings' },
  { id: 'try', title: 'Try it', icon: 'try' },
  { id: 'review', title: 'Review', icon: 'review' },
  { id: 'models', title: 'Models', icon: 'models' },
  { id: 'lists', title: 'Lists', icon: 'lists' },
]

/** The shortcut of the screen in a place of the rail: Alt+1 to Alt+9, then Alt+0. */
export const railKeys = (index: number): string => `alt+${(index + 1) % 10}`

/** The screen that a button of the rail leads to. */
export function showFromRail(id: (typeof railTitles)[number]['id']): void {
  const { analysis, show } = workbench.getState()
  show(id === 'analyses' ? analysis : id)
}

const nextTheme: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' }
const themeIcons = { system: 'system', light: 'sun', dark: 'moon' } as const

/** The screens, one button each. */
export function Rail(): ReactNode {
  const activity = useWorkbench((state) => state.activity)
  const sidebar = useWorkbench((state) => state.sidebar)
  const put = useWorkbench((state) => state.put)
  const theme = usePreferences((state) => state.theme)
  return (
    <nav className={styles['rail']} aria-label="Screens">
      {railTitles.map(({ id, title, icon }, index) => (
        <button
          key={id}
          type="button"
          className={styles['activity']}
          aria-current={isAt(id, activity) ? 'page' : undefined}
          data-tip={shownKeys(railKeys(index), isMac()).join('+')}
          onClick={() => showFromRail(id)}
        >
          <Icon name={icon} size={18} />
          {title}
        </button>
      ))}
      <span className={styles['stretch']} />
      <IconButton icon="sidebar" label="Sidebar" pressed={sidebar} onClick={() => put({ sidebar: !sidebar })} />
      <IconButton
        icon={themeIcons[theme]}
        label={`Theme: ${theme === 'system' ? 'as the system' : theme}`}
        onClick={() => setTheme(nextTheme[theme])}
      />
      <IconButton icon="help" label="Keyboard shortcuts" onClick={openSheet} />
    </nav>
  )
}

const isAt = (id: string, activity: Activity) =>
  id === activity || (id === 'analyses' && analysisScreens.some((each) => each === activity))
