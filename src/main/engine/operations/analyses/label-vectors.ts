import { join } from 'node:path'
import type { ComparedBy } from '../../../../contract/analyses.ts'
import { type Directions, directionOf, directions } from '../../embedder/directions.ts'
import { type Embedder, openEmbedder } from '../../embedder/embedder.ts'
import { randomCut } from '../../embedder/random-cut.ts'
import { randomQueries } from '../../embedder/random-queries.ts'
import type { StoredLens } from '../../store/lenses.ts'
import { labelsOf } from '../labels-of.ts'
import type { ProjectReading } from '../project-reading.ts'

/** Share of labels that are above the cut with queries which have nothing to do with them. */
export const byChance = 0.002

/** The labels of a lens as vectors. */
export type LabelVectors = {
  readonly by: ComparedBy
  /** Latents whose labels have a row, ascending, [rows]. */
  readonly latents: Uint32Array
  /** Without direction: a label in which no word is known. */
  readonly rows: Directions
  /** Similarity that a label has with an unrelated query in `byChance` of all cases. */
  readonly cut: number
}

/** One embedder for a process, opened when first needed. */
const embedders = new Map<string, Promise<Embedder>>()
/** Directions of texts that were labels, so that a changed label costs one text and not all of them. */
const directionsByText = new Map<string, Int8Array>()
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

/** The current labels of a lens as vectors of the bundled embedder; worked out once until the store changes. */
export async function labelVectorsOf(project: ProjectReading, lens: StoredLens): Promise<LabelVectors> {
  const embedder = await embedderOf(project)
  return project.remembered(`label vectors ${lens.lens}`, () => {
    const labels = labelledLatents(project, lens)
    const rows = directions(
      labels.map(([, text]) => known(embedder, text)),
      embedder.dimensions,
    )
    const phrases = randomQueries.map((phrase) => known(embedder, phrase))
    return {
      by: { endpoint: null, model: embedder.name, labels: labels.length, leftOut: 0 },
      latents: Uint32Array.from(labels, ([latent]) => latent),
      rows,
      cut: randomCut(phrases, rows, byChance),
    }
  })
}

/** The current labels of a lens, by ascending latent. */
export function labelledLatents(project: ProjectReading, lens: StoredLens): readonly (readonly [latent: number, text: string])[] {
  return [...labelsOf(project, lens)].map(([latent, { text }]) => [latent, text] as const).sort(([a], [b]) => a - b)
}

function known(embedder: Embedder, text: string): Int8Array {
  const found = directionsByText.get(text)
  if (found !== undefined) return found
  if (directionsByText.size >= mostTexts) directionsByText.clear()
  const direction = directionOf(embedder.embed(text))
  directionsByText.set(text, direction)
  return direction
}
