import { onTestFinished, expect, test } from 'vitest'
import type { Endpoint } from '../../../src/contract/language-models.ts'
import type { ChatRequest } from '../../../src/main/engine/language-model/call.ts'
import { LanguageModelClient } from '../../../src/main/engine/language-model/client.ts'
import { failureOf, isFault, type Reason } from '../../../src/main/engine/language-model/reasons.ts'
import { quickClock } from '../../support/quick-clock.ts'
import { endpointAt, scriptedEndpoint, type Act } from '../../support/scripted-endpoint.ts'

const never = new AbortController().signal
const request: ChatRequest = {
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'What is “é” 🌍?' },
  ],
  maxOutputTokens: 50,
  temperature: 0,
  seed: null,
  json: false,
}
const answer: Act = { kind: 'answer', text: 'It is “é”.' }

function client(url: string, changes: Partial<Endpoint> = {}, key: string | null = null) {
  const opened = new LanguageModelClient(endpointAt(url, changes), key, quickClock())
  onTestFinished(() => opened.close())
  return opened
}

/** What one request to an endpoint that does `act` ends in. */
async function ask(act: Act, changes: Partial<Endpoint> = {}, key: string | null = null) {
  const server = await scriptedEndpoint(() => act)
  const reply = await client(server.url, changes, key).complete(request, never)
  return { reply, server }
}

test('a request is what the protocol says, without a key where there is none', async () => {
  const { reply, server } = await ask(answer)
  expect(reply).toEqual({
    value: { text: 'It is “é”.', finish: 'stop' },
    usage: { inputTokens: 18, outputTokens: 3 },
    model: 'scripted-model-1',
  })
  const [seen] = server.requests
  expect(seen?.path).toBe('/v1/chat/completions')
  expect(seen?.body).toEqual({ model: 'scripted-model', messages: request.messages, stream: false, max_tokens: 50, temperature: 0 })
  expect(seen?.headers).toMatchObject({
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(seen?.raw ?? '')),
  })
  expect(seen?.headers.authorization).toBeUndefined()
})

test('the key, a seed and JSON are sent where given, and the address keeps its query', async () => {
  const server = await scriptedEndpoint(() => answer)
  const asked = client(`${server.url}/?version=2`, {}, 'a-key')
  await asked.complete({ ...request, seed: 7, json: true, temperature: 0.5 }, never)
  const [seen] = server.requests
  expect(seen?.path).toBe('/v1/chat/completions?version=2')
  expect(seen?.headers.authorization).toBe('Bearer a-key')
  expect(seen?.body).toMatchObject({ seed: 7, temperature: 0.5, response_format: { type: 'json_object' } })
})

test('parameters that a server refuses are left out, and not tried again', async () => {
  const refuses = (parameter: string, message: string): Act => ({
    kind: 'status',
    status: 400,
    body: { error: { message, param: parameter, code: 'unsupported_parameter' } },
  })
  const server = await scriptedEndpoint(({ body }) => {
    if ('max_tokens' in body)
      return refuses('max_tokens', "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.")
    if ('temperature' in body)
      return { kind: 'status', status: 422, body: { detail: 'temperature: only the default is supported' } }
    return 'response_format' in body ? refuses('response_format', 'no') : answer
  })
  const asked = client(server.url)
  expect(isFault(await asked.complete({ ...request, json: true }, never))).toBe(false)
  expect(server.requests).toHaveLength(4)
  expect(server.requests.at(-1)?.body).toEqual({
    model: 'scripted-model',
    messages: request.messages,
    stream: false,
    max_completion_tokens: 50,
  })
  await asked.complete({ ...request, json: true }, never)
  expect(server.requests).toHaveLength(5)
})

