import { join } from 'node:path'
import type { DiffRequest } from '../../src/contract/differences.ts'
import { discovery, halfOfComparison, holdOut } from '../../src/main/engine/hypotheses/hold-out.ts'
import { gatherComparison } from '../../src/main/engine/operations/analyses/comparison.ts'
import { textsOfSample } from '../../src/main/engine/operations/models/judged-documents.ts'
import { ProjectReading } from '../../src/main/engine/operations/project-reading.ts'
import { repository } from '../peer.ts'
import type { Row } from './alone.ts'

/** The half that hypotheses come from, row by row: pairs, or without pairs a document of each side until one has no more. */
export async function rowsOfDiscovery(folder: string, diff: DiffRequest, seed: number): Promise<readonly Row[]> {
  const resources = join(repository, 'resources')
  const project = new ProjectReading({
    folder,
    store: null,
    resources,
    home: join(folder, 'home'),
    version: 'bench',
    host: 'bench',
  })
  try {
    const gathered = await gatherComparison(project, diff, [diff.target, ...diff.against])
    const { near, keyOf, textOf } = textsOfSample(project, gathered.sample, gathered.asked)
    const { documents, unit, pair } = gathered.compared
    const heldOut = holdOut({ documents, unit, pair, duplicates: near, keyOf, seed })
    const { compared, places } = halfOfComparison(gathered.compared, heldOut, discovery)
    const sides = [0, 1].map((group) =>
      Array.from(places.keys())
        .filter((at) => compared.group[at] === group)
        .toSorted((a, b) => (compared.pair === null ? a - b : compared.pair[a]! - compared.pair[b]!)),
    )
    const [target = [], others = []] = sides
    return target.slice(0, others.length).map((at, row): Row => [textOf(places[at]!), textOf(places[others[row]!]!)])
  } finally {
    await project.close()
  }
}
