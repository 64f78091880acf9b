import { createHash } from 'node:crypto'
import { directionsIn } from '../../embedder/directions.ts'
import { randomCut } from '../../embedder/random-cut.ts'
import { randomQueries } from '../../embedder/random-queries.ts'
import { embeddingHash } from '../../language-model/call.ts'
import type { StoredLens } from '../../store/lenses.ts'
import { lastLabelVector, textVector } from '../../store/text-vectors.ts'
import type { ChosenEmbedder } from '../embedder-choice.ts'
import type { ProjectReading } from '../project-reading.ts'
import { byChance, labelledLatents, type LabelVectors } from './label-vectors.ts'

/** Of the phrases that chance is measured by, without which no cut can be told. */
const fewestPhrases = randomQueries.length / 2

/**
 * The current labels of a lens as vectors that an endpoint gave before; nothing is sent. Labels without one, or with one of another length than
 * `dimensions`, are left out. Null where there are none, or too few phrases to measure chance by.
 */
export function endpointVectorsOf(
  project: ProjectReading,
  lens: StoredLens,
  embedder: ChosenEmbedder,
  dimensions: number,
): LabelVectors | null {
  const { db } = project
  const key = `${embedder.endpoint} ${embedder.address} ${embedder.model} ${dimensions} ${lens.lens}`
  return project.remembered(`label vectors ${key}`, () => {
    const labels = labelledLatents(project, lens)
    const said = createHash('sha256').update(JSON.stringify(labels)).digest('hex')
    // They outlive changes of the store that are about something else, such as every analysis that is recorded.
    return project.lasting.get(
      `label vectors ${key} ${said} ${lastLabelVector(db)}`,
      () => read(),
      (vectors) => vectors?.rows.codes.byteLength ?? 0,
    )

    function read(): LabelVectors | null {
      const vectorOf = (text: string) => {
        const vector = textVector(db, embeddingHash(embedder, text))
        return vector?.length === dimensions ? vector : null
      }
      const phrases = randomQueries.map(vectorOf).filter((vector) => vector !== null)
      const latents: number[] = []
      const codes = new Int8Array(labels.length * dimensions)
      for (const [latent, text] of labels) {
        const vector = vectorOf(text)
        if (vector === null) continue
        codes.set(vector, latents.length * dimensions)
        latents.push(latent)
      }
      if (latents.length === 0 || phrases.length < fewestPhrases) return null
      const rows = directionsIn(codes.subarray(0, latents.length * dimensions), dimensions)
      const { endpoint, model } = embedder
      return {
        by: { endpoint, model, labels: labels.length, leftOut: labels.length - latents.length },
        latents: Uint32Array.from(latents),
        rows,
        cut: randomCut(phrases, rows, byChance),
      }
    }
  })
}
