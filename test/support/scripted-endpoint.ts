import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { endpointSchema, type Endpoint } from '../../src/contract/language-models.ts'

/** A request as it came; `repeat` counts earlier requests with the same path and body, from 0. */
export type SeenRequest = {
  readonly at: number
  readonly repeat: number
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly raw: string
  /** The body as JSON. */
  readonly body: SentBody
  /** The last message. */
  readonly user: string
}

export type SentBody = {
  readonly model?: string
  /** Texts to embed. */
  readonly input?: readonly string[]
  readonly messages?: readonly { readonly role: string; readonly content: string }[]
  readonly [parameter: string]: unknown
}

type Usage = 'right' | 'missing' | { readonly input: number; readonly output: number }

/** What the endpoint does with a request. */
export type Act =
  /** Answers; `drip`: in pieces of eight bytes with so many milliseconds between them. */
  | {
      readonly kind: 'answer'
      readonly text: string
      readonly usage?: Usage
      readonly finish?: string
      readonly refusal?: string
      readonly stream?: boolean
      readonly delay?: number
      readonly drip?: number
      readonly contentType?: string
    }
  /** Vectors, one for each text. */
  | { readonly kind: 'vectors'; readonly vectors: readonly (readonly number[])[]; readonly usage?: Usage; readonly delay?: number }
  /** An error, a redirect, or an unusual answer, with nothing charged. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: unknown
    }
  /** Announces an answer, sends half of it and closes the connection; charged, and never reported. */
  | { readonly kind: 'half'; readonly text: string }
  /** Takes the request and never answers. */
  | { readonly kind: 'hang' }
  /** Closes the connection without a word. */
  | { readonly kind: 'reset' }

/** What the endpoint charged for a request; `reported` where it said so in a whole answer. */
export type Charge = { readonly raw: string; readonly input: number; readonly output: number; readonly reported: boolean }

export type ScriptedEndpoint = {
  readonly url: string
  readonly requests: readonly SeenRequest[]
  readonly charges: readonly Charge[]
  /** Requests under way at once, at most. */
  readonly most: number
  close(): Promise<void>
}

type Script = (request: SeenRequest) => Act

/** `openScriptedEndpoint`, closed when the test ends. */
export async function scriptedEndpoint(script: Script, tokensOf?: (text: string) => number): Promise<ScriptedEndpoint> {
  const endpoint = await openScriptedEndpoint(script, tokensOf)
  onTestFinished(endpoint.close)
  return endpoint
}

/**
 * An OpenAI-compatible endpoint on loopback that does what `script` says, and records every request and what it charged.
 * Its tokenizer is `tokensOf`: four characters to a token where left out.
 */
export async function openScriptedEndpoint(
  script: Script,
  tokensOf: (text: string) => number = (text) => Math.ceil(text.length / 4),
): Promise<ScriptedEndpoint> {
  const requests: SeenRequest[] = []
  const charges: Charge[] = []
  const repeats = new Map<string, number>()
  const sockets = new Set<Socket>()
  let underWay = 0
  let most = 0

  const server = createServer((message, response) => {
    void (async () => {
      most = Math.max(most, ++underWay)
      response.once('close', () => underWay--)
      const request = await seen(message, requests.length, repeats)
      requests.push(request)
      await perform(script(request), request, response, { charges, tokensOf })
    })().catch(() => response.destroy())
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  let closed: Promise<void> | null = null
  const close = () =>
    (closed ??= new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    }))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    charges,
    get most() {
      return most
    },
    close,
  }
}

/** An endpoint as the user would have written it down. */
export function endpointAt(url: string, changes: Partial<Endpoint> = {}): Endpoint {
  return { ...endpointSchema.parse({ name: 'scripted', url, model: 'scripted-model' }), ...changes }
}

/** The texts that a request holds. */
export function textsOf({ body }: SeenRequest): readonly string[] {
  return body.messages?.map(({ content }) => content) ?? body.input ?? []
}

async function seen(message: IncomingMessage, at: number, repeats: Map<string, number>): Promise<SeenRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const raw = Buffer.concat(chunks).toString('utf8')
  const path = message.url ?? ''
  const repeat = repeats.get(path + raw) ?? 0
  repeats.set(path + raw, repeat + 1)
  const body = JSON.parse(raw) as SentBody
  const user = body.messages?.at(-1)?.content ?? ''
  return { at, repeat, path, headers: message.headers, raw, body, user }
}

