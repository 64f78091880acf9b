import { type ReactNode, Suspense } from 'react'
import { useAsking } from '../client/ask-models.ts'
import { useProject } from '../client/project-queries.ts'
import { useConnection } from '../client/use-connection.ts'
import { ErrorNote, Loading } from '../widgets/empty-state.tsx'
import { TooltipLayer } from '../widgets/tooltip.tsx'
import styles from './app.module.css'
import { CommandPalette } from './command-palette.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { GlobalCommands } from './global-commands.tsx'
import { AskDialog } from './lazy-views.ts'
import { NoticeStack } from './notice-stack.tsx'
import { QuickOpen } from './quick-open.tsx'
import { RefusedPage } from './refused-page.tsx'
import { SettingsLayer } from './settings-layer.tsx'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { StartPage } from './start-page.tsx'
import { ViewBoundary } from './view-boundary.tsx'
import { Workbench } from './workbench.tsx'

export function App(): ReactNode {
  const connection = useConnection()
  if (connection === 'refused') return <RefusedPage />
  return (
    <div className={styles['app']}>
      {connection === 'lost' && <ConnectionBanner />}
      <ViewBoundary
        place="window"
        unharmed="Jobs go on, and nothing that was saved is lost."
        leave={{ title: 'Reload the window', go: () => location.reload() }}
      >
        <Content />
      </ViewBoundary>
      <GlobalCommands />
      <CommandPalette />
      <QuickOpen />
      <ShortcutSheet />
      <SettingsLayer />
      <Asking />
      <NoticeStack />
      <TooltipLayer />
    </div>
  )
}

/** The dialog is loaded when something is first to be asked of a language model. */
function Asking() {
  const asking = useAsking((state) => state.asking)
  return asking === null ? null : (
    <Suspense>
      <AskDialog key={asking.opening} asking={asking} />
    </Suspense>
  )
}

function Content() {
  const { data: project, error, refetch } = useProject()
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (project === undefined) return <Loading label="Connecting to the engine" />
  return project === null ? <StartPage /> : <Workbench key={project.folder} project={project} />
}
