import { join } from 'node:path'
import { type Embedder, openEmbedder } from '../../embedder/embedder.ts'
import { randomCut } from '../../embedder/random-cut.ts'
import { similarities } from '../../embedder/similarities.ts'
import type { StoredLens } from '../../store/lenses.ts'
import { labelsOf } from '../labels-of.ts'
import type { ProjectReading } from '../project-reading.ts'

/** Share of labels that are above the cut with queries which have nothing to do with them. */
export const byChance = 0.002

/** The labels of a lens as vectors. */
export type LabelVectors = {
  readonly embedder: Embedder
  /** Latents with a label, ascending, [labelled]. */
  readonly latents: Uint32Array
  /** [labelled * dimensions], of unit length; zeros for a label without a known word. */
  readonly matrix: Float32Array
  /** Similarity that a label has with an unrelated query in `byChance` of all cases. */
  readonly cut: number
}

/** One embedder for a process, opened when first needed. */
const embedders = new Map<string, Promise<Embedder>>()
/** Vectors of texts that were labels, so that a changed label costs one text and not all of them. */
const vectorsByText = new Map<string, Float32Array>()
const mostTexts = 200_000

export function embedderOf(project: ProjectReading): Promise<Embedder> {
  const folder = join(project.place.resources, 'embedder')
  let opening = embedders.get(folder)
  if (opening === undefined) {
    opening = openEmbedder(folder)
    embedders.set(folder, opening)
    opening.catch(() => embedders.delete(folder))
  }
  return opening
}

/** The current labels of a lens as vectors; worked out once until the store changes. */
export async function labelVectorsOf(project: ProjectReading, lens: StoredLens): Promise<LabelVectors> {
  const embedder = await embedderOf(project)
  return project.remembered(`label vectors ${lens.lens}`, () => {
    const labels = [...labelsOf(project, lens)].sort(([a], [b]) => a - b)
    const { dimensions } = embedder
    const matrix = new Float32Array(labels.length * dimensions)
    labels.forEach(([, { text }], at) => matrix.set(vectorOf(embedder, text), at * dimensions))
    const latents = Uint32Array.from(labels, ([latent]) => latent)
    return { embedder, latents, matrix, cut: randomCut(embedder, matrix, byChance) }
  })
}

/** Cosine of each labelled latent's label with a query, [dSae]; NaN where there is no label, or no known word in the query. */
export function labelSimilarities({ embedder, latents, matrix }: LabelVectors, query: string, dSae: number): Float32Array {
  const found = new Float32Array(dSae).fill(NaN)
  const vector = embedder.embed(query)
  if (vector.every((value) => value === 0)) return found
  similarities(vector, matrix, embedder.dimensions).forEach((similarity, at) => (found[latents[at]!] = similarity))
  return found
}

function vectorOf(embedder: Embedder, text: string): Float32Array {
  const known = vectorsByText.get(text)
  if (known !== undefined) return known
  if (vectorsByText.size >= mostTexts) vectorsByText.clear()
  const vector = embedder.embed(text)
  vectorsByText.set(text, vector)
  return vector
}
