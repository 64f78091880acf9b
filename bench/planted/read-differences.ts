import { join } from 'node:path'
import { diffInput, type DiffResult } from '../../src/contract/differences.ts'
import { diffDocuments } from '../../src/main/engine/operations/analyses/diff.ts'
import { ProjectReading } from '../../src/main/engine/operations/project-reading.ts'
import { readSubjectOf } from '../../src/main/engine/operations/subjects.ts'
import { readDocumentTokens } from '../../src/main/engine/store/activations/read-document.ts'
import { readLatentTokens } from '../../src/main/engine/store/activations/read-latent-tokens.ts'
import { repository } from '../peer.ts'
import type { Planted } from './plant.ts'
import { type ActiveTokens, type Strongest, strongestOf } from './strongest.ts'

/** Differences looked at. */
export const first = 5

/** Of the strongest tokens, at least this share on planted text. */
export const enough = 0.5

const rate = 0.05

/** One of the first differences towards the planted half. */
export type Difference = Strongest & {
  /** From 1. */
  readonly rank: number
  readonly latent: number
  readonly label: string | null
  /** Document frequency in the planted and in the other half. */
  readonly planted: number
  readonly other: number
  readonly q: number
}

export type Nothing = { readonly discoveries: number; readonly adjustedDiscoveries: number; readonly tested: number }

export function openPlanted(folder: string): ProjectReading {
  const resources = join(repository, 'resources')
  return new ProjectReading({ folder, store: null, resources, home: join(folder, 'home'), version: 'bench', host: 'bench' })
}

/** The first differences towards `target`, as `etalon diff --direction up` lists them, that are discoveries after false-discovery control. */
export async function firstDifferences(
  project: ProjectReading,
  lens: string,
  [target, other]: readonly [string, string],
  documents: readonly Planted[],
): Promise<readonly Difference[]> {
  const { rows } = await differences(project, lens, [target, other], 'up')
  const { encoding } = readSubjectOf(project, { corpus: target, channel: 'text', lens })
  const ordinals = Uint32Array.from(documents.keys())
  const tokens = documents.map((_, ordinal) => readDocumentTokens(project.db, encoding.encoding, ordinal))
  return rows.flatMap((row, at): readonly Difference[] => {
    const q = row.qAdjusted ?? row.qValue
    if (q > rate) return []
    const active = readLatentTokens(project.db, encoding.encoding, row.latent, ordinals, project.parts).map(
      ({ tokens: on, activations }, ordinal): ActiveTokens => {
        const { starts, ends } = tokens[ordinal]!
        return { starts: Array.from(on, (token) => starts[token]!), ends: Array.from(on, (token) => ends[token]!), activations }
      },
    )
    const { latent, label, target: planted, others } = row
    return [{ rank: at + 1, latent, label, planted, other: others[0]!, q, ...strongestOf(documents, active) }]
  })
}

/** How much is found between halves that nothing distinguishes. */
export async function differencesInNothing(
  project: ProjectReading,
  lens: string,
  corpora: readonly [string, string],
): Promise<Nothing> {
  const { discoveries, adjustedDiscoveries, tested } = await differences(project, lens, corpora, 'both')
  return { discoveries, adjustedDiscoveries, tested }
}

async function differences(
  project: ProjectReading,
  lens: string,
  [target, other]: readonly [string, string],
  direction: 'up' | 'both',
): Promise<DiffResult> {
  const request = {
    lens,
    channel: 'text',
    target: { corpora: [target] },
    against: [{ corpora: [other] }],
    direction,
    rate,
    limit: first,
    examples: 0,
  }
  const { result } = await diffDocuments(project, diffInput.parse(request))
  return result
}
