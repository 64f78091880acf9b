import { lstat, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { LensDetails, LensPiece } from '../../../../contract/lenses.ts'
import { isAdded, ownLenses } from '../../lens/added-lenses.ts'
import { folderName, parseRepository } from '../../lens/hub/repository.ts'
import { hubCache, type LensPlace, pointedPath } from '../../lens/lens-place.ts'
import { readLensCheck } from '../../lens/lens-check.ts'
import type { Lens } from '../../lens/lens.ts'
import type { FoundLens } from '../../lens/list-lenses.ts'
import type { LensManifest } from '../../lens/manifest.ts'
import { lensesAround, lensSummary } from '../lens-files.ts'
import type { LensManaging } from './lens-managing.ts'
import { manifestIn, ownManifests, repositoriesOf } from './own-manifests.ts'

/** The lenses of this machine, with what they are made of and what removing them would free. */
export async function lensDetails(managing: LensManaging): Promise<readonly LensDetails[]> {
  const own = await ownManifests(managing.place.home)
  return Promise.all((await lensesAround(managing)).map((found) => detailsOf(managing, found, own)))
}

async function detailsOf(managing: LensManaging, found: FoundLens, own: readonly LensManifest[]): Promise<LensDetails> {
  const { home } = managing.place
  const { folder, lens } = found
  const manifest = await manifestIn(folder)
  const isOwn = dirname(folder) === ownLenses(home)
  return {
    lens: await lensSummary(managing, found),
    check: await readLensCheck(folder),
    pieces: manifest === null || lens === null ? null : await piecesOf(lens, manifest, home),
    own: !isOwn ? null : (await isAdded(home, folder, manifest?.added)) ? 'added' : 'by hand',
    folderBytes: await bytesIn(folder),
    downloads: await Promise.all(
      [...repositoriesOf(manifest)].map(async (repository) => ({
        repository,
        // Snapshots are links to these.
        bytes: await bytesIn(join(hubCache(home), folderName(parseRepository(repository)), 'blobs')),
        others: own.filter((each) => each.name !== manifest?.name && repositoriesOf(each).has(repository)).map(({ name }) => name),
      })),
    ),
  }
}

async function piecesOf(lens: Lens, { reader, sae }: LensManifest, home: string): Promise<NonNullable<LensDetails['pieces']>> {
  const pathOf = (place: LensPlace) => (typeof place === 'string' ? join(lens.folder, place) : pointedPath(place, home))
  const graph = pathOf(reader.graph)
  const weights = [...lens.graph.initializers.values()].flatMap(({ content }) => (content.kind === 'file' ? [content.file] : []))
  const piece = async (place: LensPlace, files: Iterable<string>): Promise<LensPiece> => ({
    path: pathOf(place),
    repository: typeof place === 'object' && 'repository' in place ? place.repository : null,
    bytes: (await Promise.all([...new Set(files)].map(sizeOf))).reduce((sum, each) => sum + each, 0),
  })
  const { encoder } = lens
  return {
    reader: await piece(reader.graph, [graph, ...weights, lens.tokenizerFiles.tokenizer]),
    sae: await piece(sae, [encoder.weights.file, ...(encoder.decoder === null ? [] : [encoder.decoder.file])]),
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0
}

/** What the files in a folder take; links are not followed. */
async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const sizes = names.map(async (name) => {
    const found = await lstat(join(folder, name)).catch(() => null)
    return found?.isFile() === true ? found.size : 0
  })
  return (await Promise.all(sizes)).reduce((sum, each) => sum + each, 0)
}
