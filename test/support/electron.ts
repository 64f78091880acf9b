import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from './repository-files.ts'

const folder = join(repositoryRoot, 'node_modules/electron')
const pathFile = join(folder, 'path.txt')

/** Electron's program where it has been fetched (`npx install-electron`), else null. Importing electron itself would fetch it. */
export const electronProgram: string | null = existsSync(pathFile) ? join(folder, 'dist', readFileSync(pathFile, 'utf8')) : null

/** Why the real Electron cannot be tested here, or null where it can. Where ETALON_REQUIRE_ELECTRON is set, not being able fails. */
export const noElectron: string | null = whyNot()

function whyNot(): string | null {
  const reason =
    electronProgram === null || !existsSync(electronProgram)
      ? "Electron's binary has not been fetched (npx install-electron)"
      : process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']
        ? 'there is no display (xvfb-run gives one)'
        : null
  if (reason !== null && process.env['ETALON_REQUIRE_ELECTRON']) throw new Error(`Electron is to be tested, but ${reason}.`)
  return reason
}
