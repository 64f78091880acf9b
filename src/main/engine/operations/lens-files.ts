import { basename, join, sep } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import type { LensSummary } from '../../../contract/project.ts'
import { ownLenses } from '../lens/added-lenses.ts'
import { readLensCheck } from '../lens/lens-check.ts'
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
  return Promise.all((await lensesAround(project)).map((found) => lensSummary(project, found)))
}

/** A lens by name, hash or folder, and one that cannot be used. Throws Failure 'not-found'. */
export async function lensFound(project: ProjectReading, name: string): Promise<FoundLens> {
  const known = await lensesAround(project)
  const found = known.find((each) => each.name === name || each.folder === name || basename(each.folder) === name)
  if (found !== undefined) return found
  throw new Failure('not-found', `There is no lens "${name}".`, `There are: ${known.map((each) => each.name).join(', ')}.`)
}

/** Whether a lens came with the product. */
export function isBundled(project: ProjectReading, folder: string): boolean {
  const [bundledOnes = ''] = lensFolders(project)
  return folder.startsWith(bundledOnes + sep)
}

/** Folders that are looked through for lenses, in this order: bundled ones, then the user's. */
function lensFolders({ place }: ProjectReading): readonly string[] {
  return [join(place.resources, 'lenses'), ownLenses(place.home)]
}

/** Every lens that is bundled or this user's own. */
export function lensesAround(project: ProjectReading): Promise<readonly FoundLens[]> {
  return listLenses(lensFolders(project), project.lensOptions)
}

export async function lensSummary(project: ProjectReading, { folder, name, lens, problem }: FoundLens): Promise<LensSummary> {
  const bundled = isBundled(project, folder)
  const full = await readLensCheck(folder)
  const check = full === null ? null : { checkedAt: full.checkedAt, passed: full.passed, findings: full.findings }
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
      check,
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
    check,
  }
}
