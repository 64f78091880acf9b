import { buildWhenStale } from './build-when-stale.ts'
import { electronBinary } from './electron-binary.ts'
import { runWindow } from './run-window.ts'

type Wanted = { readonly productFolder: string; readonly project: string | null; readonly store: string | undefined }

/**
 * Runs the desktop window until it is closed; null once it was. Otherwise why there is none, as one line for the user.
 * The sandbox is never turned off to make it start.
 */
export async function startDesktop({ productFolder, project, store }: Wanted): Promise<string | null> {
  const instead = 'Etalon opens in your browser instead.'
  const binary = await electronBinary(productFolder)
  if ('missing' in binary) return `${binary.missing} ${instead}`
  await buildWhenStale(productFolder, ['window', 'desktop'])
  const refused = await runWindow(binary.path, productFolder, { ETALON_PROJECT: project ?? '', ETALON_STORE: store ?? '' })
  return refused === null ? null : `The desktop window could not start: ${refused}. ${instead}`
}
