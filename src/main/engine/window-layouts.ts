import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeHomeFile } from './home-folder.ts'

type Kept = { readonly folder: string; readonly layout: string }

/** How a project's window was left, as the window put it into words; null where that is not known. */
export async function readLayout(home: string, folder: string): Promise<string | null> {
  try {
    const kept = JSON.parse(await readFile(fileOf(home, folder), 'utf8')) as Partial<Kept> | null
    return kept?.folder === folder && typeof kept.layout === 'string' ? kept.layout : null
  } catch {
    return null
  }
}

/** Keeps it in a file of its own in `layouts` of the home folder: the project itself is not written to for being looked at. */
export function keepLayout(home: string, kept: Kept): Promise<void> {
  return writeHomeFile(fileOf(home, kept.folder), kept)
}

const fileOf = (home: string, folder: string): string =>
  join(home, 'layouts', `${createHash('sha256').update(folder).digest('hex').slice(0, 24)}.json`)
