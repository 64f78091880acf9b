import type { Stage } from '../../../contract/language-models.ts'
import type { Reason } from './reasons.ts'

/** Tokens of one try; `estimated` where the endpoint reported none. */
export type Usage = { readonly inputTokens: number; readonly outputTokens: number; readonly estimated: boolean }

/** What was paid for and is kept, so that it is never paid for again. */
export type Answer = {
  readonly text: string
  /** As the endpoint named it, which may be more exact than what was asked for. */
  readonly model: string
  /** The endpoint would not answer; `text` is what it said instead, if anything. */
  readonly refused: boolean
  /** As the endpoint reported them; null where it reported none. */
  readonly inputTokens: number | null
  readonly outputTokens: number | null
}

/** Answers by content; `hash` has 32 bytes (`callHash`). `put` of a hash that is there changes nothing. */
export type AnswerCache = {
  get(hash: Uint8Array): Answer | null
  put(hash: Uint8Array, answer: Answer): void
}

/**
 * How a try ended: `answered` with what could be read, `reused` from the cache at no cost, `malformed` in a form that could not
 * be read, `cancelled` by the user while under way, or with a fault.
 */
export type TryOutcome = 'answered' | 'reused' | 'malformed' | 'cancelled' | Reason

/** One try, or one answer out of the cache. */
export type LedgerEntry = Usage & {
  readonly stage: Stage
  /** The endpoint's name. */
  readonly endpoint: string
  readonly model: string
  readonly outcome: TryOutcome
  /** In `currency`; null without a price. */
  readonly cost: number | null
  readonly currency: string | null
  /** Input tokens as `requestTokens` counts them, before any correction: what the endpoint's ratio is learned from. */
  readonly countedTokens: number
  /** From sending to the end of the answer; 0 where nothing was sent. */
  readonly seconds: number
}

export type Ledger = { add(entry: LedgerEntry): void }

/** Where answers and ledger are written. */
export type Records = {
  readonly answers: AnswerCache
  readonly ledger: Ledger
  /** Runs `write` so that all or nothing of it outlives a killed process: an answer and its entry belong together. */
  together(write: () => void): void
}

/**
 * What an endpoint and model have shown before: sums over the ledger's answered entries that are not estimated and whose input
 * tokens lie between an eighth and eight times of `countedTokens`. Other figures are not to be learned from.
 */
export type History = {
  readonly reportedTokens: number
  readonly countedTokens: number
  readonly stages: Readonly<Partial<Record<Stage, StageHistory>>>
}
export type StageHistory = { readonly calls: number; readonly outputTokens: number; readonly seconds: number }

export const noHistory: History = { reportedTokens: 0, countedTokens: 0, stages: {} }
