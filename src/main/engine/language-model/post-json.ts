import { Agent as HttpAgent, request as requestHttp, type IncomingHttpHeaders, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { fault, isFault, type Fault } from './reasons.ts'

/** A whole answer, whatever its status. */
export type Posted = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string }

export type PostOptions = {
  readonly agent: HttpAgent
  /** The key, sent as a bearer token; null sends none. */
  readonly key: string | null
  /** Milliseconds from sending to the end of the answer. */
  readonly timeout: number
  readonly signal: AbortSignal
}

/** Answers that are longer are cut off and count as broken. */
export const maxAnswerBytes = 8 * 1024 * 1024

/** Milliseconds without a byte after which an answer that has begun counts as broken off, and within which a connection must stand. */
const idleTimeout = 30_000

/**
 * An agent that keeps connections open between requests, at most `connections` at once; `destroy` it to close them.
 * @param proxies variables that may name a proxy (HTTPS_PROXY, HTTP_PROXY, NO_PROXY); without them none is used
 */
export function openAgent(url: URL, connections: number, proxies: NodeJS.ProcessEnv = {}): HttpAgent {
  const options = { keepAlive: true, maxSockets: connections, maxFreeSockets: connections, proxyEnv: proxies }
  return url.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options)
}

/**
 * Sends one POST with a JSON body to exactly this address, and reads the answer to its end; a redirect is an answer like any other.
 * Node's `http` and not `fetch`, whose fixed limit of 300 s for headers is too short for a slow local model.
 * Answers with a fault where none came; throws the signal's reason once it is aborted.
 */
export function postJson(url: URL, body: string, options: PostOptions): Promise<Posted | Fault> {
  const { signal } = options
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const request = send(url, requestOptions(body, options))
    const chunks: Buffer[] = []
    let bytes = 0
    let begun = false
    let connected = false
    let idle: NodeJS.Timeout | null = null
    const text = () => Buffer.concat(chunks).toString('utf8')

    const end = () => {
      clearTimeout(total)
      clearTimeout(connecting)
      if (idle !== null) clearTimeout(idle)
      signal.removeEventListener('abort', abort)
    }
    const give = (answer: Posted | Fault) => {
      end()
      resolve(answer)
      if (isFault(answer)) request.destroy()
    }
    const abort = () => {
      end()
      reject(signal.reason as Error)
      request.destroy()
    }
    // Once connected the request is with the endpoint, which may be at work on it and charge for it.
    const late = () =>
      give(connected ? fault('timed-out', '', null, text()) : fault('unreachable', 'no connection came about in time'))
    const total = setTimeout(late, options.timeout)
    const connecting = setTimeout(() => connected || late(), Math.min(idleTimeout, options.timeout))
    const waitForMore = () => {
      if (idle !== null) clearTimeout(idle)
      idle = setTimeout(() => give(fault('timed-out', 'the answer stopped half-way', null, text())), idleTimeout)
    }
    signal.addEventListener('abort', abort)

    request.on('socket', (socket) => {
      if (!socket.connecting) connected = true
      else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (connected = true))
    })
    request.on('response', (response) => {
      begun = true
      waitForMore()
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > maxAnswerBytes) return give(fault('broken-answer', 'the answer has more than 8 MB', null, ''))
        chunks.push(chunk)
        waitForMore()
      })
      response.on('error', () => undefined)
      response.on('close', () => {
        if (response.complete) give({ status: response.statusCode ?? 0, headers: response.headers, text: text() })
        else give(fault('broken-answer', 'the connection closed before the answer was whole', null, text()))
      })
    })
    request.on('error', (error) => {
      if (!begun) give(brokenRequest(error as NodeJS.ErrnoException))
    })
    request.end(body)
  })
}

function requestOptions(body: string, { agent, key }: PostOptions): RequestOptions {
  const authorization = key === null ? {} : { authorization: `Bearer ${key}` }
  return {
    method: 'POST',
    agent,
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      accept: 'application/json',
      // Answers are short, and what is not packed needs no unpacking.
      'accept-encoding': 'identity',
      'user-agent': 'etalon',
      ...authorization,
    },
  }
}

/** An answer that is no HTTP is broken; anything else that ends a request before its answer leaves the endpoint unreached. */
function brokenRequest(error: NodeJS.ErrnoException): Fault {
  const code = error.code ?? ''
  if (code.startsWith('HPE_')) return fault('broken-answer', 'the answer is no HTTP', null, '')
  return fault('unreachable', error.message === '' ? code : error.message)
}
