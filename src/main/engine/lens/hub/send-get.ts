import { request as requestHttp, type Agent, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'

export type GetOptions = {
  readonly agent: Agent
  readonly headers: Readonly<Record<string, string>>
  /** Milliseconds without a byte, also while connecting, after which it counts as broken off. */
  readonly idle: number
  readonly signal: AbortSignal
}

/**
 * Sends one GET and answers as soon as there are headers, whatever they say; a redirect is an answer like any other.
 * The body is the caller's to read or to destroy: reading it throws where the connection breaks, stands still, or the signal is aborted.
 */
export function sendGet(url: URL, { agent, headers, idle, signal }: GetOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    // What comes is measured and hashed as it is: nothing is to be packed on the way.
    const sent = { ...headers, 'accept-encoding': 'identity', 'user-agent': 'etalon' }
    const request = send(url, { agent, headers: sent, timeout: idle })
    let response: IncomingMessage | null = null
    const stop = (reason: Error) => {
      response?.destroy(reason)
      request.destroy(reason)
    }
    const abort = () => stop(signal.reason as Error)
    signal.addEventListener('abort', abort, { once: true })
    request.on('timeout', () => stop(new Error(`nothing came for ${Math.round(idle / 1000)} seconds`)))
    request.on('close', () => signal.removeEventListener('abort', abort))
    request.on('error', reject)
    request.on('response', (begun) => {
      response = begun
      // Read or not, an error of the body is no bug; whoever reads it meets it there.
      begun.on('error', () => undefined)
      resolve(begun)
    })
    request.end()
  })
}
