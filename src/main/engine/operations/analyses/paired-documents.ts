import type { z } from 'zod'
import type { DiffRequest } from '../../../../contract/differences.ts'
import { Failure } from '../../../../contract/failure.ts'
import type { PairedDocuments, pairedDocumentsInput } from '../../../../contract/paired-documents.ts'
import type { Active } from '../../analysis/diff/compared.ts'
import { layoutOf } from '../../analysis/diff/layout.ts'
import { pairsBySide } from '../../analysis/diff/pairs-by-side.ts'
import { analysisById } from '../../store/analyses.ts'
import type { ProjectReading } from '../project-reading.ts'
import { activeSource } from './active-source.ts'
import { gatherComparison } from './comparison.ts'
import { quoteOf } from './quotes.ts'
import { changedInput } from './recipe.ts'

/**
 * The pairs of a recorded comparison where only one side has a latent, both have it, or neither, with what either document says.
 *
 * Throws a Failure where the comparison is of no pairs, or where what it read has changed.
 */
export async function pairedDocuments(
  project: ProjectReading,
  { id, latent, other, side, offset, limit }: z.output<typeof pairedDocumentsInput>,
): Promise<PairedDocuments> {
  const { recipe } = analysisById(project.db, id).about
  if (recipe.kind !== 'diff') throw notPaired()
  const changed = changedInput(project, recipe.inputs)
  if (changed !== null) throw new Failure('stale', changed, 'Compare again, and look at the pairs of that.')
  const request = recipe.request as DiffRequest
  if (other !== null && other >= request.against.length)
    throw new Failure('not-found', `The comparison has no group ${other + 1} beside the target.`, 'Name one of its groups.')
  const { sample, compared } = await project.remembered(`pairs of ${JSON.stringify(recipe.request)} ${recipe.lensHash}`, () =>
    gatherComparison(project, { ...request, lens: recipe.lensHash }, [request.target, ...request.against]),
  )
  if (compared.pair === null) throw notPaired()
  if (latent >= sample.stored.dSae)
    throw new Failure('not-found', `The lens has no latent ${latent}.`, `It has ${sample.stored.dSae}, numbered from 0.`)
  const { used } = layoutOf(compared, request.mode === 'union' && request.against.length > 1)
  let active: Active | null = null
  activeSource(project, sample, Uint32Array.of(latent)).each((_, found) => {
    active = found
  })
  const sides = pairsBySide(compared, other === null ? null : other + 1, used, active, sample, latent)
  const quote = (place: number) => quoteOf(project, sample.subjects[sample.subject[place]!]!, sample.ordinal[place]!, latent)
  return {
    counts: { target: sides.target.length, other: sides.other.length, both: sides.both.length, neither: sides.neither.length },
    pairs: sides[side].slice(offset, offset + limit).map((pair) => ({ target: quote(pair.target), other: quote(pair.other) })),
  }
}

const notPaired = () =>
  new Failure(
    'bad-input',
    'The documents of this comparison are not in pairs.',
    'Compare corpora whose ids or prompts match, or name the field that pairs.',
  )
