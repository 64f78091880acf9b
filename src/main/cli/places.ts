import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder that holds resources/ and package.json: of the source checkout, or of the installed product. */
export const productFolder: string = upTo(import.meta.dirname)

export const resourcesFolder: string = join(productFolder, 'resources')
export const rendererFolder: string = join(productFolder, 'out', 'renderer')

function upTo(folder: string): string {
  if (existsSync(join(folder, 'resources', 'demo'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error(`no resources folder above ${import.meta.dirname}`)
  return upTo(parent)
}
