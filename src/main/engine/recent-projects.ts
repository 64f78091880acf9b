import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { RecentProject } from '../../contract/project.ts'
import { writeHomeFile } from './home-folder.ts'

const kept = 20

type Entry = { readonly folder: string; readonly openedAt: string }

/** The projects opened last, newest first; those whose folder has gone are still listed, as such. */
export async function recentProjects(home: string): Promise<readonly RecentProject[]> {
  return (await entries(home)).map((entry) => ({ ...entry, name: basename(entry.folder), exists: existsSync(entry.folder) }))
}

/** A list that cannot be written is no reason to refuse a project. */
export async function rememberProject(home: string, folder: string): Promise<void> {
  const others = (await entries(home)).filter((entry) => entry.folder !== folder)
  const next = [{ folder, openedAt: new Date().toISOString() }, ...others].slice(0, kept)
  try {
    await writeHomeFile(join(home, 'recent-projects.json'), next)
  } catch {
    // A home that is read-only or full.
  }
}

/** Takes a project off the list. Throws Failure 'no-permission'. */
export async function forgetProject(home: string, folder: string): Promise<void> {
  const others = (await entries(home)).filter((entry) => entry.folder !== folder)
  await writeHomeFile(join(home, 'recent-projects.json'), others)
}

async function entries(home: string): Promise<readonly Entry[]> {
  try {
    const value: unknown = JSON.parse(await readFile(join(home, 'recent-projects.json'), 'utf8'))
    if (!Array.isArray(value)) return []
    return value.filter(
      (each: Partial<Entry> | null): each is Entry => typeof each?.folder === 'string' && typeof each.openedAt === 'string',
    )
  } catch {
    return []
  }
}
