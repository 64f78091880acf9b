import { app, BrowserWindow, dialog, type MessageBoxOptions } from 'electron'
import type { FailureValue } from '../../contract/failure.ts'

let isTellingBug = false

export async function tellFailure({ message, hint }: FailureValue): Promise<void> {
  await show({ type: 'error', message, detail: hint })
}

/** The fixed sentence for a bug; once at a time. What happened is on stderr. */
export function tellBug(): void {
  if (isTellingBug || !app.isReady()) return
  isTellingBug = true
  void show({
    type: 'error',
    message: 'Something went wrong inside Etalon.',
    detail: 'What was committed is kept. If it happens again, please report it with what Etalon wrote to the terminal.',
  }).finally(() => {
    isTellingBug = false
  })
}

/** Whether a page that crashed is to be opened again. */
export async function askReload(): Promise<boolean> {
  const buttons = ['Open it again', 'Close it']
  const answer = await show({
    type: 'error',
    message: 'The window stopped working.',
    detail: 'Nothing is lost: jobs go on without it.',
    buttons,
    cancelId: 1,
  })
  return answer === 0
}

/** Null when the user chose none. */
export async function chooseFolder(): Promise<string | null> {
  const options = {
    title: 'Open a project',
    buttonLabel: 'Open',
    properties: ['openDirectory', 'createDirectory'] as ('openDirectory' | 'createDirectory')[],
  }
  const window = BrowserWindow.getFocusedWindow()
  const { canceled, filePaths } = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options))
  return canceled ? null : (filePaths[0] ?? null)
}

async function show(options: MessageBoxOptions): Promise<number> {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0] ?? null
  const { response } = await (window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options))
  return response
}
