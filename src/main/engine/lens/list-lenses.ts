import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { failureIn, type FailureValue } from '../../../contract/failure.ts'
import type { Lens } from './lens.ts'
import { openLens, type OpenLensOptions } from './open-lens.ts'

/** A lens found, or a folder that should hold one and why it cannot be used. */
export type FoundLens =
  | { readonly folder: string; readonly name: string; readonly lens: Lens; readonly problem: null }
  | { readonly folder: string; readonly name: string; readonly lens: null; readonly problem: FailureValue }

/** Opens every lens that lies directly in one of these folders, in their order and by name. A folder that is not there holds none. */
export async function listLenses(folders: readonly string[], options: OpenLensOptions = {}): Promise<readonly FoundLens[]> {
  const found: FoundLens[] = []
  for (const folder of folders) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    const names = entries
      .filter((each) => (each.isDirectory() || each.isSymbolicLink()) && !each.name.startsWith('.'))
      .map((each) => each.name)
    for (const name of names.sort()) found.push(await tryLens(join(folder, name), options))
  }
  return found
}

async function tryLens(folder: string, options: OpenLensOptions): Promise<FoundLens> {
  try {
    const lens = await openLens(folder, options)
    return { folder, name: lens.name, lens, problem: null }
  } catch (error) {
    const problem = failureIn(error)
    if (problem === null) throw error
    return { folder, name: basename(folder), lens: null, problem }
  }
}
