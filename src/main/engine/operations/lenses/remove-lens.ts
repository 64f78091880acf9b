import { rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { Failure } from '../../../../contract/failure.ts'
import type { RemovedLens } from '../../../../contract/lenses.ts'
import { isAdded, noteAdded, ownLenses } from '../../lens/added-lenses.ts'
import { removeDownloads } from '../../lens/hub/remove-downloads.ts'
import { parseRepository } from '../../lens/hub/repository.ts'
import { hubCache } from '../../lens/lens-place.ts'
import { fileFailure } from '../../table-files/file-failure.ts'
import { lensFound } from '../lens-files.ts'
import type { LensManaging } from './lens-managing.ts'
import { manifestIn, ownManifests, repositoriesOf } from './own-manifests.ts'

type Wanted = { readonly name: string; readonly files: boolean }

/**
 * Removes a lens of this user's own; with `files` also what was downloaded for it and no other lens reads with. Files elsewhere on this
 * machine are never removed, and what was read with it stays in the projects.
 */
export async function removeLens(managing: LensManaging, { name, files }: Wanted): Promise<RemovedLens> {
  const { home } = managing.place
  const { folder } = await lensFound(managing, name)
  if (dirname(folder) !== ownLenses(home))
    throw new Failure(
      'bad-input',
      `${name} comes with Etalon and cannot be removed.`,
      'Choose one that was added: etalon lens list.',
    )
  const manifest = await manifestIn(folder)
  if (!files && !(await isAdded(home, folder, manifest?.added)))
    throw new Failure(
      'bad-input',
      `${folder} was put there by hand: removing the lens removes its files.`,
      'Say --files, or remove the folder yourself.',
    )
  const uses = repositoriesOf(manifest)
  try {
    await rm(folder, { recursive: true })
    await noteAdded(home, basename(folder), null)
  } catch (error) {
    throw fileFailure(error, folder)
  }
  managing.changed()
  if (!files) return { name, folder, removed: [], kept: [...uses] }
  const others = new Set((await ownManifests(home)).flatMap((each) => [...repositoriesOf(each)]))
  const kept = [...uses].filter((each) => others.has(each))
  const removed = [...uses].filter((each) => !others.has(each))
  await managing.withHub(async ({ clock }) => {
    for (const each of removed)
      await removeDownloads(hubCache(home), parseRepository(each), { clock, signal: never, waiting: () => undefined })
  })
  return { name, folder, removed, kept }
}

const { signal: never } = new AbortController()
