import { createHash } from 'node:crypto'
import type { Endpoint, Plan } from '../../../../contract/language-models.ts'
import type { ModelRequest } from '../../../../contract/model-requests.ts'
import type { PlannedCall } from '../../hypotheses/flow.ts'
import { callHash, requestOf } from '../../language-model/call.ts'
import { estimateCalls } from '../../language-model/estimate.ts'
import { noHistory } from '../../language-model/records.ts'
import { isLocal } from '../../language-model/is-local.ts'
import { answerOf } from '../../store/answers.ts'
import { usageHistory } from '../../store/ledger.ts'
import { modelRunOfPlan } from '../../store/model-runs.ts'
import type { ProjectReading } from '../project-reading.ts'
import type { ModelWork } from './model-work.ts'
import { settled, workOf } from './work-of.ts'

/** What a request would send where, and what it would cost. Nothing is sent. */
export async function planWork(
  project: ProjectReading,
  { request, endpoint }: { readonly request: ModelRequest; readonly endpoint: Endpoint },
): Promise<Plan> {
  const work = await workOf(project, settled(project, request), null)
  const db = project.dbIfAny
  const answers = { get: (hash: Uint8Array) => (db === null ? null : answerOf(db, hash)) }
  const known = (call: PlannedCall<unknown>): unknown => {
    const answer = answers.get(callHash(endpoint, requestOf(call)))
    // One that could not be read is asked for again: what then comes is not known here.
    return answer === null || answer.refused ? undefined : (call.parse(answer.text) ?? undefined)
  }
  function* calls(): Generator<PlannedCall<unknown>> {
    for (const part of work.parts) yield* part.rehearse(known)
  }
  const history = db === null ? noHistory : usageHistory(db, endpoint.name, endpoint.model)
  const estimate = await estimateCalls(calls(), { endpoint, answers, history })
  return {
    ...estimate,
    id: planId(project, request, endpoint, work),
    endpoint: endpoint.name,
    url: endpoint.url,
    model: endpoint.model,
    local: isLocal(endpoint.url),
    currency: endpoint.price?.currency ?? null,
    corpora: work.corpora,
  }
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