const error = (message: string, code: string | number = '', type = '') => ({ error: { message, code, type } })
const statuses: readonly [title: string, act: Act, reason: Reason, retryAfter?: number | null][] = [
  ['429', { kind: 'status', status: 429 }, 'rate-limited', null],
  ['429 with seconds', { kind: 'status', status: 429, headers: { 'retry-after': '7' } }, 'rate-limited', 7],
  [
    '429 with a date',
    { kind: 'status', status: 429, headers: { 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' } },
    'rate-limited',
    9,
  ],
  [
    '429 with a date gone by',
    { kind: 'status', status: 429, headers: { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' } },
    'rate-limited',
    0,
  ],
  ['429 with milliseconds', { kind: 'status', status: 429, headers: { 'retry-after-ms': '1500' } }, 'rate-limited', 1.5],
  ['429 with nonsense', { kind: 'status', status: 429, headers: { 'retry-after': 'soon' } }, 'rate-limited', null],
  [
    '429 for want of credit',
    { kind: 'status', status: 429, body: error('You exceeded your current quota', 'insufficient_quota') },
    'no-credit',
  ],
  ['402', { kind: 'status', status: 402 }, 'no-credit'],
  ['500', { kind: 'status', status: 500, body: 'oops' }, 'overloaded'],
  [
    '503 with a wait',
    { kind: 'status', status: 503, headers: { 'retry-after': '3' }, body: error('Loading model') },
    'overloaded',
    3,
  ],
  ['504', { kind: 'status', status: 504, body: '<html>' }, 'timed-out'],
  ['401', { kind: 'status', status: 401 }, 'unauthorised'],
  ['403', { kind: 'status', status: 403 }, 'forbidden'],
  ['403 by moderation', { kind: 'status', status: 403, body: error('Your input was flagged') }, 'refused'],
  ['404', { kind: 'status', status: 404, body: error('model "x" not found, try pulling it first') }, 'not-found'],
  ['400 for a model', { kind: 'status', status: 400, body: error('The model `x` does not exist', 'model_not_found') }, 'not-found'],
  [
    '400 for length',
    { kind: 'status', status: 400, body: error("This model's maximum context length is 4096 tokens, max_tokens") },
    'too-long',
  ],
  [
    '500 for length',
    { kind: 'status', status: 500, body: error('Context size has been exceeded.', 500, 'server_error') },
    'too-long',
  ],
  ['413', { kind: 'status', status: 413 }, 'too-long'],
  ['400 by a filter', { kind: 'status', status: 400, body: error('filtered', 'content_filter') }, 'refused'],
  ['400', { kind: 'status', status: 400, body: { object: 'error', message: 'no such thing', param: null } }, 'bad-request'],
  ['an error under 200', { kind: 'status', status: 200, body: error('Provider returned error', 502) }, 'overloaded'],
  ['a rate limit under 200', { kind: 'status', status: 200, body: error('slow down', 429) }, 'rate-limited'],
  ['broken JSON', { kind: 'status', status: 200, body: '{"choices": [' }, 'broken-answer'],
  ['a web page', { kind: 'status', status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' }, 'broken-answer'],
  ['nothing', { kind: 'status', status: 200, body: '' }, 'broken-answer'],
  ['no choices', { kind: 'status', status: 200, body: { choices: [] } }, 'broken-answer'],
  ['something else', { kind: 'status', status: 200, body: [1, 2] }, 'broken-answer'],
  ['half an answer', { kind: 'half', text: 'never whole' }, 'broken-answer'],
  ['half a stream', { kind: 'status', status: 200, body: 'data: {"choices":[{"delta":{"content":"a"}}]}\n\n' }, 'broken-answer'],
  ['no word', { kind: 'reset' }, 'unreachable'],
]

test.each(statuses)('%s', async (_title, act, reason, retryAfter = null) => {
  const { reply, server } = await ask(act)
  expect(reply).toMatchObject({ reason, retryAfter })
  expect(server.requests).toHaveLength(1)
})

test('what may be charged for is told from what is not', async () => {
  expect((await ask({ kind: 'half', text: 'a'.repeat(400) })).reply).toMatchObject({
    received: expect.stringContaining('aaa') as string,
  })
  expect((await ask({ kind: 'status', status: 500 })).reply).toMatchObject({ received: null })
  expect((await ask({ kind: 'hang' }, { timeout: 0.5 })).reply).toMatchObject({ reason: 'timed-out', received: '' })
})

test('a server that drips is given up in time', async () => {
  const { reply } = await ask({ kind: 'answer', text: 'slow', drip: 100 }, { timeout: 0.5 })
  expect(reply).toMatchObject({ reason: 'timed-out' })
})

test('a server that drips but comes to its end in time is heard', async () => {
  const { reply } = await ask({ kind: 'answer', text: 'slow', drip: 1 })
  expect(reply).toMatchObject({ value: { text: 'slow' } })
})

test('an unasked stream, parts, a wrong content type and odd usage are understood', async () => {
  expect((await ask({ kind: 'answer', text: 'streamed', stream: true })).reply).toMatchObject({
    value: { text: 'streamed', finish: 'stop' },
    usage: { outputTokens: 2 },
  })
  expect((await ask({ kind: 'answer', text: 'plain', contentType: 'text/plain' })).reply).toMatchObject({
    value: { text: 'plain' },
  })
  const body = {
    choices: [
      {
        message: {
          content: [
            { type: 'text', text: 'two ' },
            { type: 'text', text: 'parts' },
          ],
        },
        finish_reason: 'length',
      },
    ],
  }
  expect((await ask({ kind: 'status', status: 200, body })).reply).toEqual({
    value: { text: 'two parts', finish: 'length' },
    usage: null,
    model: null,
  })
  for (const input of [0, -5, 1.5, 1e15]) {
    const { reply } = await ask({ kind: 'answer', text: 'x', usage: { input, output: 1 } })
    expect(reply).toMatchObject({ usage: null })
  }
})

test('a refusal is an answer that is none', async () => {
  const refused = await ask({ kind: 'answer', text: '', refusal: 'I would rather not.' })
  expect(refused.reply).toMatchObject({ value: { text: 'I would rather not.', finish: 'refused' }, usage: { outputTokens: 0 } })
  const filtered = await ask({ kind: 'answer', text: 'half of', finish: 'content_filter' })
  expect(filtered.reply).toMatchObject({ value: { finish: 'refused' } })
})

test('an answer of more than 8 MB is cut off', async () => {
  const { reply } = await ask({ kind: 'status', status: 200, body: ' '.repeat(8 * 1024 * 1024 + 1) })
  expect(reply).toMatchObject({ reason: 'broken-answer' })
})

test('a redirect is followed within the origin, and neither key nor text go to another', async () => {
  const other = await scriptedEndpoint(() => answer)
  const away = await ask({ kind: 'status', status: 307, headers: { location: `${other.url}/chat/completions` } }, {}, 'a-key')
  expect(away.reply).toMatchObject({ reason: 'not-found', detail: expect.stringContaining(other.url) as string })
  expect(other.requests).toHaveLength(0)

  const server = await scriptedEndpoint(({ path }) =>
    path.endsWith('/') ? answer : { kind: 'status', status: 308, headers: { location: '/v1/chat/completions/' } },
  )
  expect(await client(server.url, {}, 'a-key').complete(request, never)).toMatchObject({ value: { text: 'It is “é”.' } })
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer a-key', 'Bearer a-key'])

  const circle = await ask({ kind: 'status', status: 307, headers: { location: '/v1/chat/completions' } })
  expect(circle.reply).toMatchObject({ reason: 'not-found' })
  expect(circle.server.requests).toHaveLength(4)
})

test('a closed port is unreachable, and the user is told what to do', async () => {
  const server = await scriptedEndpoint(() => answer)
  await server.close()
  const asked = client(server.url)
  const reply = await asked.complete(request, never)
  expect(reply).toMatchObject({ reason: 'unreachable', received: null })
  if (!isFault(reply)) return
  const failure = failureOf(reply, asked.endpoint)
  expect(failure.message).toContain('scripted cannot be reached')
  expect(failure.hint).toContain('local server is running')
})

test('a server that repeats the key does not get it into a message', async () => {
  const { reply } = await ask(
    { kind: 'status', status: 401, body: error('Incorrect API key provided: sk-secret-1234.') },
    {},
    'sk-secret-1234',
  )
  expect(JSON.stringify(reply)).not.toContain('sk-secret')
})

test('a request ends at once when it is stopped', async () => {
  const server = await scriptedEndpoint(() => ({ kind: 'hang' }))
  const stop = new AbortController()
  const asked = client(server.url).complete(request, stop.signal)
  while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  stop.abort(new Error('enough'))
  await expect(asked).rejects.toThrow('enough')
})
