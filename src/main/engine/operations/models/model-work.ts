import type { Plan } from '../../../../contract/language-models.ts'
import { type Flow, follow, type PlacedCall, type PlannedCall, rehearsed } from '../../hypotheses/flow.ts'

/** Settles calls in any order; those it leaves out are missing. */
export type Answering = (calls: Iterable<PlacedCall>) => AsyncIterable<{ readonly call: PlacedCall; readonly value: unknown }>

/** A stretch of work whose outcome is written down at once: a run that is broken off goes on after the last one. */
export type ModelPart = {
  readonly doing: string
  /** Its calls as they would be made, with stand-ins for answers that are not known. Nothing is sent. */
  rehearse(known: (call: PlannedCall<unknown>) => unknown): Iterable<PlannedCall<unknown>>
  carryOut(answer: Answering): Promise<void>
}

/** What a request to language models amounts to in this project. */
export type ModelWork = {
  readonly title: string
  /** Whose text would be sent. */
  readonly corpora: Plan['corpora']
  /** JSON of all besides the request and the endpoint that decides what is asked: what was read, labels, prompts. */
  readonly fingerprint: unknown
  /** Those that a run which was broken off has not done yet. */
  readonly parts: Iterable<ModelPart>
  /** What came of it, once all parts are done. */
  result(): unknown
}

/** @param record writes the outcome down, in one transaction */
export function partOf<Outcome>(doing: string, flow: () => Flow<Outcome>, record: (outcome: Outcome) => void): ModelPart {
  return {
    doing,
    rehearse: (known) => rehearsed(flow(), known),
    carryOut: async (answer) => record(await follow(flow(), answer)),
  }
}
