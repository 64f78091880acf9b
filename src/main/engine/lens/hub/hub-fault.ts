import type { IncomingHttpHeaders } from 'node:http'
import { Failure, type FailureCode } from '../../../../contract/failure.ts'
import { readErrorBody } from '../../language-model/error-body.ts'
import { retryAfterOf } from '../../language-model/fault-of-status.ts'

/** A try that brought nothing, or not all: what to tell the user if it stays so, and whether it may pass. */
export class HubFault extends Error {
  readonly failure: Failure
  /** How often it is met in a row before it is told, the first included; 1 where it will not pass. */
  readonly patience: number
  /** Seconds that the server asked to wait; null where it named none. */
  readonly retryAfter: number | null

  constructor(failure: Failure, patience: number, retryAfter: number | null = null) {
    super(failure.message)
    this.name = 'HubFault'
    this.failure = failure
    this.patience = patience
    this.retryAfter = retryAfter
  }
}

/** What a request was about, for what is told of it. */
export type About = {
  /** The hub's host. */
  readonly host: string
  /** The repository's page. */
  readonly page: string
  readonly id: string
  readonly revision: string
  /** A file or folder in it; null where the repository itself was asked for. */
  readonly path: string | null
  /** 'withheld': there is one, but the hub's address is not encrypted and not on this machine. */
  readonly token: 'sent' | 'none' | 'withheld'
  /** As in `HubSettings`. */
  readonly saidBy: string
}

const goesOn = 'Start it again, which goes on where it stopped.'

/** @param reached whether it was before: then the network is likelier to be down for a while than the address to be wrong */
export function unreachable({ host, saidBy }: Pick<About, 'host' | 'saidBy'>, why: string, reached: boolean): HubFault {
  const hint = `See that this machine is online, and that ${saidBy} and the proxy, where set, are right.`
  return new HubFault(new Failure('unreachable', `${host} cannot be reached: ${why}.`, hint), reached ? 8 : 3)
}

export function brokenOff({ host }: Pick<About, 'host'>, why: string): HubFault {
  return new HubFault(new Failure('unreachable', `The connection to ${host} broke off again and again: ${why}.`, goesOn), 8)
}

/** Something came in place of what was asked for: a sign-in page of the network, say. */
export function notWhatWasAsked({ host, path, id }: About, why: string): HubFault {
  const message = `${host} sent something other than ${path ?? id}: ${why}.`
  return new HubFault(new Failure('unreachable', message, 'See whether this network asks to sign in; then start it again.'), 4)
}

export function refusedAddress({ host, saidBy }: Pick<About, 'host' | 'saidBy'>, why: string): HubFault {
  const hint = `Check ${saidBy}, or leave it out; nothing was kept of it.`
  return new HubFault(new Failure('unreachable', `${host} leads to an address that is not followed: ${why}.`, hint), 1)
}

/** @param away whether the answer came from another origin than the hub's, at a signed address that expires */
export function faultOfAnswer(
  { status, headers, text }: { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string },
  about: About,
  { away, now }: { readonly away: boolean; readonly now: number },
): HubFault {
  const said = sayingOf(headers, text)
  const fail = (code: FailureCode, message: string, hint: string) => new HubFault(new Failure(code, message + said, hint), 1)
  const { host, id, page, path, revision, saidBy } = about
  if (status === 429)
    return new HubFault(
      new Failure(
        'unreachable',
        `${host} takes no more requests at present: its rate limit is reached.`,
        `Wait a while. ${goesOn}`,
      ),
      12,
      retryAfterOf(headers, now) ?? resetOf(headers),
    )
  if (status >= 500 || status === 408 || status === 425) {
    const failure = new Failure('unreachable', `${host} answers that something went wrong on its side (${status}).${said}`, goesOn)
    return new HubFault(failure, 6, retryAfterOf(headers, now))
  }
  // Where files lie outside the hub, their address holds for some minutes: it is asked for anew with each try.
  if (away)
    return new HubFault(
      new Failure('unreachable', `The address to which ${host} led for ${path ?? id} is refused (${status}).`, goesOn),
      5,
    )
  if (status === 416) return new HubFault(new Failure('unreachable', `${host} does not send the rest of ${path ?? id}.`, goesOn), 5)
  const code = headerOf(headers, 'x-error-code')
  if (code === 'GatedRepo') return fail('no-permission', ...gated(about))
  if (/invalid (credentials|token|username or password)/i.test(said) && about.token === 'sent')
    return fail(
      'no-permission',
      `${host} does not accept the token.`,
      `Make a new one in your settings there; a public repository needs none.`,
    )
  if (code === 'RevisionNotFound')
    return fail('not-found', `${id} has no revision ${revision}.`, 'Leave the revision out for main.')
  if (code === 'EntryNotFound' || (status === 404 && path !== null && code !== 'RepoNotFound'))
    return fail('not-found', `${id} has no ${path ?? 'such file'} at ${revision}.`, `See its files at ${page}.`)
  if (status === 401 || status === 404 || code === 'RepoNotFound')
    return fail('not-found', `${host} has no repository ${id}, or it is private.`, `Check its name. ${forPrivate(about)}`)
  if (status === 403) return fail('no-permission', `${host} does not allow reading ${id}.`, `See ${page}. ${forPrivate(about)}`)
  return fail('unreachable', `${host} does not answer as it should (${status}).`, `Check ${saidBy}, or leave it out.`)
}

function gated({ id, page, token }: About): [message: string, hint: string] {
  if (token === 'sent')
    return [
      `${id} is gated, and the account of the token has no access to it.`,
      `Accept its terms at ${page} with that account; a fine-grained token must also be allowed to read gated repositories.`,
    ]
  const give = token === 'none' ? 'then set HF_TOKEN to a token of your account' : 'then use an HF_ENDPOINT with https://'
  return [`${id} is gated: its terms must be accepted first.`, `Accept them at ${page}, ${give}.`]
}

function forPrivate({ token }: About): string {
  if (token === 'withheld') return 'The token was not sent, as HF_ENDPOINT is not encrypted.'
  return token === 'sent' ? 'The token was sent: see what it may read.' : 'For a private one set HF_TOKEN.'
}

/** The server's own words, at most 300 characters; empty where there are none. */
function sayingOf(headers: IncomingHttpHeaders, text: string): string {
  const words = headerOf(headers, 'x-error-message') || readErrorBody(text).message
  const line = words.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  return line === '' ? '' : ` It says: ${line.slice(0, 300)}`
}

/** Seconds until the limit is lifted, where it is reached: `RateLimit: "api";r=0;t=55` (draft-ietf-httpapi-ratelimit-headers-09). */
function resetOf(headers: IncomingHttpHeaders): number | null {
  const [, left, seconds] = /;\s*r=(\d{1,9})\s*;\s*t=(\d{1,9})/.exec(headerOf(headers, 'ratelimit')) ?? []
  return left === '0' ? Number(seconds) : null
}

function headerOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}
