import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { writeJson } from './write-json.ts'

const schema = z.record(z.string(), z.string())

/** The folder of this user's own lenses. */
export function ownLenses(home: string): string {
  return join(home, 'lenses')
}

/**
 * Whether a lens was added here: it lies in this user's own lens folder, and holds the word that was drawn when it was added, which a
 * folder that came from elsewhere cannot know.
 */
export async function isAdded(home: string, folder: string, word: string | undefined): Promise<boolean> {
  if (word === undefined || dirname(resolve(folder)) !== resolve(ownLenses(home))) return false
  return (await known(home))[basename(folder)] === word
}

/** Notes the word of a lens that is added; null forgets it. */
export async function noteAdded(home: string, name: string, word: string | null): Promise<void> {
  const { [name]: _, ...others } = await known(home)
  await writeJson(fileIn(home), word === null ? others : { ...others, [name]: word })
}

async function known(home: string): Promise<Readonly<Record<string, string>>> {
  try {
    return schema.parse(JSON.parse(await readFile(fileIn(home), 'utf8')))
  } catch {
    // Missing or damaged: then none was added.
    return {}
  }
}

function fileIn(home: string): string {
  return join(home, 'added-lenses.json')
}
