import { Failure } from '../../../../contract/failure.ts'
import type { FoundReader, LensInspection } from '../../../../contract/lenses.ts'
import { findReader } from '../../lens/adding/find-reader.ts'
import { findSaes } from '../../lens/adding/find-sae.ts'
import { openSource, type SourceFiles } from '../../lens/adding/source-files.ts'
import { parseSource } from '../../lens/adding/source.ts'
import { readLensCheck } from '../../lens/lens-check.ts'
import { parseReaderConfig } from '../../lens/reader-config.ts'
import { lensFound, lensSummary } from '../lens-files.ts'
import type { LensManaging } from './lens-managing.ts'

const mostShown = 200
const { signal: never } = new AbortController()

/** What a lens is, or what a folder or repository holds that one could be made of. A repository is asked for its list of files. */
export async function inspectLens(managing: LensManaging, what: string): Promise<LensInspection> {
  const nothing = { what, lens: null, check: null, reader: null, saes: [], saeCount: 0, layers: null, repository: null }
  const found = await lensFound(managing, what).catch((error: unknown) => {
    if (error instanceof Failure && error.code === 'not-found') return null
    throw error
  })
  if (found !== null) return { ...nothing, lens: await lensSummary(managing, found), check: await readLensCheck(found.folder) }
  return managing.withHub(async (hub) => {
    const source = await openSource(await parseSource(what), hub, managing.place.home, never)
    const saes = findSaes(source.files, source.named)
    const { repository } = source
    const reader = readerIn(source)
    return {
      ...nothing,
      reader,
      saes: saes.slice(0, mostShown).map(({ path, format }) => ({ path, format, source: sourceOf(source, path) })),
      saeCount: saes.length,
      layers: await layersOf(source, reader),
      repository:
        repository === null
          ? null
          : {
              repository: repository.repository.id,
              revision: repository.revision,
              commit: repository.commit,
              page: repository.page,
              license: repository.license,
              gated: repository.gated !== null,
            },
    }
  })
}

function sourceOf({ place }: SourceFiles, path: string): string {
  const at = place(path)
  if (typeof at === 'string') return at
  return 'file' in at ? at.file : `${at.repository}@${at.commit}${at.path === '' ? '' : `:${at.path}`}`
}

async function layersOf(source: SourceFiles, reader: FoundReader | null): Promise<number | null> {
  const config = reader?.config ?? null
  return config === null ? null : parseReaderConfig(await source.text(config), config).layers
}

/** Null where it holds no whole reader. */
function readerIn({ files, named, name }: SourceFiles): FoundReader | null {
  try {
    return findReader(files, named, name)
  } catch (error) {
    if (error instanceof Failure) return null
    throw error
  }
}
