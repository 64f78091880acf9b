import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownLenses } from '../../lens/added-lenses.ts'
import { type LensManifest, parseManifest } from '../../lens/manifest.ts'

/** The manifests of this user's own lenses that can be read. */
export async function ownManifests(home: string): Promise<readonly LensManifest[]> {
  const folder = ownLenses(home)
  const names = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.'))
  const manifests = await Promise.all(names.map((name) => manifestIn(join(folder, name))))
  return manifests.filter((each) => each !== null)
}

/** Null where it has none that can be read: such a lens uses no downloads. */
export async function manifestIn(folder: string): Promise<LensManifest | null> {
  try {
    return parseManifest(await readFile(join(folder, 'lens.json'), 'utf8'), folder)
  } catch {
    return null
  }
}

/** The repositories whose downloads a lens reads with. */
export function repositoriesOf(manifest: LensManifest | null): ReadonlySet<string> {
  if (manifest === null) return new Set()
  const places = [...Object.values(manifest.reader), manifest.sae, manifest.labels]
  return new Set(places.flatMap((each) => (typeof each === 'object' && 'repository' in each ? [each.repository] : [])))
}
