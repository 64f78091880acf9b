import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fetchElectron, type Patience } from './fetch-electron.ts'

/**
 * Electron's binary; where it is missing, fetched by Electron's own installer, with progress on stderr.
 * `missing` says in one sentence why there is none.
 */
export async function electronBinary(
  productFolder: string,
  patience?: Patience,
): Promise<{ readonly path: string } | { readonly missing: string }> {
  const folder = electronFolder(productFolder)
  if (folder === null) return { missing: 'Electron, which makes the desktop window, is not installed.' }
  const there = installedBinary(folder)
  if (there !== null) return { path: there }
  const elsewhere = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (elsewhere) return { missing: `There is no Electron in ${elsewhere}, which ELECTRON_OVERRIDE_DIST_PATH names.` }
  const refused = await fetchElectron(folder, patience)
  const fetched = installedBinary(folder)
  if (fetched !== null) return { path: fetched }
  return {
    missing: `Electron, which makes the desktop window, could not be fetched (${refused ?? 'it is not where it should be'}).`,
  }
}

/** Where the package lies; importing it would fetch its binary, without a word and without an end. */
function electronFolder(productFolder: string): string | null {
  try {
    return dirname(createRequire(join(productFolder, 'package.json')).resolve('electron/package.json'))
  } catch {
    return null
  }
}

function installedBinary(folder: string): string | null {
  const name = binaryName(folder)
  if (name === null) return null
  const path = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] || join(folder, 'dist'), name)
  return existsSync(path) ? path : null
}

/** `path.txt` is written when all is unpacked: without it there is none of Electron's own. */
function binaryName(folder: string): string | null {
  try {
    return readFileSync(join(folder, 'path.txt'), 'utf8')
  } catch {
    return process.env['ELECTRON_OVERRIDE_DIST_PATH'] ? defaultName() : null
  }
}

function defaultName(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}
