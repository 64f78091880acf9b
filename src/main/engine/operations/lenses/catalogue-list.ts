import type { CatalogueEntry } from '../../../../contract/lenses.ts'
import { parseSource } from '../../lens/adding/source.ts'
import { catalogue, memoryOf, operationsPerToken } from '../../lens/catalogue.ts'
import type { LensManifest } from '../../lens/manifest.ts'
import type { LensManaging } from './lens-managing.ts'
import { matmulRate } from './matmul-rate.ts'
import { ownManifests } from './own-manifests.ts'

/** Of the rate at which matrices are multiplied, what reading reaches with all that is not a product of matrices. */
const reached = 0.6

/** The known lenses, with what they would take on this machine. Nothing is asked of the hub. */
export async function catalogueList(managing: LensManaging): Promise<readonly CatalogueEntry[]> {
  const rate = await managing.rate(() => matmulRate(managing.startProcess))
  const own = await ownManifests(managing.place.home)
  return Promise.all(
    catalogue.map(async (known) => {
      const { vocabulary: _, width: __, blocks: ___, blockParameters: ____, centre: _____, ...shown } = known
      return {
        ...shown,
        labelFile: known.labelFile ?? null,
        memory: memoryOf(known),
        tokensPerSecond: (reached * rate) / operationsPerToken(known),
        installed: await installed(known.sae, own),
      }
    }),
  )
}

/** The lens whose SAE was downloaded from there. */
async function installed(sae: string, own: readonly LensManifest[]): Promise<string | null> {
  const source = await parseSource(sae)
  if (source.kind === 'local') return null
  const found = own.find(
    (each) =>
      typeof each.sae === 'object' &&
      'repository' in each.sae &&
      each.sae.repository === source.repository.id &&
      each.sae.path === source.path,
  )
  return found?.name ?? null
}
