import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Etalon's version, from package.json. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(upToPackage(import.meta.dirname), 'package.json'), 'utf8')) as { version: string }).version
}

/** Of what Etalon runs in. */
export function runtimeVersions(): Record<string, string> {
  const { node, electron, v8, chrome } = process.versions as Record<string, string | undefined>
  return Object.fromEntries(
    Object.entries({ node, electron, v8, chrome }).filter((each): each is [string, string] => each[1] !== undefined),
  )
}

/** The folder of package.json, from the source or from the bundle. */
function upToPackage(folder: string): string {
  try {
    readFileSync(join(folder, 'package.json'))
    return folder
  } catch {
    const parent = resolve(folder, '..')
    if (parent === folder) throw new Error('package.json is missing')
    return upToPackage(parent)
  }
}
