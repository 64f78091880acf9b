/**
 * A failure the user can act on.
 *
 * Inside the engine it is thrown; at the contract's edge it becomes a value (`FailureValue`) that every host shows the same way.
 * Anything else that is thrown is a bug: it is logged, and the user gets a fixed sentence.
 */
export const failureCodes = [
  'bad-input',
  'cancelled',
  'conflict',
  'disk-full',
  /** A bug, told where an answer is a value: in jobs. Its trace is in the log. */
  'internal',
  'lens-invalid',
  'locked',
  'no-permission',
  'not-found',
  'not-read',
  'stale',
  'store-damaged',
  /** A server that files are fetched from gives no answer, or not what it should. */
  'unreachable',
  'unsupported',
  'inference-failed',
] as const

export type FailureCode = (typeof failureCodes)[number]

/** What a host shows: one sentence of what happened, and one of what to do. */
export type FailureValue = {
  readonly code: FailureCode
  readonly message: string
  readonly hint: string
}

export class Failure extends Error {
  readonly code: FailureCode
  readonly hint: string

  /**
   * @param message what happened, one sentence, naming the file, row or option
   * @param hint what to do about it, one sentence
   */
  constructor(code: FailureCode, message: string, hint: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'Failure'
    this.code = code
    this.hint = hint
  }

  toValue(): FailureValue {
    return { code: this.code, message: this.message, hint: this.hint }
  }
}

/** The failure in anything thrown, also after a structured clone took its class away; null for a bug. */
export function failureIn(thrown: unknown): FailureValue | null {
  if (typeof thrown !== 'object' || thrown === null) return null
  const { code, message, hint } = thrown as Partial<FailureValue>
  const known = failureCodes.find((each) => each === code)
  return known !== undefined && typeof message === 'string' && typeof hint === 'string' ? { code: known, message, hint } : null
}
