import type { Call } from '../../language-model/call.ts'

/** One request to a language model, complete before anything is sent, and how its answer is read. */
export type PromptCall<Answer> = Call<Answer> & {
  readonly likelyOutputTokens: number
  /** 0: the likeliest answer. */
  readonly temperature: number
  readonly seed: number
  /** Whose text is in it. */
  readonly documents: ArrayLike<number>
}
