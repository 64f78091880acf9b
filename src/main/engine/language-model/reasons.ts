import { Failure, type FailureCode } from '../../../contract/failure.ts'
import type { Endpoint } from '../../../contract/language-models.ts'

/** Why a try brought no answer: a closed set. */
export const reasons = [
  'rate-limited',
  'overloaded',
  'timed-out',
  'unreachable',
  'broken-answer',
  'refused',
  'unauthorised',
  'forbidden',
  'no-credit',
  'not-found',
  'too-long',
  'bad-request',
] as const
export type Reason = (typeof reasons)[number]

/** Tokens as an endpoint reported them. */
export type ReportedUsage = { readonly inputTokens: number; readonly outputTokens: number }

/** A try without an answer. */
export type Fault = {
  readonly reason: Reason
  /** In the server's or the system's words, at most 300 characters and without the key; empty where there were none. */
  readonly detail: string
  /** Seconds the endpoint asked to wait; null where it named none. */
  readonly retryAfter: number | null
  /** Text that came before it broke off, where the endpoint was at work and so may charge; null where it surely does not. */
  readonly received: string | null
}

/** What `Received` and `Fault` are told apart by. */
export function isFault<T extends object>(reply: T | Fault): reply is Fault {
  return 'reason' in reply
}

/** @param received text that came before it broke off, where the try may be charged for */
export function fault(reason: Reason, detail: string, retryAfter: number | null = null, received: string | null = null): Fault {
  return { reason, detail: detail.replaceAll(/\s+/g, ' ').trim().slice(0, 300), retryAfter, received }
}

/** Tries of one request, the first included, before it counts as missing. A rate limit is a promise of an answer: more patience. */
export const patience: Readonly<Record<Reason, number>> = {
  'rate-limited': 12,
  overloaded: 6,
  'timed-out': 4,
  unreachable: 8,
  'broken-answer': 5,
  refused: 1,
  unauthorised: 1,
  forbidden: 1,
  'no-credit': 1,
  'not-found': 1,
  'too-long': 1,
  'bad-request': 1,
}

/** Tries while the endpoint has never answered in a run: then its address is likelier to be wrong than its network to be down. */
export const firstPatience = 3

/** Faults that every other request will meet as well: the run ends with `failureOf`. */
export function endsRun(reason: Reason): boolean {
  return reason === 'unauthorised' || reason === 'no-credit' || reason === 'not-found' || reason === 'unreachable'
}

/** Faults that one text among others may bring about. */
export function isOfOneText({ reason }: Fault): boolean {
  return reason === 'bad-request' || reason === 'too-long' || reason === 'refused'
}

type Telling = { readonly code: FailureCode; readonly says: (name: string, model: string) => string; readonly hint: string }

const tellings: Readonly<Record<Reason, Telling>> = {
  'rate-limited': {
    code: 'inference-failed',
    says: (name) => `${name} takes no more requests at present: its rate limit is reached.`,
    hint: 'Wait a while and start again, which goes on where it stopped, or lower the requests under way at once.',
  },
  overloaded: {
    code: 'inference-failed',
    says: (name) => `${name} answers that something went wrong on its side.`,
    hint: 'Start again later, which goes on where it stopped; for a server of your own, see its log.',
  },
  'timed-out': {
    code: 'inference-failed',
    says: (name) => `${name} did not answer in time.`,
    hint: 'Raise its time-out, or lower the requests under way at once; what was answered is kept.',
  },
  unreachable: {
    code: 'not-found',
    says: (name) => `${name} cannot be reached.`,
    hint: 'See that its address is right, that a local server is running, and that this machine is online; what was answered is kept.',
  },
  'broken-answer': {
    code: 'inference-failed',
    says: (name) => `${name} gave an answer that could not be read.`,
    hint: 'See that its address is the base of an OpenAI-compatible API, which often ends in /v1.',
  },
  refused: {
    code: 'unsupported',
    says: (name) => `${name} refused to answer.`,
    hint: 'Another model may answer; the call counts as missing.',
  },
  unauthorised: {
    code: 'no-permission',
    says: (name) => `${name} did not accept the key, or asks for one.`,
    hint: 'Set its key again and see that it may use this model.',
  },
  forbidden: {
    code: 'no-permission',
    says: (name) => `${name} does not allow the request.`,
    hint: 'See that the key may use this model; a filter on the way may also have turned this text away, which then counts as missing.',
  },
  'no-credit': {
    code: 'no-permission',
    says: (name) => `The account at ${name} has no credit left.`,
    hint: 'Add credit there or use another endpoint; what was answered is kept.',
  },
  'not-found': {
    code: 'not-found',
    says: (name, model) => `${name} knows no model ${model}, or its address leads nowhere.`,
    hint: "See the model's name and the address, which often ends in /v1; a local server may have to download the model first.",
  },
  'too-long': {
    code: 'bad-input',
    says: (name, model) => `The request is longer than ${model} at ${name} can take.`,
    hint: 'Use a model with a longer context, or fewer or shorter passages; the call counts as missing.',
  },
  'bad-request': {
    code: 'bad-input',
    says: (name) => `${name} does not accept the request.`,
    hint: 'See that the model is of the right kind, for chat or for embeddings, and what the server says.',
  },
}

/** One sentence of what happened, with the server's own words where there are any. */
export function sentenceOf(fault: Fault, endpoint: Pick<Endpoint, 'name' | 'model'>): string {
  const sentence = tellings[fault.reason].says(endpoint.name, endpoint.model)
  return fault.detail === '' ? sentence : `${sentence} It says: ${fault.detail}`
}

/** The fault as something the user can act on. */
export function failureOf(fault: Fault, endpoint: Pick<Endpoint, 'name' | 'model'>): Failure {
  const { code, hint } = tellings[fault.reason]
  return new Failure(code, sentenceOf(fault, endpoint), hint)
}
