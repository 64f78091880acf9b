import type { ReactNode } from 'react'
import { useProject } from '../client/project-queries.ts'
import { useConnection } from '../client/use-connection.ts'
import { ErrorNote, Loading } from '../widgets/empty-state.tsx'
import { TooltipLayer } from '../widgets/tooltip.tsx'
import styles from './app.module.css'
import { CommandPalette } from './command-palette.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { GlobalCommands } from './global-commands.tsx'
import { NoticeStack } from './notice-stack.tsx'
import { RefusedPage } from './refused-page.tsx'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { StartPage } from './start-page.tsx'
import { Workbench } from './workbench.tsx'

export function App(): ReactNode {
  const connection = useConnection()
  if (connection === 'refused') return <RefusedPage />
  return (
    <div className={styles['app']}>
      {connection === 'lost' && <ConnectionBanner />}
      <Content />
      <GlobalCommands />
      <CommandPalette />
      <ShortcutSheet />
      <NoticeStack />
      <TooltipLayer />
    </div>
  )
}

function Content() {
  const { data: project, error, refetch } = useProject()
  if (error !== null) return <ErrorNote error={error} retry={refetch} />
  if (project === undefined) return <Loading label="Connecting to the engine" />
  return project === null ? <StartPage /> : <Workbench key={project.folder} project={project} />
}
