import { cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from './repository-files.ts'
import { temporaryFolder } from './temporary-folder.ts'

/**
 * A small repository of its own under this one's packages: the given files (path to content), and copies of what is named in `kept`.
 * Removed when the test that made it ends.
 */
export function temporaryCheckout(files: Readonly<Record<string, string>>, kept: readonly string[]): string {
  const folder = temporaryFolder(files)
  for (const path of kept) cpSync(join(repositoryRoot, path), join(folder, path), { recursive: true })
  symlinkSync(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'), 'junction')
  return folder
}
