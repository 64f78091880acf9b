import type { Quote } from '../../../../contract/analyses.ts'
import type { ProjectReading } from '../project-reading.ts'
import { activeSource } from './active-source.ts'
import type { GatheredComparison } from './comparison.ts'
import { quoteOf } from './quotes.ts'

/** The strongest documents of both sides, each of another unit where there are enough. `other` null: any group but the target. */
export function diffExamples(
  project: ProjectReading,
  { sample, compared }: GatheredComparison,
  other: number | null,
  latent: number,
  count: number,
): { readonly target: readonly Quote[]; readonly others: readonly Quote[] } {
  const strongest: [Map<number, Strongest>, Map<number, Strongest>] = [new Map(), new Map()]
  const threshold = sample.thresholds[latent]!
  activeSource(project, sample, Uint32Array.of(latent)).each((_, { count: active, documents, maxima }) => {
    for (let at = 0; at < active; at++) {
      const document = documents[at]!
      const group = compared.group[document]!
      if (!(maxima[at]! > threshold) || (group !== 0 && other !== null && group !== other)) continue
      const side = strongest[group === 0 ? 0 : 1]
      const unit = compared.unit[document]!
      if (maxima[at]! > (side.get(unit)?.maximum ?? 0)) side.set(unit, { document, maximum: maxima[at]! })
    }
  })
  const quotes = (side: ReadonlyMap<number, Strongest>) =>
    [...side.values()]
      .sort((a, b) => b.maximum - a.maximum || a.document - b.document)
      .slice(0, count)
      .map(({ document }) => quoteOf(project, sample.subjects[sample.subject[document]!]!, sample.ordinal[document]!, latent))
  return { target: quotes(strongest[0]), others: quotes(strongest[1]) }
}

type Strongest = { readonly document: number; readonly maximum: number }
