import { expect, test } from 'vitest'
import { callHash, requestOf } from '../../../src/main/engine/language-model/call.ts'
import { isLocal } from '../../../src/main/engine/language-model/is-local.ts'
import { keyOf } from '../../../src/main/engine/language-model/key-of.ts'

test.each([
  'http://localhost:11434/v1',
  'http://LOCALHOST./v1',
  'http://models.localhost/v1',
  'https://127.0.0.1/v1',
  'http://127.1/v1',
  'http://2130706433/v1',
  'http://127.255.0.9:80',
  'http://[::1]:8080/v1',
  'http://[0:0:0:0:0:0:0:1]/v1',
  'http://[::ffff:127.0.0.1]/v1',
])("%s is this machine's own", (url) => expect(isLocal(url)).toBe(true))

test.each([
  'https://api.openai.com/v1',
  'http://192.168.0.7:8000/v1',
  'http://0.0.0.0:8000/v1',
  'http://128.0.0.1/v1',
  'http://localhost.example.org/v1',
  'http://127.0.0.1.example.org/v1',
  'http://user:localhost@example.org/v1',
  'http://[::2]/v1',
  'http://[::ffff:8.8.8.8]/v1',
  'localhost',
  '',
])('%s is not', (url) => expect(isLocal(url)).toBe(false))

test('a key comes from the keychain, then from the variable named, else from ETALON_KEY', async () => {
  const places = (secret: string | null) => ({
    secret: (endpoint: string) => Promise.resolve(endpoint === 'mine' ? secret : null),
    environment: { MINE: ' from-mine\n', ETALON_KEY: 'from-etalon', EMPTY: ' ', BROKEN: 'two words' },
  })
  const named = { name: 'mine', keyVariable: 'MINE' }
  expect(await keyOf(named, places('kept'))).toEqual({ key: 'kept', from: 'keychain' })
  expect(await keyOf(named, places(null))).toEqual({ key: 'from-mine', from: 'environment' })
  expect(await keyOf({ name: 'mine', keyVariable: null }, places(''))).toEqual({ key: 'from-etalon', from: 'environment' })
  expect(await keyOf({ name: 'mine', keyVariable: 'EMPTY' }, places(null))).toBeNull()
  expect(await keyOf({ name: 'mine', keyVariable: 'UNSET' }, places(null))).toBeNull()
  await expect(keyOf({ name: 'mine', keyVariable: 'BROKEN' }, places(null))).rejects.toMatchObject({ code: 'bad-input' })
})

test('answers are kept by all that decides them, and by nothing else', () => {
  const endpoint = { name: 'a', url: 'https://example.org/v1', model: 'm' }
  const call = { stage: 'label', system: 's', user: 'u', maxOutputTokens: 10, parse: (text: string) => text } as const
  const hash = (changes: object = {}, at: object = {}) =>
    Buffer.from(callHash({ ...endpoint, ...at }, requestOf({ ...call, ...changes }))).toString('hex')

  expect(hash()).toHaveLength(64)
  expect(hash({ stage: 'score', likelyOutputTokens: 3, temperature: 0, json: false })).toBe(hash())
  expect(hash({}, { name: 'b', url: 'https://example.org/v1/' })).toBe(hash())
  const others = [
    hash({ system: '' }),
    hash({ system: 'su', user: '' }),
    hash({ user: 'v' }),
    hash({ maxOutputTokens: 11 }),
    hash({ temperature: 1 }),
    hash({ seed: 0 }),
    hash({ seed: 1 }),
    hash({ json: true }),
    hash({}, { model: 'n' }),
    hash({}, { url: 'https://example.org/v2' }),
    hash({}, { url: 'https://example.com/v1' }),
  ]
  expect(new Set([hash(), ...others]).size).toBe(others.length + 1)
})
