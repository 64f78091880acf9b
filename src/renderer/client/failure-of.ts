import { type FailureCode, failureIn } from '../../contract/failure.ts'
import { ConnectionLost } from './connection.ts'

export type ShownFailure = { readonly code: FailureCode | 'connection' | 'bug'; readonly message: string; readonly hint: string }

/** What to show of anything a call ended with: what happened, and what to do. */
export function failureOf(error: unknown): ShownFailure {
  const { data, cause } = (error ?? {}) as { data?: { failure?: unknown; code?: unknown } | null; cause?: unknown }
  const failure = failureIn(data?.failure) ?? failureIn(error)
  if (failure !== null) return failure
  if (error instanceof ConnectionLost || cause instanceof ConnectionLost)
    return {
      code: 'connection',
      message: 'The connection to the engine was lost before it answered.',
      hint: 'Look whether it was done, and do it again if not.',
    }
  return {
    code: 'bug',
    message: 'Something went wrong inside Etalon.',
    hint: 'Try again. If it happens again, restart Etalon; nothing that was saved is lost.',
  }
}
