import { type ReactNode, useEffect } from 'react'
import { redoAct, undoAct } from '../client/acts.ts'
import { useCommandList, useCommands } from '../client/commands.ts'
import { setTheme } from '../client/preferences.ts'
import { isMac, isPressed, takesText } from '../client/shortcut.ts'
import { workbench } from '../client/workbench.ts'
import { openPalette, openSheet } from './overlays.ts'
import { analysisTitles } from './analyses-screen.tsx'
import { railKeys, railTitles, showFromRail } from './rail.tsx'

/** The commands that hold everywhere, and the keyboard that runs all commands. */
export function GlobalCommands(): ReactNode {
  useCommands([
    { id: 'palette', title: 'Find a command', group: 'Etalon', keys: 'mod+k', run: openPalette },
    { id: 'shortcuts', title: 'Show keyboard shortcuts', group: 'Etalon', keys: '?', run: openSheet },
    { id: 'undo', title: 'Undo', group: 'Etalon', keys: 'mod+z', run: () => void undoAct() },
    { id: 'redo', title: 'Redo', group: 'Etalon', keys: 'mod+shift+z', run: () => void redoAct() },
    { id: 'back', title: 'Go back', group: 'Etalon', keys: 'alt+arrowleft', run: () => history.back() },
    ...railTitles.map(({ id, title }, index) => ({
      id: `show.${id}`,
      title: `Show ${title}`,
      group: 'Screens',
      keys: railKeys(index),
      run: () => showFromRail(id),
    })),
    ...analysisTitles.map(({ id, title }) => ({
      id: `show.${id}`,
      title: `Show ${title}`,
      group: 'Analyses',
      run: () => workbench.getState().show(id),
    })),
    {
      id: 'sidebar',
      title: 'Show or hide the sidebar',
      group: 'Screens',
      keys: 'mod+b',
      run: () => workbench.getState().put({ sidebar: !workbench.getState().sidebar }),
    },
    { id: 'theme.light', title: 'Light theme', group: 'Appearance', run: () => setTheme('light') },
    { id: 'theme.dark', title: 'Dark theme', group: 'Appearance', run: () => setTheme('dark') },
    { id: 'theme.system', title: 'Theme of the system', group: 'Appearance', run: () => setTheme('system') },
  ])

  useEffect(() => {
    const mac = isMac()
    const onKeyDown = (event: KeyboardEvent) => {
      // Keys pressed in a dialog are for the dialog.
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return
      const command = useCommandList
        .getState()
        .commands.find(({ keys }) => keys !== undefined && isPressed(keys, event, mac) && mayFire(keys, event))
      if (command === undefined) return
      event.preventDefault()
      command.run()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return null
}

/** In a text field only the shortcuts that the field itself has no use for. */
function mayFire(keys: string, event: KeyboardEvent): boolean {
  if (!takesText(event.target)) return true
  return (keys.includes('mod+') && !keys.endsWith('z')) || /^alt\+\d$/.test(keys)
}
