import { createHash } from 'node:crypto'
import type { Endpoint, Plan } from '../../../../contract/language-models.ts'
import type { ModelRequest } from '../../../../contract/model-requests.ts'
import type { PlannedCall } from '../../hypotheses/flow.ts'
import { callHash, requestOf } from '../../language-model/call.ts'
import { type Estimate, estimateCalls, estimateSampled, estimateTexts } from '../../language-model/estimate.ts'
import { inRandomOrder } from '../../labels/evidence/random-order.ts'
import { noHistory } from '../../language-model/records.ts'
import { isLocal } from '../../language-model/is-local.ts'
import { answerOf } from '../../store/answers.ts'
import { usageHistory } from '../../store/ledger.ts'
import { modelRunOfPlan } from '../../store/model-runs.ts'
import type { ProjectReading } from '../project-reading.ts'
import type { EachLatent, ModelWork } from './model-work.ts'
import { settled, workOf } from './work-of.ts'

/** What a request would send where, and what it would cost. Nothing is sent. */
export async function planWork(
  project: ProjectReading,
  { request, endpoint }: { readonly request: ModelRequest; readonly endpoint: Endpoint },
): Promise<Plan> {
  const work = await workOf(project, settled(project, request), endpoint, null)
  const db = project.dbIfAny
  const answers = { get: (hash: Uint8Array) => (db === null ? null : answerOf(db, hash)) }
  const known = (call: PlannedCall<unknown>): unknown => {
    const answer = answers.get(callHash(endpoint, requestOf(call)))
    // One that could not be read is asked for again: what then comes is not known here.
    return answer === null || answer.refused ? undefined : (call.parse(answer.text) ?? undefined)
  }
  const history = db === null ? noHistory : usageHistory(db, endpoint.name, endpoint.model)
  return {
    ...(await estimated(work, known, { endpoint, answers, history })),
    id: planId(project, request, endpoint, work),
    endpoint: endpoint.name,
    url: endpoint.url,
    model: endpoint.model,
    local: isLocal(endpoint.url),
    currency: endpoint.price?.currency ?? null,
    labels: work.embeds?.labels ?? null,
    corpora: work.corpora,
  }
}

/** Latents from which on some are counted for all. */
const manyLatents = 128

/** Latents that are read ahead together while a plan is worked out by some of them. */
const aheadTogether = 64

type Known = (call: PlannedCall<unknown>) => unknown

async function estimated(
  work: ModelWork,
  known: Known,
  options: Parameters<typeof estimateSampled>[2],
): Promise<Estimate & Pick<Plan, 'sampled'>> {
  if (work.embeds !== undefined) return { ...estimateTexts(work.embeds.texts, options), sampled: null }
  const of = work.each?.latents.length ?? 0
  if (work.each === undefined || of < manyLatents) return { ...(await estimateCalls(callsOf(work, known), options)), sampled: null }
  const { sampled, ...estimate } = await estimateSampled(callsOfSome(work.each, known), of, options)
  const first = await estimateCalls(firstOf(callsOf(work, known)), options)
  return {
    ...estimate,
    sample: first.sample ?? estimate.sample,
    sampled: sampled.groups === of ? null : { latents: sampled.groups, of, spread: sampled.spread },
  }
}

async function* callsOf({ parts }: ModelWork, known: Known): AsyncGenerator<PlannedCall<unknown>> {
  for (const part of parts) {
    await part.prepare()
    yield* part.rehearse(known)
  }
}

/** Of each latent, in random order. */
async function* callsOfSome({ latents, partsFor }: EachLatent, known: Known): AsyncGenerator<Iterable<PlannedCall<unknown>>> {
  const order = Array.from(inRandomOrder(latents, sampleSeed))
  for (let from = 0; from < order.length; from += aheadTogether)
    for (const part of await partsFor(order.slice(from, from + aheadTogether))) {
      yield part.rehearse(known)
      await new Promise((resolve) => setImmediate(resolve))
    }
}

const sampleSeed = 64

async function* firstOf<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
  for await (const item of items) return yield item
}

/**
 * The same while request, endpoint and all that decides what is asked are the same, until a run of it has ended: to ask again, for what is
 * missing still, is another plan. 32 hexadecimal digits.
 */
export function planId(
  { dbIfAny: db }: Pick<ProjectReading, 'dbIfAny'>,
  request: ModelRequest,
  { url, model, price }: Endpoint,
  { fingerprint }: Pick<ModelWork, 'fingerprint'>,
): string {
  for (let ended = 0; ; ended++) {
    const whole = createHash('sha256').update(JSON.stringify([request, url, model, price, fingerprint, ended]))
    const id = whole.digest('hex').slice(0, 32)
    const state = db === null ? undefined : modelRunOfPlan(db, id)?.state
    if (state !== 'done' && state !== 'abandoned') return id
  }
}
