import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, session } from 'electron'
import { failureIn } from '../../contract/failure.ts'
import { createEngine, type Engine, homeFolder } from '../engine/engine.ts'
import { chooseFolder, tellBug, tellFailure } from './dialogs.ts'
import { systemKeychain } from './keychain.ts'
import { followPageMenus } from './page-menus.ts'
import { pageAddress, registerPageScheme, servePage } from './page-protocol.ts'
import { servePorts } from './ports.ts'
import { showTaskbarProgress } from './taskbar-progress.ts'
import { followTheme } from './theme.ts'
import { startUtilityProcess } from './utility-process.ts'
import { openWindow } from './window.ts'

/** Runs the desktop host until its last window is closed. The project (none: the demo) and its store come in ETALON_PROJECT, ETALON_STORE. */
export function startDesktop(): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, bug)
  // The terminal may go before the window does.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  app.setName('Etalon')
  const home = homeFolder()
  keepWindowDataIn(join(home, 'window'))
  app.enableSandbox()
  registerPageScheme()
  // All the above works only before Electron is ready, all that follows only after.
  app
    .whenReady()
    .then(() => run(home))
    .catch((error: unknown) => {
      logBug(error)
      app.exit(1)
    })
}

async function run(home: string): Promise<void> {
  const product = app.getAppPath()
  const store = process.env['ETALON_STORE']
  const host = {
    kind: 'desktop',
    resources: join(product, 'resources'),
    home,
    startProcess: startUtilityProcess,
    secrets: systemKeychain(home),
    logBug,
  } as const
  const engine = createEngine(store ? { ...host, store } : host)
  const { operations } = engine
  lockSession()
  servePage(join(product, 'out', 'renderer'))
  const connected = servePorts(operations, logBug)
  closeEngineOnQuit(engine)
  app.on('window-all-closed', () => app.quit())

  const open = async (folder: string) => {
    await operations.project.open({ folder })
    app.addRecentDocument(folder)
  }
  const newWindow = () => openWindow(join(product, 'out', 'preload', 'index.cjs'), bug)
  followPageMenus({
    newWindow,
    openProject: () =>
      void told(async () => {
        const folder = await chooseFolder()
        if (folder !== null) await open(folder)
      }),
    openDemo: () => void told(() => operations.project.openDemo()),
  })
  const ending = new AbortController()
  app.once('will-quit', () => ending.abort())
  showTaskbarProgress(operations, ending.signal).catch(bug)
  followTheme(operations, ending.signal).catch(bug)
  app.on('open-file', (event, folder) => {
    event.preventDefault()
    void told(() => open(folder))
  })

  // The project first, so that the page does not begin without one; a failure waits until there is a window to tell it in.
  const project = process.env['ETALON_PROJECT']
  const [opened] = await Promise.allSettled([project ? open(project) : operations.project.openDemo()])
  newWindow()
  await connected
  // The command line waits for this line, and takes the browser host when it does not come.
  process.stdout.write('etalon: ready\n')
  if (opened.status === 'rejected') await told(() => Promise.reject(opened.reason as Error))
}

/** What the window itself keeps (its cache, what the page remembers) lies with all else of this user's. */
function keepWindowDataIn(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    app.setPath('userData', folder)
  } catch {
    // Opening the project says what is wrong with the home folder; until then Electron's own place does.
  }
}

/** The page asks for nothing: no camera, no notifications, no downloads but its own. */
function lockSession(): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  defaultSession.setPermissionCheckHandler(() => false)
  defaultSession.on('will-download', (event, item) => {
    // The report that the page itself made, and nothing from anywhere else.
    if (!item.getURL().startsWith(`blob:${pageAddress}`)) event.preventDefault()
  })
}

function closeEngineOnQuit(engine: Engine): void {
  let closing: Promise<void> | null = null
  let isClosed = false
  app.on('before-quit', (event) => {
    if (isClosed) return
    event.preventDefault()
    closing ??= engine
      .close()
      .catch(logBug)
      .finally(() => {
        isClosed = true
        app.quit()
      })
  })
}

/** Does what a menu asked for; what it cannot is told in a dialog. */
async function told(act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch (error) {
    const failure = failureIn(error)
    if (failure === null) bug(error)
    else await tellFailure(failure)
  }
}

function bug(error: unknown): void {
  logBug(error)
  tellBug()
}

function logBug(error: unknown): void {
  process.stderr.write(`etalon: a bug: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}
