import type { CandidateLabel, Decision, QueueRow } from '../../../contract/model-requests.ts'
import type { DecisionRequest } from '../../client/review-acts.ts'
import { bestFirst } from '../../widgets/score-words.ts'

/** What was decided here on a latent; `decision` is null until the engine has it. */
export type Settled = Pick<Decision, 'action'> & { readonly text: string | null; readonly decision: number | null }
/** A decision that was not carried out; sent again as it is, it is not done twice. */
export type FailedAct = { readonly request: DecisionRequest; readonly error: unknown }

/**
 * A queue as it is worked through.
 *
 * Rows keep their places while it is asked for again: what was decided stays where it was, new ones come at the end.
 */
export type Queue = {
  readonly rows: readonly QueueRow[]
  /** Latents that the engine last said wait. */
  readonly waiting: ReadonlySet<number>
  readonly settled: ReadonlyMap<number, Settled>
  /** Proposals refused here, by number. */
  readonly refused: ReadonlySet<number>
  readonly failed: ReadonlyMap<number, FailedAct>
  /** The latent looked at; null before there is any, and when nothing waits any more. */
  readonly at: number | null
}

export const emptyQueue: Queue = {
  rows: [],
  waiting: new Set(),
  settled: new Map(),
  refused: new Set(),
  failed: new Map(),
  at: null,
}

/** The queue with what the engine now says waits. */
export function withFresh(queue: Queue, fresh: readonly QueueRow[]): Queue {
  const byLatent = new Map(fresh.map((row) => [row.latent, row]))
  const known = new Set(queue.rows.map(({ latent }) => latent))
  const rows = [...queue.rows.map((row) => byLatent.get(row.latent) ?? row), ...fresh.filter(({ latent }) => !known.has(latent))]
  const next = { ...queue, rows, waiting: new Set(byLatent.keys()) }
  return next.at === null ? { ...next, at: nextWaiting(next, -1) } : next
}

/** Whether nothing waits on the latent any more: decided here, or elsewhere. */
export const isDone = (queue: Queue, latent: number): boolean => queue.settled.has(latent) || !queue.waiting.has(latent)

export const placeOf = (queue: Queue, latent: number | null): number => queue.rows.findIndex((row) => row.latent === latent)

/** The first latent after a place that waits, from the beginning again past the end; null where none does. */
export function nextWaiting(queue: Queue, place: number): number | null {
  const { rows } = queue
  for (let step = 1; step <= rows.length; step++) {
    const latent = rows[(place + step) % rows.length]?.latent
    if (latent !== undefined && !isDone(queue, latent)) return latent
  }
  return null
}

/** The queue at a row before or after the one looked at; at an end it stays. After the last decision the last row is the one before. */
export function moved(queue: Queue, step: -1 | 1): Queue {
  const place = placeOf(queue, queue.at)
  const next = place < 0 ? queue.rows.at(step < 0 ? -1 : 0) : queue.rows[place + step]
  return next === undefined ? queue : { ...queue, at: next.latent }
}

/** Proposals of a row that can be chosen, the best first. */
export function openProposals(queue: Queue, row: QueueRow): readonly CandidateLabel[] {
  return bestFirst(row.candidates.filter(({ id, state }) => state === 'open' && !queue.refused.has(id)))
}

/** The queue as if the decision were carried out: its row is settled and the next is looked at, or a proposal of it is gone. */
export function begun(queue: Queue, request: DecisionRequest): Queue {
  const { latent, action, candidate = null } = request
  const row = queue.rows.find((each) => each.latent === latent)
  const refused = action === 'refuse' && candidate !== null ? new Set([...queue.refused, candidate]) : queue.refused
  const next = { ...queue, refused, failed: without(queue.failed, latent) }
  if (action === 'refuse' && row !== undefined && openProposals(next, row).length > 0) return next
  const text = request.text ?? row?.candidates.find(({ id }) => id === candidate)?.text ?? row?.label?.text ?? null
  const settled = new Map(next.settled).set(latent, { action, text, decision: null })
  const done = { ...next, settled }
  return { ...done, at: queue.at === latent ? nextWaiting(done, placeOf(done, latent)) : queue.at }
}

/** The queue after the engine carried the decision out. */
export function carriedOut(queue: Queue, { latent, id }: Decision): Queue {
  const settled = queue.settled.get(latent)
  return settled === undefined ? queue : { ...queue, settled: new Map(queue.settled).set(latent, { ...settled, decision: id }) }
}

/** The queue after the decision failed: the row waits again. */
export function givenBack(queue: Queue, request: DecisionRequest, error: unknown): Queue {
  const { latent, candidate = null } = request
  return {
    ...queue,
    settled: without(queue.settled, latent),
    refused: candidate === null ? queue.refused : new Set([...queue.refused].filter((each) => each !== candidate)),
    waiting: new Set([...queue.waiting, latent]),
    failed: new Map(queue.failed).set(latent, { request, error }),
    at: queue.at ?? latent,
  }
}

/** The queue after decisions were taken back, here or elsewhere; the same object where none was of it. */
export function takenBack(queue: Queue, undone: readonly Decision[]): Queue {
  const ours = undone.filter(({ id, latent }) => queue.settled.get(latent)?.decision === id)
  const proposals = undone.flatMap(({ candidate }) => (candidate !== null && queue.refused.has(candidate) ? [candidate] : []))
  if (ours.length === 0 && proposals.length === 0) return queue
  return {
    ...queue,
    settled: new Map([...queue.settled].filter(([latent]) => !ours.some((each) => each.latent === latent))),
    refused: new Set([...queue.refused].filter((each) => !proposals.includes(each))),
    waiting: new Set([...queue.waiting, ...ours.map(({ latent }) => latent)]),
  }
}

function without<V>(map: ReadonlyMap<number, V>, latent: number): ReadonlyMap<number, V> {
  return map.has(latent) ? new Map([...map].filter(([each]) => each !== latent)) : map
}
