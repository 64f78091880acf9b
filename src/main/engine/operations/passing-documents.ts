import type { DocumentFilter, LatentCondition } from '../../../contract/documents.ts'
import { readPostings } from '../store/activations/read-postings.ts'
import { matchingOrdinals } from '../store/document-filter.ts'
import { lensOf } from './lens-files.ts'
import type { ProjectReading } from './project-reading.ts'
import type { Subject } from './subjects.ts'

/** Pooled activation of a latent by ordinal, [documents]; null where the channel was not read. */
export function pooledBy(project: ProjectReading, { corpus, encoding }: Subject, latent: number): Float32Array | null {
  if (encoding?.state !== 'ready') return null
  const pooled = new Float32Array(corpus.documents)
  const { ordinals, maxima } = readPostings(project.db, encoding.encoding, latent)
  ordinals.forEach((ordinal, at) => (pooled[ordinal] = maxima[at] ?? 0))
  return pooled
}

/** Which documents pass a filter, [documents] of 0 and 1; null where it lets all through. `latent` is the chosen one. */
export async function passingDocuments(
  project: ProjectReading,
  subject: Subject,
  filter: DocumentFilter,
  latent: number | undefined,
): Promise<Uint8Array | null> {
  const { text = '', where = {}, onlyPresent = false, latents = [] } = filter
  const conditions: LatentCondition[] = [
    ...latents,
    ...(onlyPresent && latent !== undefined ? [{ latent, is: 'present' as const }] : []),
  ]
  const isWorded = text.trim() !== '' || Object.keys(where).length > 0
  if (!isWorded && conditions.length === 0) return null
  const passes = new Uint8Array(subject.corpus.documents)
  if (!isWorded) passes.fill(1)
  else {
    const asked = { corpus: subject.corpus.corpus, channels: [subject.channel.channel], where }
    for (const ordinal of matchingOrdinals(project.db, text.trim() === '' ? asked : { ...asked, text })) passes[ordinal] = 1
  }
  for (const condition of conditions) {
    const pooled = pooledBy(project, subject, condition.latent)
    if (pooled === null) return passes.fill(0)
    const above = condition.above ?? (await thresholdOf(project, subject, condition.latent))
    const wanted = condition.is === 'present'
    for (let ordinal = 0; ordinal < passes.length; ordinal++) if (pooled[ordinal]! > above !== wanted) passes[ordinal] = 0
  }
  return passes
}

async function thresholdOf(project: ProjectReading, { lens }: Subject, latent: number): Promise<number> {
  return lens === null ? 0 : ((await lensOf(project, lens)).thresholds[latent] ?? 0)
}
