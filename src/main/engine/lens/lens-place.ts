import { stat } from 'node:fs/promises'
import { isAbsolute, join, normalize } from 'node:path'
import { z } from 'zod'
import { Failure } from '../../../contract/failure.ts'
import { isAdded } from './added-lenses.ts'
import { snapshotFolder } from './hub/hub-cache.ts'
import { isSafePath } from './hub/hub-file.ts'
import { parseRepository } from './hub/repository.ts'

/** A path in the lens's own folder. */
export const insidePlace = z
  .string()
  .min(1)
  .refine((path) => !isAbsolute(path) && !normalize(path).split(/[\\/]/).includes('..'), 'must be a file in the lens')

/** What a lens reads with lies in its folder; elsewhere on this machine; or in a repository as it was downloaded ('' for its root). */
export const lensPlace = z.union(
  [
    insidePlace,
    z.strictObject({ file: z.string().refine(isAbsolute, 'must be an absolute path') }),
    z.strictObject({
      repository: z.string(),
      commit: z.string().regex(/^[0-9a-f]{40}$/),
      path: z.string().refine((path) => path === '' || isSafePath(path), 'must be a path in the repository'),
    }),
  ],
  { error: 'must be a file in the lens, {"file": absolute path}, or {"repository", "commit", "path"}' },
)
export type LensPlace = z.infer<typeof lensPlace>

/** Where the downloads of this user lie. */
export function hubCache(home: string): string {
  return join(home, 'hub')
}

/** A place outside the lens's own folder, as a path. */
export function pointedPath(place: Exclude<LensPlace, string>, home: string): string {
  if ('file' in place) return place.file
  return join(snapshotFolder(hubCache(home), { repository: parseRepository(place.repository), commit: place.commit }), place.path)
}

/** What decides whether places outside a lens's folder are followed: that it was added here, which `home` keeps. */
export type Pointing = { readonly folder: string; readonly added: string | undefined; readonly home: string | null }

/**
 * The paths of a lens's places. Those outside its own folder are only followed for a lens that this user added: a folder that came from
 * elsewhere must not make the program open files of its choosing. Throws Failure 'lens-invalid', also where one is gone.
 */
export async function openPlaces(
  { folder, added, home }: Pointing,
  places: readonly (LensPlace | undefined)[],
): Promise<(place: LensPlace) => string> {
  const pointed = places.filter((each) => typeof each === 'object')
  const trusted = home !== null && pointed.length > 0 && (await isAdded(home, folder, added)) ? home : null
  if (pointed.length > 0 && trusted === null)
    throw new Failure(
      'lens-invalid',
      `The lens in ${folder} names files outside its own folder, and was not added here.`,
      'Add it on this machine: etalon lens add says how.',
    )
  const pathOf = (place: LensPlace) => (typeof place === 'string' ? join(folder, place) : pointedPath(place, trusted ?? ''))
  for (const place of pointed) await checkThere(place, pathOf(place))
  return pathOf
}

async function checkThere(place: Exclude<LensPlace, string>, path: string): Promise<void> {
  if ((await stat(path).catch(() => null)) !== null) return
  if ('file' in place)
    throw new Failure(
      'lens-invalid',
      `${path}, which the lens reads with, was moved or removed.`,
      'Put it back, or add the lens again.',
    )
  throw new Failure(
    'lens-invalid',
    `${place.path === '' ? 'What' : place.path} was downloaded of ${place.repository} is gone from ${path}.`,
    'Add the lens again: what is missing is downloaded.',
  )
}
