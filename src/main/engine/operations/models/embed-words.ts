import type { EmbeddedLabels, Endpoint } from '../../../../contract/language-models.ts'
import { Failure } from '../../../../contract/failure.ts'
import { directionOf } from '../../embedder/directions.ts'
import { randomQueries } from '../../embedder/random-queries.ts'
import { embeddingHash } from '../../language-model/call.ts'
import { LanguageModelClient } from '../../language-model/client.ts'
import { countTokens, inputRatio } from '../../language-model/count-tokens.ts'
import { EmbedRun } from '../../language-model/embed-run.ts'
import { noHistory } from '../../language-model/records.ts'
import { failureOf } from '../../language-model/reasons.ts'
import { usageHistory } from '../../store/ledger.ts'
import { listLenses } from '../../store/lenses.ts'
import { paidRecords } from '../../store/paid-records.ts'
import { isEmbedded, keepTextVector } from '../../store/text-vectors.ts'
import type { ProjectReading } from '../project-reading.ts'
import type { ProjectWriting } from '../project-writing.ts'
import { embeddedLabels, embeddingModelOf } from './embed-labels-work.ts'

/** Who searches waits no longer for an endpoint. */
const patience = 15_000

const underWay = new Map<string, Promise<void>>()

/**
 * Embeds the words of a search at the endpoint that was chosen, and counts what it takes; nothing is sent for words that were embedded before,
 * nor where no label was. @param endpoint whose model embeds. Throws Failures of the endpoint.
 */
export function embedWords(
  project: ProjectWriting,
  { words, endpoint, key }: { readonly words: string; readonly endpoint: Endpoint; readonly key: string | null },
): Promise<void> {
  const model = embeddingModelOf(endpoint)
  const hash = embeddingHash(model, words)
  const isKept = (text: string) => isEmbedded(project.db, embeddingHash(model, text))
  // Every run that embeds labels begins with these phrases.
  if (isEmbedded(project.db, hash) || !randomQueries.some(isKept)) return Promise.resolve()
  const name = Buffer.from(hash).toString('hex')
  const asked = underWay.get(name) ?? sendWords(project, words, hash, endpoint, key).finally(() => underWay.delete(name))
  underWay.set(name, asked)
  return asked
}

async function sendWords(
  project: ProjectWriting,
  words: string,
  hash: Uint8Array,
  endpoint: Endpoint,
  key: string | null,
): Promise<void> {
  const { db } = project
  const client = new LanguageModelClient(endpoint, key)
  const signal = AbortSignal.timeout(patience)
  const run = new EmbedRun([words], {
    client,
    signal,
    records: paidRecords(db, null),
    history: usageHistory(db, endpoint.name, endpoint.model),
    keep: (_, vector) => keepTextVector(db, hash, 'query', directionOf(vector)),
  })
  try {
    for await (const { missing } of run) if (missing !== null) throw failureOf(missing, endpoint)
  } catch (error) {
    if (!signal.aborted) throw error
    throw new Failure(
      'inference-failed',
      `${endpoint.name} did not answer within ${patience / 1000} seconds.`,
      'See that it can be reached, or choose the bundled embedder.',
    )
  } finally {
    client.close()
    project.changed('models')
  }
}

/** How far the labels of the lenses that read here are embedded, and what the words of one search come to in tokens. */
export async function embeddedSoFar(
  project: ProjectReading,
  { endpoint }: { readonly endpoint: Endpoint },
): Promise<{ readonly lenses: readonly EmbeddedLabels[]; readonly tokensEach: number }> {
  const db = project.dbIfAny
  const { reportedTokens, countedTokens } = db === null ? noHistory : usageHistory(db, endpoint.name, endpoint.model)
  const usual = randomQueries.reduce((sum, words) => sum + countTokens(words), 0) / randomQueries.length
  const lenses: EmbeddedLabels[] = []
  for (const lens of db === null ? [] : listLenses(db)) {
    const { texts, embedded } = await embeddedLabels(project, lens, embeddingModelOf(endpoint))
    lenses.push({ lens: lens.name, labels: texts.length, embedded })
  }
  return { tokensEach: Math.max(1, Math.round(usual * inputRatio(reportedTokens, countedTokens))), lenses }
}