type Books = { readonly charges: Charge[]; readonly tokensOf: (text: string) => number }

async function perform(act: Act, request: SeenRequest, response: ServerResponse, { charges, tokensOf }: Books): Promise<void> {
  // Four tokens enclose a message, three begin the answer.
  const [each, begin] = request.body.messages === undefined ? [0, 0] : [4, 3]
  const input = textsOf(request).reduce((sum, text) => sum + tokensOf(text) + each, begin)
  const charge = (output: number, reported: Usage | null) => {
    const right = { input, output }
    const said = reported === null || reported === 'missing' ? null : reported === 'right' ? right : reported
    charges.push({ raw: request.raw, ...(said ?? right), reported: said !== null })
    return said === null
      ? {}
      : { usage: { prompt_tokens: said.input, completion_tokens: said.output, total_tokens: said.input + said.output } }
  }
  switch (act.kind) {
    case 'hang':
      return
    case 'reset':
      response.destroy()
      return
    case 'status': {
      const body =
        typeof act.body === 'string' ? act.body : JSON.stringify(act.body ?? { error: { message: `status ${act.status}` } })
      response.writeHead(act.status, { 'content-type': 'application/json', ...act.headers }).end(body)
      return
    }
    case 'half': {
      const body = Buffer.from(JSON.stringify(completionBody(act.text, 'stop', null, {})))
      charge(tokensOf(act.text), null)
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
      response.write(body.subarray(0, body.length >> 1), () => response.destroy())
      return
    }
    case 'vectors': {
      if (act.delay !== undefined) await wait(act.delay)
      if (response.destroyed) return
      const usage = charge(0, act.usage ?? 'right')
      const data = act.vectors.map((embedding, index) => ({ object: 'embedding', index, embedding }))
      send(response, JSON.stringify({ object: 'list', data: data.toReversed(), model: 'scripted-embedder-1', ...usage }))
      return
    }
    case 'answer': {
      if (act.delay !== undefined) await wait(act.delay)
      if (response.destroyed) return
      const usage = charge(tokensOf(act.text), act.usage ?? 'right')
      if (act.stream === true) {
        send(response, eventStream(act.text, act.finish ?? 'stop', usage), act.contentType ?? 'text/event-stream')
        return
      }
      const body = JSON.stringify(completionBody(act.text, act.finish ?? 'stop', act.refusal ?? null, usage))
      if (act.drip === undefined) send(response, body, act.contentType)
      else await drip(response, body, act.drip)
    }
  }
}

function send(response: ServerResponse, body: string, contentType = 'application/json'): void {
  response.writeHead(200, { 'content-type': contentType }).end(body)
}

async function drip(response: ServerResponse, body: string, milliseconds: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' })
  const bytes = Buffer.from(body)
  for (let from = 0; from < bytes.length && !response.destroyed; from += 8) {
    response.write(bytes.subarray(from, from + 8))
    await wait(milliseconds)
  }
  response.end()
}

function completionBody(text: string, finish: string, refusal: string | null, usage: object): object {
  const message = { role: 'assistant', content: refusal === null ? text : null, refusal }
  return {
    id: 'scripted',
    object: 'chat.completion',
    model: 'scripted-model-1',
    choices: [{ index: 0, message, finish_reason: finish }],
    ...usage,
  }
}

function eventStream(text: string, finish: string, usage: object): string {
  const event = (body: object) =>
    `data: ${JSON.stringify({ object: 'chat.completion.chunk', model: 'scripted-model-1', ...body })}\n\n`
  const half = text.length >> 1
  return [
    ': a comment\n\n',
    event({ choices: [{ index: 0, delta: { role: 'assistant', content: text.slice(0, half) }, finish_reason: null }] }),
    event({ choices: [{ index: 0, delta: { content: text.slice(half) }, finish_reason: null }] }),
    event({ choices: [{ index: 0, delta: {}, finish_reason: finish }] }),
    event({ choices: [], ...usage }),
    'data: [DONE]\n\n',
  ].join('')
}
