import type { Agent } from 'node:http'
import type { Endpoint } from '../../../contract/language-models.ts'
import type { ChatMessage, ChatRequest } from './call.ts'
import { systemClock, type Clock } from './clock.ts'
import { readErrorBody } from './error-body.ts'
import { faultOfStatus } from './fault-of-status.ts'
import { openAgent, postJson, type Posted } from './post-json.ts'
import { readCompletion, type Completion, type Received } from './read-completion.ts'
import { readEmbeddings } from './read-embeddings.ts'
import { fault, isFault, type Fault } from './reasons.ts'

/** Parameters that some servers refuse, and the one that some models ask for in place of `max_tokens`. */
type Refusable = 'max_tokens' | 'max_completion_tokens' | 'temperature' | 'seed' | 'response_format'

const maxRedirects = 3

/**
 * Speaks to one endpoint: the only place from which anything is sent. One request, one answer or fault; trying again is the caller's.
 * Nothing is sent before `complete` or `embed`, nothing but to the endpoint's own origin, and the key only there.
 */
export class LanguageModelClient {
  readonly endpoint: Endpoint
  readonly #key: string | null
  readonly #clock: Clock
  readonly #base: URL
  readonly #agent: Agent
  /** What this server has refused so far: left out of later requests. */
  readonly #refused = new Set<Refusable>()

  constructor(endpoint: Endpoint, key: string | null, clock: Clock = systemClock) {
    this.endpoint = endpoint
    this.#key = key
    this.#clock = clock
    this.#base = new URL(endpoint.url)
    this.#agent = openAgent(this.#base, endpoint.concurrency)
  }

  /** Asks the chat model once; without what the server refuses, where it refuses a parameter. Throws the signal's reason when aborted. */
  async complete(request: ChatRequest, signal: AbortSignal): Promise<Received<Completion> | Fault> {
    for (;;) {
      const body = this.#chatBody(request)
      const posted = await this.#post('/chat/completions', JSON.stringify(body), signal)
      const reply = this.#read(posted, readCompletion)
      const refused =
        isFault(reply) && reply.reason === 'bad-request' && !isFault(posted) ? refusedParameter(posted.text, body) : null
      if (refused === null) return reply
      this.#refused.add(refused)
    }
  }

  /** The vectors of some texts, in their order; the endpoint's model must be one that embeds. Throws the signal's reason when aborted. */
  async embed(texts: readonly string[], signal: AbortSignal): Promise<Received<readonly Float32Array[]> | Fault> {
    const body = JSON.stringify({ model: this.endpoint.model, input: texts, encoding_format: 'float' })
    const posted = await this.#post('/embeddings', body, signal)
    const reply = this.#read(posted, (text) => readEmbeddings(text, texts.length))
    // Numbers that came before it broke off are not charged for as words would be: only what was sent is.
    return isFault(reply) && reply.received !== null ? { ...reply, received: '' } : reply
  }

  /** Closes the connections that are kept open. */
  close(): void {
    this.#agent.destroy()
  }

  #chatBody({ messages, maxOutputTokens, temperature, seed, json }: ChatRequest): ChatBody {
    const sent = (parameter: Refusable) => !this.#refused.has(parameter)
    return {
      model: this.endpoint.model,
      messages,
      stream: false,
      ...(sent('max_tokens')
        ? { max_tokens: maxOutputTokens }
        : sent('max_completion_tokens')
          ? { max_completion_tokens: maxOutputTokens }
          : {}),
      ...(sent('temperature') ? { temperature } : {}),
      ...(seed !== null && sent('seed') ? { seed } : {}),
      ...(json && sent('response_format') ? { response_format: { type: 'json_object' } } : {}),
    }
  }

  /** Follows a redirect only within the origin: key and text go nowhere else. */
  async #post(path: string, body: string, signal: AbortSignal): Promise<Posted | Fault> {
    let url = new URL(this.#base)
    url.pathname = url.pathname.replace(/\/+$/, '') + path
    const options = { agent: this.#agent, key: this.#key, timeout: this.endpoint.timeout * 1000, signal }
    for (let redirects = 0; ; redirects++) {
      const posted = await postJson(url, body, options)
      if (isFault(posted) || ![301, 302, 307, 308].includes(posted.status)) return posted
      const location = posted.headers.location ?? ''
      const next = URL.canParse(location, url.href) ? new URL(location, url) : null
      if (next === null || next.origin !== url.origin) return posted
      if (redirects === maxRedirects) return fault('not-found', 'it answers with one redirect after the other')
      url = next
    }
  }

  #read<T>(posted: Posted | Fault, read: (text: string) => Received<T> | Fault): Received<T> | Fault {
    const reply = isFault(posted) ? posted : isSuccess(posted) ? read(posted.text) : faultOfStatus(posted, this.#clock.now())
    if (!isFault(reply) || this.#key === null) return reply
    // Some servers repeat the key in what they say.
    return { ...reply, detail: reply.detail.replaceAll(this.#key, '***') }
  }
}

type ChatBody = Readonly<Partial<Record<Refusable, unknown>>> & {
  readonly model: string
  readonly messages: readonly ChatMessage[]
  readonly stream: false
}

function isSuccess({ status }: Posted): boolean {
  return status >= 200 && status < 300
}

/** The parameter sent that a server's refusal names, or first mentions; null where it is about something else. */
function refusedParameter(text: string, body: ChatBody): Refusable | null {
  const sent = (['max_tokens', 'max_completion_tokens', 'temperature', 'seed', 'response_format'] as const).filter(
    (each) => each in body,
  )
  const { message, parameter } = readErrorBody(text)
  const named = sent.find((each) => each === parameter)
  if (named !== undefined) return named
  return sent.find((each) => new RegExp(`\\b${each}\\b`).test(message)) ?? null
}
