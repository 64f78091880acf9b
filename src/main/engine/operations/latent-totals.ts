import { type EncodingStatistics, readStatistics } from '../store/activations/read-statistics.ts'
import type { ProjectReading } from './project-reading.ts'
import type { ReadSubject } from './subjects.ts'

/** Counts over several encodings, [dSae] each. */
export type LatentTotals = {
  readonly documents: number
  readonly tokens: number
  readonly present: Uint32Array
  readonly tokensActive: Float64Array
  readonly maxima: Float32Array
}

/** Sums over encodings; kept until the store changes. */
export function totalsOf(project: ProjectReading, subjects: readonly ReadSubject[], dSae: number): LatentTotals {
  const encodings = subjects.map((subject) => subject.encoding.encoding)
  return project.remembered(`totals ${encodings.join(' ')}`, () =>
    addUp(
      encodings.map((encoding) => statisticsOf(project, encoding)),
      dSae,
    ),
  )
}

export function statisticsOf(project: ProjectReading, encoding: number): EncodingStatistics {
  return project.remembered(`statistics ${encoding}`, () => readStatistics(project.db, encoding))
}

function addUp(parts: readonly EncodingStatistics[], dSae: number): LatentTotals {
  const present = new Uint32Array(dSae)
  const tokensActive = new Float64Array(dSae)
  const maxima = new Float32Array(dSae)
  for (const part of parts) {
    for (let latent = 0; latent < part.dSae; latent++) {
      present[latent] = (present[latent] ?? 0) + (part.documentsPresent[latent] ?? 0)
      tokensActive[latent] = (tokensActive[latent] ?? 0) + (part.tokensActive[latent] ?? 0)
      maxima[latent] = Math.max(maxima[latent] ?? 0, part.maxima[latent] ?? 0)
    }
  }
  const sum = (of: (part: EncodingStatistics) => number) => parts.reduce((total, part) => total + of(part), 0)
  return { documents: sum((part) => part.documents), tokens: sum((part) => part.tokens), present, tokensActive, maxima }
}

export function share(part: number | undefined, whole: number): number {
  return whole === 0 ? 0 : (part ?? 0) / whole
}
