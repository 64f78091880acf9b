import type { Agent, IncomingMessage } from 'node:http'
import { Failure } from '../../../../contract/failure.ts'
import { systemClock, type Clock } from '../../language-model/clock.ts'
import { isLocal } from '../../language-model/is-local.ts'
import { backOff } from '../../language-model/pace.ts'
import { maxAnswerBytes, openAgent } from '../../language-model/post-json.ts'
import { seededRandom, type Random } from '../../numerics/seeded-random.ts'
import { brokenOff, faultOfAnswer, HubFault, notWhatWasAsked, refusedAddress, unreachable, type About } from './hub-fault.ts'
import type { FoundToken, HubSettings } from './hub-settings.ts'
import { pagePath, type RepositoryAtCommit } from './repository.ts'
import { sendGet } from './send-get.ts'

export type HubOptions = {
  readonly clock?: Clock
  /** Milliseconds without a byte after which a connection counts as broken. */
  readonly idle?: number
  /** Of the chance in pauses. */
  readonly seed?: number
}

/** What goes on between tries: whether there was progress, after which patience begins anew, and who is told of a pause. */
export type Persistence = { readonly progressed?: () => boolean; readonly paused?: (fault: HubFault) => void }

const maxRedirects = 6
const usualIdle = 30_000
/** Connections to hosts of one protocol. */
const connections = 4

/**
 * The way to the hub, and the only one: every request passes through `get`, and only a user's wish is to lead there. The token goes to the
 * hub's own origin and nowhere else. The connections are the caller's to close.
 */
export class Hub {
  readonly settings: HubSettings
  readonly clock: Clock
  /** 'withheld': there is one, but the address is neither encrypted nor this machine's. */
  readonly token: About['token']
  readonly #secret: string | null
  readonly #idle: number
  readonly #random: Random
  readonly #agents = new Map<string, Agent>()
  #reached = false

  constructor(settings: HubSettings, token: FoundToken | null, options: HubOptions = {}) {
    this.settings = settings
    const safe = settings.endpoint.startsWith('https:') || isLocal(settings.endpoint)
    this.token = token === null ? 'none' : safe ? 'sent' : 'withheld'
    this.#secret = token !== null && safe ? token.token : null
    this.clock = options.clock ?? systemClock
    this.#idle = options.idle ?? usualIdle
    this.#random = seededRandom(options.seed ?? 1)
  }

  /** An address below the hub's. */
  url(...segments: readonly string[]): URL {
    return new URL(`${this.settings.endpoint}/${segments.join('/')}`)
  }

  /** What a request is about. @param path a file or folder; null for the repository itself */
  about({ repository, revision }: Pick<RepositoryAtCommit, 'repository' | 'revision'>, path: string | null): About {
    const page = this.url(pagePath(repository))
    const { saidBy } = this.settings
    return { host: page.host, page: page.href, id: repository.id, revision, path, token: this.token, saidBy }
  }

  /**
   * Asks once, follows redirects, and answers with a success (200 or 206), whose body is the caller's to read or destroy. Throws
   * `HubFault`s, to be tried again by `persist`; the signal's reason once it is aborted.
   */
  async get(start: URL, headers: Readonly<Record<string, string>>, about: About, signal: AbortSignal): Promise<IncomingMessage> {
    if (this.settings.offline)
      throw new Failure(
        'unreachable',
        'HF_HUB_OFFLINE forbids asking the hub.',
        'Unset it to download; what is on this machine works without.',
      )
    let url = start
    for (let redirects = 0; ; redirects++) {
      const body = await this.#send(url, headers, signal)
      const status = body.statusCode ?? 0
      if (status === 200 || status === 206) return body
      if (![301, 302, 303, 307, 308].includes(status)) {
        const away = url.origin !== start.origin
        const text = await this.text(body, about, signal)
        throw faultOfAnswer({ status, headers: body.headers, text }, about, { away, now: this.clock.now() })
      }
      body.destroy()
      if (redirects === maxRedirects) throw refusedAddress(about, 'one redirect follows the other')
      url = nextAddress(url, body.headers.location ?? '', about)
    }
  }

  /** A short answer to its end. */
  async text(body: IncomingMessage, about: About, signal: AbortSignal): Promise<string> {
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of this.chunks(body, about, signal)) {
      bytes += chunk.length
      if (bytes > maxAnswerBytes) throw notWhatWasAsked(about, 'its answer has more than 8 MB')
      chunks.push(chunk)
    }
    return Buffer.concat(chunks).toString('utf8')
  }

  /** A body as it comes; where it breaks off a `HubFault`. Whoever leaves early closes the connection. */
  async *chunks(body: IncomingMessage, about: About, signal: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
    const parts = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
    try {
      for (;;) {
        const next = await parts.next().catch((error: unknown) => {
          signal.throwIfAborted()
          throw brokenOff(about, reasonOf(error))
        })
        if (next.done === true) return
        yield next.value
      }
    } finally {
      // One that was read to its end goes back to the agent by itself.
      if (!body.readableEnded) body.destroy()
    }
  }

  /** Does something until it succeeds, its fault will not pass, or patience ends: then its `Failure` is thrown. */
  async persist<Result>(
    signal: AbortSignal,
    work: () => Promise<Result>,
    { progressed, paused }: Persistence = {},
  ): Promise<Result> {
    for (let tries = 1; ; tries++) {
      try {
        return await work()
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof HubFault)) throw error
        if (progressed?.() === true) tries = 1
        if (tries >= error.patience) throw this.#withoutToken(error.failure)
        paused?.(error)
        await this.clock.sleep(backOff(tries, error.retryAfter, this.#random), signal)
      }
    }
  }

  /** Closes the connections that are kept open. */
  close(): void {
    for (const agent of this.#agents.values()) agent.destroy()
    this.#agents.clear()
  }

  async #send(url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<IncomingMessage> {
    const own = this.#secret !== null && url.origin === new URL(this.settings.endpoint).origin
    const sent = own ? { ...headers, authorization: `Bearer ${this.#secret}` } : headers
    let agent = this.#agents.get(url.protocol)
    if (agent === undefined) this.#agents.set(url.protocol, (agent = openAgent(url, connections, this.settings.environment)))
    try {
      const answer = await sendGet(url, { agent, headers: sent, idle: this.#idle, signal })
      this.#reached = true
      return answer
    } catch (error) {
      signal.throwIfAborted()
      throw unreachable({ host: url.host, saidBy: this.settings.saidBy }, reasonOf(error), this.#reached)
    }
  }

  /** Some servers repeat the token in what they say. */
  #withoutToken(failure: Failure): Failure {
    const { code, message, hint } = failure
    return this.#secret === null ? failure : new Failure(code, message.replaceAll(this.#secret, '***'), hint)
  }
}

/** Where a redirect leads: only over HTTP, and never from an encrypted address to one that is not. */
function nextAddress(url: URL, location: string, about: About): URL {
  if (location === '' || !URL.canParse(location, url.href)) throw refusedAddress(about, 'a redirect names none')
  const next = new URL(location, url)
  if (next.protocol === 'https:' || (next.protocol === 'http:' && url.protocol === 'http:')) return next
  throw refusedAddress(about, next.protocol === 'http:' ? 'it is not encrypted' : `it begins with ${next.protocol.slice(0, 20)}`)
}

function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException
  return reasons[code] ?? (message === '' ? code : message)
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up at present',
  ECONNREFUSED: 'it takes no connection',
  ECONNRESET: 'the connection was closed',
}
