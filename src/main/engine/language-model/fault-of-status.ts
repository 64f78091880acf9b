import type { IncomingHttpHeaders } from 'node:http'
import { readErrorBody, type ErrorBody } from './error-body.ts'
import type { Posted } from './post-json.ts'
import { fault, type Fault, type Reason } from './reasons.ts'

/** What an answer that is none says of why. @param now milliseconds since 1970, for a `Retry-After` that names a time */
export function faultOfStatus({ status, headers, text }: Posted, now: number): Fault {
  if (status >= 300 && status < 400)
    return fault(
      'not-found',
      `it answers with a redirect to ${headers.location ?? 'nowhere'}; enter that address if it is the endpoint's`,
    )
  const body = readErrorBody(text)
  return fault(reasonOf(status, body), body.message, retryAfterOf(headers, now))
}

/** The reason in an error that came in place of an answer, under a status of success (OpenRouter, llama.cpp). */
export function faultInBody(text: string): Fault {
  const body = readErrorBody(text)
  const status = Number(body.code)
  return fault(reasonOf(status >= 400 && status < 600 ? status : 500, body), body.message)
}

/** Servers agree on little but the status; what they write narrows it down. */
function reasonOf(status: number, { message, code, type }: ErrorBody): Reason {
  const said = `${code} ${type} ${message}`
  if (status === 401) return 'unauthorised'
  if (status === 402 || /insufficient_quota|insufficient (credit|balance|funds)/i.test(said)) return 'no-credit'
  if (status === 429) return 'rate-limited'
  if (status !== 404 && /content[_ ](filter|policy)|moderation|flagged/i.test(said)) return 'refused'
  if (status === 413 || tooLong.test(said)) return 'too-long'
  if (status === 403) return 'forbidden'
  if (status === 404 || status === 405 || /model_not_found|model\b.{0,200}\b(not found|does not exist|not loaded)/i.test(said))
    return 'not-found'
  if (status === 408 || status === 504) return 'timed-out'
  if (status === 451) return 'refused'
  if (status >= 500 || status === 409 || status === 425) return 'overloaded'
  return 'bad-request'
}

const tooLong =
  /context_length_exceeded|exceed_context_size|maximum context length|context (length|size|window).{0,60}exceed|exceeds?.{0,60}context|prompt is too long|input is too long|too many tokens/i

/** Seconds of a `Retry-After` in seconds or as a date, or of OpenAI's `retry-after-ms`; null without one that can be read. */
export function retryAfterOf(headers: IncomingHttpHeaders, now: number): number | null {
  const milliseconds = Number(headers['retry-after-ms'] ?? Number.NaN)
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds / 1000)
  const said = headers['retry-after']?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(said)) return Number(said)
  const date = Date.parse(said)
  return Number.isNaN(date) ? null : Math.max(0, (date - now) / 1000)
}
