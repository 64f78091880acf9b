import { BrowserWindow } from 'electron'
import type { Job } from '../../contract/jobs.ts'
import type { Operations } from '../../contract/operations.ts'

/** Shows the progress of the running job on the icons of all windows, until the host ends. */
export async function showTaskbarProgress(operations: Operations, signal: AbortSignal): Promise<void> {
  for await (const event of operations.jobs.changes(signal)) {
    if (event.kind !== 'jobs') continue
    const { share, mode } = taskbarProgress(event.jobs)
    for (const window of BrowserWindow.getAllWindows()) if (!window.isDestroyed()) window.setProgressBar(share, { mode })
  }
}

type Shown = { readonly share: number; readonly mode: 'none' | 'normal' | 'indeterminate' | 'paused' }

/** Of the running job its share, 0..1; above 1 where that is not known, and below 0 where there is nothing to show, as Electron has it. */
export function taskbarProgress(jobs: readonly Job[]): Shown {
  const running = jobs.find(({ state }) => state === 'running')
  const job = running ?? jobs.find(({ state }) => state === 'paused')
  if (job === undefined) return { share: -1, mode: 'none' }
  const { progress } = job
  if (progress === null || progress.total === null || progress.total === 0)
    return running === undefined ? { share: -1, mode: 'none' } : { share: 2, mode: 'indeterminate' }
  return { share: Math.min(1, progress.done / progress.total), mode: running === undefined ? 'paused' : 'normal' }
}
