import { directionOf, similarities } from '../../embedder/directions.ts'
import { embeddingHash } from '../../language-model/call.ts'
import type { StoredLens } from '../../store/lenses.ts'
import { textVector } from '../../store/text-vectors.ts'
import { chosenEmbedder } from '../embedder-choice.ts'
import type { ProjectReading } from '../project-reading.ts'
import { embedderOf, labelVectorsOf, type LabelVectors } from './label-vectors.ts'
import { endpointVectorsOf } from './endpoint-vectors.ts'

/** A query beside the labels of a lens. */
export type Compared = {
  readonly vectors: LabelVectors
  /** Cosine of each row of `vectors`; null where no word of the query is known. */
  readonly similarities: Float32Array | null
  readonly warnings: readonly string[]
}

/**
 * Compares a query with the labels by the embedder chosen for the project, as far as its vectors are kept: nothing is sent. Where they are not,
 * the bundled embedder answers, and a warning says why.
 * @param unsent why the query could not be embedded; null where nothing is known of it
 */
export async function comparedWith(
  project: ProjectReading,
  lens: StoredLens,
  query: string,
  unsent: string | null,
): Promise<Compared> {
  const chosen = chosenEmbedder(project)
  if (chosen === null) return byBundled(project, lens, query, [])
  const instead = (why: string) => byBundled(project, lens, query, [`${why} The bundled embedder answered instead.`])
  const vector = textVector(project.db, embeddingHash(chosen, query.trim()))
  if (vector === null) return instead(unsent ?? `The words of this query were not embedded by ${chosen.endpoint}.`)
  const vectors = endpointVectorsOf(project, lens, chosen, vector.length)
  if (vectors === null)
    return instead(`No label is embedded by ${chosen.model} at ${chosen.endpoint} with vectors that fit the query’s.`)
  const { labels, leftOut } = vectors.by
  const warnings =
    leftOut === 0
      ? []
      : [`${count(leftOut)} of ${count(labels)} labels are not embedded by ${chosen.endpoint} yet, and were left out.`]
  return { vectors, similarities: similarities(vector, vectors.rows), warnings }
}

async function byBundled(project: ProjectReading, lens: StoredLens, query: string, warnings: readonly string[]): Promise<Compared> {
  const vectors = await labelVectorsOf(project, lens)
  const vector = directionOf((await embedderOf(project)).embed(query))
  const isKnown = vector.some((code) => code !== 0)
  return { vectors, similarities: isKnown ? similarities(vector, vectors.rows) : null, warnings }
}

const count = new Intl.NumberFormat('en').format
