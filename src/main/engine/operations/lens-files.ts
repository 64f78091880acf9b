import { join, sep } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import type { LensSummary } from '../../../contract/project.ts'
import type { Lens } from '../lens/lens.ts'
import { type FoundLens, listLenses } from '../lens/list-lenses.ts'
import type { StoredLens } from '../store/lenses.ts'
import type { ProjectReading } from './project-reading.ts'

/** The lens that a store names, from where it was or from wherever the same lens lies now. Throws Failure 'lens-invalid'. */
export async function lensOf(project: ProjectReading, stored: StoredLens): Promise<Lens> {
  const there = await project.lens(stored.folder).catch(() => null)
  if (there?.hash === stored.hash) return there
  const elsewhere = (await lensesAround(project)).find((each) => each.lens?.hash === stored.hash)
  if (elsewhere !== undefined) return project.lens(elsewhere.folder)
  throw new Failure(
    'lens-invalid',
    `The lens ${stored.name} is no longer at ${stored.folder}.`,
    'Put its folder back; what was read stays usable meanwhile.',
  )
}

/** As `lensOf`; null where it is gone, for what is only nicer with it. */
export function lensIfThere(project: ProjectReading, stored: StoredLens): Promise<Lens | null> {
  return lensOf(project, stored).catch((error: unknown) => {
    if (error instanceof Failure) return null
    throw error
  })
}

/** The lens to read with: by name, hash or folder, else the first bundled one that works. */
export async function lensToReadWith(project: ProjectReading, name: string | undefined): Promise<Lens> {
  const known = await lensesAround(project)
  if (name === undefined) {
    const first = known.find((each) => each.lens !== null) ?? known[0]
    if (first === undefined)
      throw new Failure(
        'lens-invalid',
        'No lens is installed.',
        `Put a lens folder into one of: ${lensFolders(project).join(', ')}.`,
      )
    return project.lens(first.folder)
  }
  const named = known.find(
    (each) => each.name === name || each.folder === name || (name.length >= 8 && each.lens?.hash.startsWith(name)),
  )
  if (named !== undefined) return project.lens(named.folder)
  if (/[\\/]/.test(name)) return project.lens(name)
  throw new Failure(
    'not-found',
    `There is no lens "${name}".`,
    `There are: ${known.map((each) => each.name).join(', ')}; or give the path of a lens folder.`,
  )
}

export async function lensSummaries(project: ProjectReading): Promise<readonly LensSummary[]> {
  const [bundled = ''] = lensFolders(project)
  return Promise.all((await lensesAround(project)).map((found) => summaryOf(found, found.folder.startsWith(bundled + sep))))
}

/** Folders that are looked through for lenses, in this order: bundled ones, then the user's. */
function lensFolders({ place }: ProjectReading): readonly string[] {
  return [join(place.resources, 'lenses'), join(place.home, 'lenses')]
}

function lensesAround(project: ProjectReading): Promise<readonly FoundLens[]> {
  return listLenses(lensFolders(project), { digestCache: project.digestCache })
}

async function summaryOf({ folder, name, lens, problem }: FoundLens, bundled: boolean): Promise<LensSummary> {
  if (lens === null) {
    return {
      name,
      folder,
      bundled,
      hash: '',
      title: name,
      description: '',
      hook: '',
      dSae: 0,
      contextSize: 0,
      documents: null,
      license: '',
      labels: 0,
      problem: problem.message,
    }
  }
  const { hash, title, description, hook, dSae, contextSize, documents, license } = lens
  return {
    name,
    folder,
    bundled,
    hash,
    title,
    description,
    hook,
    dSae,
    contextSize,
    documents,
    license,
    labels: (await lens.labels()).length,
    problem: null,
  }
}
