import { mkdir, readFile, realpath, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { Failure } from '../../../contract/failure.ts'
import { DraftFile } from '../table-files/draft-file.ts'
import { fileFailure } from '../table-files/file-failure.ts'
import type { ProjectReading } from './project-reading.ts'

const settingsName = 'settings.json'
const kind = 'etalon export'
const ourNames = /^(documents|pooled|latents|labels|(diff|trend|correlate|cluster|search)-\d+-[a-z]+)\.(parquet|csv|jsonl|npz)$/

/** What `settings.json` begins with: by it a folder is known as ours. */
export type ExportSettings = { readonly files: readonly string[]; readonly [more: string]: unknown }

/**
 * The files of one export, which appear all together or not at all, and replace those of an earlier export in the same folder.
 *
 * A file that no export made is never written over.
 */
export class ExportFolder {
  readonly #folder: string
  /** The outermost folder that had to be made; null where there was one. */
  readonly #made: string | null
  readonly #earlier: readonly string[]
  readonly #drafts: DraftFile[] = []

  private constructor(folder: string, made: string | null, earlier: readonly string[]) {
    this.#folder = folder
    this.#made = made
    this.#earlier = earlier
  }

  /** Throws a Failure where the folder is the user's own, or cannot be made. */
  static async open(project: ProjectReading, folder: string, names: readonly string[]): Promise<ExportFolder> {
    if (!isAbsolute(folder))
      throw new Failure('bad-input', `${folder} is no absolute path.`, 'Name the folder to write to in full.')
    refuseProject(project, project.folder, project.storeFolder, folder)
    const made = await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw fileFailure(error, folder)
    })
    // A link may lead there too.
    refuseProject(project, await realPath(project.folder), await realPath(project.storeFolder), await realPath(folder))
    const settings = await settingsIn(folder)
    if (settings === null) await refuseForeign(folder, [...names, settingsName])
    return new ExportFolder(folder, made ?? null, settings?.files.filter((name) => ourNames.test(name)) ?? [])
  }

  async create(name: string): Promise<DraftFile> {
    const draft = await DraftFile.create(join(this.#folder, name))
    this.#drafts.push(draft)
    return draft
  }

  /** Gives every file its name, the settings last. */
  async publish(settings: ExportSettings): Promise<void> {
    const draft = await this.create(settingsName)
    await draft.write(new TextEncoder().encode(`${JSON.stringify({ kind, ...settings }, null, 2)}\n`))
    for (const each of this.#drafts) await each.complete()
    for (const each of this.#drafts) await each.publish()
    const superseded = this.#earlier.filter((name) => !settings.files.includes(name))
    await Promise.all(superseded.map((name) => rm(join(this.#folder, name), { force: true })))
  }

  /** Takes back what was written; what was there before stays. */
  async discard(): Promise<void> {
    await Promise.allSettled(this.#drafts.map((each) => each.discard()))
    if (this.#made !== null) await removeEmpty(this.#folder, this.#made).catch(() => undefined)
  }
}

/** Removes a folder and those above it up to `outermost`, as long as they are empty. */
async function removeEmpty(folder: string, outermost: string): Promise<void> {
  await rmdir(folder)
  if (folder !== outermost) await removeEmpty(dirname(folder), outermost)
}

function refuseProject(project: ProjectReading, projectFolder: string, storeFolder: string, folder: string): void {
  const fromStore = relative(storeFolder, folder)
  const isInStore = !fromStore.startsWith('..') && !isAbsolute(fromStore)
  if (relative(projectFolder, folder) !== '' && !isInStore) return
  throw new Failure(
    'conflict',
    `${folder} holds the project itself.`,
    `Choose a folder of its own, for example ${join(project.folder, 'export')}.`,
  )
}

function realPath(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}

async function settingsIn(folder: string): Promise<ExportSettings | null> {
  try {
    const settings = JSON.parse(await readFile(join(folder, settingsName), 'utf8')) as Partial<ExportSettings> | null
    return settings?.['kind'] === kind && Array.isArray(settings.files) ? (settings as ExportSettings) : null
  } catch {
    return null
  }
}

async function refuseForeign(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const there = await stat(join(folder, name)).catch(() => null)
    if (there !== null)
      throw new Failure(
        'conflict',
        `${join(folder, name)} is there already and was not made by an export.`,
        'Choose another folder, or move that file away.',
      )
  }
}
