import type { PromptCall } from '../labels/prompts/prompt-call.ts'

/** A request as it would be sent; making one sends nothing. `standIn` is an answer of usual form and length, by which plans are worked out. */
export type PlannedCall<Value> = PromptCall<Value> & { readonly standIn: Value }

/** Calls that do not wait for each other. Made while they are gone through, so that their texts need not be held together. */
export type Calls<Value> = Iterable<PlannedCall<Value>>

/**
 * Work that needs answers: it yields calls, is resumed with their answers in the same order (null: missing), and ends with its result.
 * The same answers lead to the same calls, so that it can be gone through again from the start when answers were kept.
 */
export type Flow<Result> = Generator<Calls<unknown>, Result, readonly unknown[]>

/** The answers to some calls, [calls], null where missing: `const answers = yield* ask(calls)`. */
export function* ask<Value>(calls: Calls<Value>): Flow<readonly (Value | null)[]> {
  return (yield calls) as readonly (Value | null)[]
}

/**
 * The calls of a flow that is gone through with stand-ins for answers; its result is returned. Nothing is sent. Calls that depend on no answer
 * are word for word those that will be made; of the others there may be fewer, where less is found than the stand-ins say.
 *
 * @param known the value of an answer that was kept, which is taken instead; undefined where none was: so a run that was broken off is planned
 */
export function* rehearsed<Result>(
  flow: Flow<Result>,
  known: (call: PlannedCall<unknown>) => unknown = () => undefined,
): Generator<PlannedCall<unknown>, Result, void> {
  let step = flow.next([])
  while (step.done !== true) {
    const answers: unknown[] = []
    for (const call of step.value) {
      yield call
      const value = known(call)
      answers.push(value === undefined ? call.standIn : value)
    }
    step = flow.next(answers)
  }
  return step.value
}

/** A call and its place among those asked together. */
export type PlacedCall = PlannedCall<unknown> & { readonly place: number }

/**
 * Goes through a flow. `answer` settles calls in any order (`CallRun`); those that it leaves out are missing, and the flow goes on, so that
 * what was answered before a budget ended is not lost. What it throws ends the flow.
 */
export async function follow<Result>(
  flow: Flow<Result>,
  answer: (calls: Iterable<PlacedCall>) => AsyncIterable<{ readonly call: PlacedCall; readonly value: unknown }>,
): Promise<Result> {
  let step = flow.next([])
  while (step.done !== true) {
    const answers: unknown[] = []
    for await (const { call, value } of answer(placed(step.value, answers))) answers[call.place] = value
    step = flow.next(answers)
  }
  return step.value
}

/** Numbers calls, and notes each as missing until it is answered. */
function* placed(calls: Calls<unknown>, answers: unknown[]): Generator<PlacedCall, void, void> {
  for (const call of calls) {
    const place = answers.push(null) - 1
    yield { ...call, place }
  }
}
