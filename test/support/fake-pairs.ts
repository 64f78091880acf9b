import type { z } from 'zod'
import { Failure } from '../../src/contract/failure.ts'
import { type PairedDocuments, type pairedDocumentsInput, type PairSide, pairSides } from '../../src/contract/paired-documents.ts'
import type { RecordedAnalysis } from '../../src/contract/recorded-analyses.ts'
import { groupIn, presentOf, quoteOf } from './fake-groups.ts'
import type { FakeProject } from './fake-project.ts'

/** Pairs as the engine would give them: documents of the first corpora of the two groups with the same ordinal. */
export function fakePairs(
  project: FakeProject,
  { recipe }: Pick<RecordedAnalysis, 'recipe'>,
  { latent, other, side, offset, limit }: z.output<typeof pairedDocumentsInput>,
): PairedDocuments {
  const request = recipe.request as { target: { corpora: string[] }; against: { corpora: string[] }[] }
  const made = project.latents[latent]
  if (made === undefined) throw new Failure('not-found', `The lens has no latent ${latent}.`, 'Name another.')
  const [target, partner] = [request.target, request.against[other ?? 0] ?? request.target].map((group) => groupIn(project, group))
  const [here, there] = [target, partner].map((group) => new Set(group === undefined ? [] : presentOf(group, made)[0]))
  const [a, b] = [target?.parts[0]?.corpus, partner?.parts[0]?.corpus]
  const found = Object.fromEntries(pairSides.map((each) => [each, [] as number[]])) as Record<PairSide, number[]>
  for (let ordinal = 0; ordinal < Math.min(a?.documents ?? 0, b?.documents ?? 0); ordinal++) {
    const [one, two] = [here?.has(ordinal) === true, there?.has(ordinal) === true]
    found[one ? (two ? 'both' : 'target') : two ? 'other' : 'neither'].push(ordinal)
  }
  return {
    counts: { target: found.target.length, other: found.other.length, both: found.both.length, neither: found.neither.length },
    pairs: found[side]
      .slice(offset, offset + limit)
      .flatMap((ordinal) =>
        a === undefined || b === undefined ? [] : [{ target: quoteOf(a, ordinal, made), other: quoteOf(b, ordinal, made) }],
      ),
  }
}
