import type { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import type { Decision, decisionInput } from '../../contract/model-requests.ts'
import { type Act, didAct, useActs } from './acts.ts'
import { api } from './api.ts'

export type DecisionRequest = z.input<typeof decisionInput>
type OfLens = { readonly lens?: string }
/** An act that a decision can be found by, however it is taken back. */
type DecisionAct = Act & { readonly decision: number }

const verbs: Readonly<Record<Decision['action'], string>> = {
  accept: 'Accepted',
  edit: 'Edited',
  refuse: 'Refused',
  skip: 'Skipped',
  flag: 'Flagged',
}

/** What was decided, in a word: `Accepted`. */
export const decidedAs = (action: Decision['action']): string => verbs[action]

const nouns: Readonly<Record<Decision['action'], string>> = {
  accept: 'acceptance',
  edit: 'edit',
  refuse: 'refusal',
  skip: 'skip',
  flag: 'flag',
}

/** A decision as a thing: `edit`. */
export const decisionNoun = (action: Decision['action']): string => nouns[action]

let last: Promise<unknown> = Promise.resolve()

/** Decisions are sent one after the other, in the order they were made: the engine takes the last one back first. */
function inOrder<T>(send: () => Promise<T>): Promise<T> {
  const sent = last.then(send, send)
  last = sent.catch(() => null)
  return sent
}

/** Sends a decision; sent again with the same `requestId` it is not carried out twice. */
export async function decide(request: DecisionRequest): Promise<Decision> {
  const made = await inOrder(() => api.review.decide.mutate(request))
  const of = request.lens === undefined ? {} : { lens: request.lens }
  const act: DecisionAct = {
    decision: made.id,
    title: `${decidedAs(made.action)}: latent ${made.latent}`,
    undo: () => inOrder(() => undoOnly(made, of)),
    redo: () => inOrder(() => redoOnly(made, of)),
  }
  didAct(act)
  return made
}

/** Takes the last decisions back, the newest first, wherever they were made. */
export async function undoDecisions(of: OfLens, count: number): Promise<readonly Decision[]> {
  const undone = await inOrder(() => api.review.undo.mutate({ ...of, count }))
  const numbers = new Set(undone.map(({ id }) => id))
  useActs.setState(({ done }) => ({ done: done.filter((act) => !('decision' in act && numbers.has(Number(act.decision)))) }))
  return undone
}

/** Carries out again what was taken back last; null where there is nothing. */
export const redoDecision = (of: OfLens): Promise<Decision | null> => inOrder(() => api.review.redo.mutate(of))

/** The engine undoes the last decision: another one made since stands in the way. */
async function undoOnly({ id, latent }: Decision, of: OfLens): Promise<readonly Decision[]> {
  const standing = (await api.review.decisions.query(of)).find(({ undone }) => !undone)
  if (standing?.id !== id)
    throw new Failure(
      'conflict',
      `Other decisions were made since that on latent ${latent}.`,
      'Take them back first, in the review of labels.',
    )
  return api.review.undo.mutate({ ...of, count: 1 })
}

async function redoOnly({ latent }: Decision, of: OfLens): Promise<Decision> {
  const redone = await api.review.redo.mutate(of)
  if (redone === null)
    throw new Failure('conflict', `A new decision was made since that on latent ${latent}.`, 'Decide on it anew.')
  return redone
}
