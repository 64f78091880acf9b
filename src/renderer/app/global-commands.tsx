import { type ReactNode, useEffect } from 'react'
import { sizeRange } from '../../contract/settings.ts'
import { redoAct, undoAct } from '../client/acts.ts'
import { commandList, useCommands } from '../client/commands.ts'
import { followDesktopMenus } from '../client/desktop-menus.ts'
import { keepShown } from '../client/keeping.ts'
import { setPreferences, setTheme, stepZoom } from '../client/preference-acts.ts'
import { usePreferences } from '../client/preferences.ts'
import { alternatives, firesInText, isMac, isPressed, takesText } from '../client/shortcut.ts'
import { analysisScreens } from '../client/view.ts'
import { useWorkbench, workbench } from '../client/workbench.ts'
import { openPalette, openQuickOpen, openSettings, openSheet } from './overlays.ts'
import { railTitles, showFromRail } from './rail.tsx'

/** The commands that hold everywhere, and what runs commands: the keyboard, and the menus of the desktop. */
export function GlobalCommands(): ReactNode {
  const keeps = useWorkbench((state) => state.activity) !== 'review'
  useCommands([
    { id: 'palette', run: openPalette },
    { id: 'quick-open', run: openQuickOpen },
    { id: 'settings', run: () => openSettings() },
    { id: 'settings.keys', run: () => openSettings('keys') },
    { id: 'shortcuts', run: openSheet },
    { id: 'undo', run: () => void undoAct() },
    { id: 'redo', run: () => void redoAct() },
    { id: 'back', run: () => history.back() },
    // There K leads to the latent before.
    ...(keeps ? [{ id: 'keep' as const, run: keepShown }] : []),
    ...railTitles.map(({ id }) => ({ id: `show.${id}` as const, run: () => showFromRail(id) })),
    ...analysisScreens.map((id) => ({ id: `show.${id}` as const, run: () => workbench.getState().show(id) })),
    { id: 'sidebar', run: () => workbench.getState().put({ sidebar: !workbench.getState().sidebar }) },
    { id: 'theme.light', run: () => setTheme('light') },
    { id: 'theme.dark', run: () => setTheme('dark') },
    { id: 'theme.contrast', run: () => setTheme('contrast') },
    { id: 'theme.system', run: () => setTheme('system') },
    { id: 'zoom.in', run: () => stepZoom(1) },
    { id: 'zoom.out', run: () => stepZoom(-1) },
    { id: 'zoom.reset', run: () => stepZoom(0) },
    { id: 'text.larger', run: () => stepText(1) },
    { id: 'text.smaller', run: () => stepText(-1) },
  ])
  useEffect(() => {
    const mac = isMac()
    const onKeyDown = (event: KeyboardEvent) => {
      // Keys pressed in a dialog are for the dialog.
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return
      const inText = takesText(event.target)
      const command = commandList().find(({ keys }) =>
        alternatives(keys).some((each) => isPressed(each, event, mac) && (!inText || firesInText(each))),
      )
      if (command === undefined) return
      event.preventDefault()
      command.run()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  useEffect(followDesktopMenus, [])
  return null
}

function stepText(step: 1 | -1): void {
  const textSize = usePreferences.getState().textSize + step * sizeRange.step
  setPreferences({ textSize: Math.min(sizeRange.most, Math.max(sizeRange.least, textSize)) })
}
