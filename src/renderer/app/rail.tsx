import type { ReactNode } from 'react'
import type { Theme } from '../../contract/settings.ts'
import { useTip } from '../client/commands.ts'
import { setTheme } from '../client/preference-acts.ts'
import { usePreferences } from '../client/preferences.ts'
import { analysisScreens } from '../client/view.ts'
import { type Activity, type AnalysisScreen, useWorkbench, workbench } from '../client/workbench.ts'
import { IconButton } from '../widgets/button.tsx'
import { Icon, type IconName } from '../widgets/icon.tsx'
import { openSettings, openSheet } from './overlays.ts'
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
  { id: 'lenses', title: 'Lenses', icon: 'read' },
]

/** The screen that a button of the rail leads to. */
export function showFromRail(id: (typeof railTitles)[number]['id']): void {
  const { analysis, show } = workbench.getState()
  show(id === 'analyses' ? analysis : id)
}

const nextTheme: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'contrast', contrast: 'system' }
const themes: Readonly<Record<Theme, { readonly icon: IconName; readonly says: string }>> = {
  system: { icon: 'system', says: 'as the system' },
  light: { icon: 'sun', says: 'light' },
  dark: { icon: 'moon', says: 'dark' },
  contrast: { icon: 'contrast', says: 'high contrast' },
}

/** The screens, one button each. */
export function Rail(): ReactNode {
  const activity = useWorkbench((state) => state.activity)
  const sidebar = useWorkbench((state) => state.sidebar)
  const put = useWorkbench((state) => state.put)
  const theme = usePreferences((state) => state.theme)
  const settingsTip = useTip('Settings', 'settings')
  const sheetTip = useTip('Keyboard shortcuts', 'shortcuts')
  return (
    <nav className={styles['rail']} aria-label="Screens">
      {railTitles.map((screen) => (
        <ScreenButton key={screen.id} screen={screen} current={isAt(screen.id, activity)} />
      ))}
      <span className={styles['stretch']} />
      <IconButton icon="sidebar" label="Sidebar" pressed={sidebar} onClick={() => put({ sidebar: !sidebar })} />
      <IconButton icon={themes[theme].icon} label={`Theme: ${themes[theme].says}`} onClick={() => setTheme(nextTheme[theme])} />
      <IconButton icon="settings" label={settingsTip} onClick={() => openSettings()} />
      <IconButton icon="help" label={sheetTip} onClick={openSheet} />
    </nav>
  )
}

function ScreenButton({ screen: { id, title, icon }, current }: { screen: (typeof railTitles)[number]; current: boolean }) {
  const tip = useTip(title, `show.${id}`)
  return (
    <button
      type="button"
      className={styles['activity']}
      aria-current={current ? 'page' : undefined}
      data-tip={tip}
      data-opens
      onClick={() => showFromRail(id)}
    >
      <Icon name={icon} size={18} />
      {title}
    </button>
  )
}

const isAt = (id: string, activity: Activity) =>
  id === activity || (id === 'analyses' && analysisScreens.some((each) => each === activity))
