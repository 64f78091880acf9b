import { join } from 'node:path'
import type { ActivationSource, Compared } from '../../src/main/engine/analysis/diff/compared.ts'
import { ProjectReading } from '../../src/main/engine/operations/project-reading.ts'
import { type Sample, sampleOf } from '../../src/main/engine/operations/analyses/sample.ts'
import { type Duplicates, duplicatesIn } from '../../src/main/engine/operations/analyses/document-keys.ts'
import { unitsOf } from '../../src/main/engine/operations/analyses/units-of.ts'
import { repository } from '../peer.ts'

/** A project whose corpora were imported and read; nothing is written to it. */
export function openProject(folder: string): ProjectReading {
  const resources = join(repository, 'resources')
  return new ProjectReading({ folder, store: null, resources, home: join(folder, 'home'), version: 'bench', host: 'bench' })
}

/** All documents of some corpora as one group. */
export function wholeSample(project: ProjectReading, corpora: readonly string[], channel?: string): Promise<Sample> {
  return sampleOf(project, { threshold: 'lens', minTokens: 1, channel }, [{ corpora: [...corpora] }])
}

/** The documents of the sample on two sides, [documents] 0 or 1, with the units that a comparison of these sides would find. */
export function comparedSides(
  project: ProjectReading,
  sample: Sample,
  side: Uint8Array,
  { seed, fold = true, duplicates }: { readonly seed: number; readonly fold?: boolean; readonly duplicates?: Duplicates },
): { readonly compared: Compared; readonly sample: Sample } {
  const asked = { ...sample, group: side }
  const same = duplicates ?? duplicatesIn(project, sample)
  const found = unitsOf(project, asked, same, { unit: 'auto', foldDuplicates: fold, seed })
  const { documents, group, tokens } = found.sample
  const { unit, units, half } = found
  const keyed = found.by.some((name) => name !== 'duplicates' && name !== 'document')
  const control = new Uint32Array(documents)
  const compared = { documents, groups: 2, group, unit, units, keyed, half, tokens, control, pair: null }
  return { compared, sample: found.sample }
}

/** A source whose document i is document `of[i]` of another; `of` [documents] ascends, and may repeat. */
export function repeatedSource(source: ActivationSource, of: Uint32Array): ActivationSource {
  const last = of.reduce((most, each) => Math.max(most, each), 0)
  const starts = new Uint32Array(last + 2)
  for (const each of of) starts[each + 1]!++
  for (let at = 0; at <= last; at++) starts[at + 1]! += starts[at]!
  const documents = new Uint32Array(of.length)
  const maxima = new Float32Array(of.length)
  const tokensActive = new Uint32Array(of.length)
  return {
    dSae: source.dSae,
    each(visit) {
      source.each((latent, active) => {
        let count = 0
        for (let at = 0; at < active.count && active.documents[at]! <= last; at++) {
          const original = active.documents[at]!
          for (let copy = starts[original]!; copy < starts[original + 1]!; copy++) {
            documents[count] = copy
            maxima[count] = active.maxima[at]!
            tokensActive[count++] = active.tokensActive[at]!
          }
        }
        if (count > 0) visit(latent, { documents, maxima, tokensActive, count })
      })
    },
  }
}

/** A source in which one latent is present in further documents, ascending, with an activation of 1e9 on 1e9 tokens. */
export function plantedSource(source: ActivationSource, latent: number, added: Uint32Array): ActivationSource {
  const isAdded = new Set(added)
  return {
    dSae: source.dSae,
    each(visit) {
      source.each((each, active) => {
        if (each !== latent) return visit(each, active)
        const kept = Array.from({ length: active.count }, (_, at) => at).filter((at) => !isAdded.has(active.documents[at]!))
        const entries = [
          ...kept.map((at) => [active.documents[at]!, active.maxima[at]!, active.tokensActive[at]!] as const),
          ...Array.from(added, (document) => [document, 1e9, 1e9] as const),
        ].sort((one, other) => one[0] - other[0])
        visit(each, {
          documents: Uint32Array.from(entries, ([document]) => document),
          maxima: Float32Array.from(entries, ([, maximum]) => maximum),
          tokensActive: Uint32Array.from(entries, ([, , tokens]) => tokens),
          count: entries.length,
        })
      })
    },
  }
}
