import { createHash } from 'node:crypto'
import type { Endpoint } from '../../../../contract/language-models.ts'
import type { EmbeddedLabelsRun, ModelRequest } from '../../../../contract/model-requests.ts'
import { Failure } from '../../../../contract/failure.ts'
import { directionOf } from '../../embedder/directions.ts'
import { randomQueries } from '../../embedder/random-queries.ts'
import { addressHash, embeddingHash } from '../../language-model/call.ts'
import type { StoredLens } from '../../store/lenses.ts'
import { isEmbedded, keepTextVector } from '../../store/text-vectors.ts'
import { labelsOf } from '../labels-of.ts'
import type { ProjectReading } from '../project-reading.ts'
import { lensNamed } from '../subjects.ts'
import type { ModelWork, Recording } from './model-work.ts'

type EmbedRequest = Extract<ModelRequest, { kind: 'embed-labels' }>

/** An endpoint as `asEmbedder` makes it: its model embeds. */
export type EmbeddingModel = { readonly address: string; readonly model: string }

export const embeddingModelOf = (endpoint: Endpoint): EmbeddingModel => ({ address: addressHash(endpoint), model: endpoint.model })

/** Texts looked up before others get a turn. */
const turn = 1000

/** The labels of a lens by their text, and those of them, and of the phrases that chance is measured by, which a model has not embedded. */
export async function embeddedLabels(project: ProjectReading, lens: StoredLens, model: EmbeddingModel) {
  const texts = textsOf(project, lens)
  const pending: string[] = []
  for (const [at, text] of texts.entries()) {
    if (!isEmbedded(project.db, embeddingHash(model, text))) pending.push(text)
    if (at % turn === turn - 1) await new Promise((resolve) => setImmediate(resolve))
  }
  const phrases = randomQueries.filter((text) => !isEmbedded(project.db, embeddingHash(model, text)))
  return { texts, embedded: texts.length - pending.length, pending, phrases }
}

/**
 * The labels of a lens as vectors, and with them the phrases that chance is measured by; what was embedded before is not sent again.
 * @param endpoint whose model embeds. Throws Failures: 'not-read'; 'bad-input' where no latent has a label.
 */
export async function embedLabelsWork(
  project: ProjectReading,
  request: EmbedRequest,
  endpoint: Endpoint,
  recording: Recording | null,
): Promise<ModelWork> {
  const lens = lensNamed(project, request.lens)
  const model = embeddingModelOf(endpoint)
  const { texts: labels, embedded, pending, phrases } = await embeddedLabels(project, lens, model)
  if (labels.length === 0)
    throw new Failure('bad-input', `No latent of ${lens.name} has a label.`, 'Label latents first, or import their labels.')
  // The phrases first: without them no label can be compared, however many were embedded when a run ended early.
  const texts = [...new Set([...phrases, ...pending])]
  const wanted = new Set(pending)
  let added = 0
  let missing = 0
  let dimensions: number | null = null
  const reasons: Record<string, string> = {}
  return {
    title: `Embed labels of ${lens.name}`,
    corpora: [],
    embeds: { texts, labels: { lens: lens.name, labels: labels.length, embedded, phrases: phrases.length } },
    fingerprint: createHash('sha256').update(JSON.stringify(labels)).digest('hex'),
    parts: [
      {
        doing: `Labels of ${lens.name}`,
        latents: 1,
        prepare: () => Promise.resolve(),
        rehearse: () => [],
        async carryOut(_, embed) {
          if (recording === null) return
          const keep = (text: string, vector: Float32Array) => {
            dimensions = vector.length
            keepTextVector(recording.project.db, embeddingHash(model, text), 'label', directionOf(vector))
          }
          for await (const each of embed(texts, keep)) {
            if (each.missing === null && wanted.has(each.text)) added++
            if (each.missing === null) continue
            missing++
            reasons[each.missing.reason] ??= each.missing.detail
          }
        },
      },
    ],
    result: (): EmbeddedLabelsRun => ({
      lens: lens.name,
      labels: labels.length,
      embedded: embedded + added,
      missing,
      reasons,
      dimensions,
    }),
  }
}

function textsOf(project: ProjectReading, lens: StoredLens): readonly string[] {
  return [...new Set(Array.from(labelsOf(project, lens).values(), ({ text }) => text))].filter((text) => text.trim() !== '').sort()
}
