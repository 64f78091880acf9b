import { type ReactNode, Suspense } from 'react'
import { useProject } from '../client/project-queries.ts'
import { workbench } from '../client/workbench.ts'
import { SettingsDialog } from './lazy-views.ts'
import { closeOverlay, openSettings, useOverlay } from './overlays.ts'

/** The settings over whatever is open; loaded when they are first asked for. */
export function SettingsLayer(): ReactNode {
  const { open, section } = useOverlay()
  const { data: project } = useProject()
  if (open !== 'settings') return null
  const showModels = () => {
    closeOverlay()
    workbench.getState().show('models')
  }
  return (
    <Suspense>
      <SettingsDialog
        section={section}
        onSection={openSettings}
        onClose={closeOverlay}
        onModels={project == null ? null : showModels}
      />
    </Suspense>
  )
}
