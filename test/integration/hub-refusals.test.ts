import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hubSettings } from '../../src/main/engine/lens/hub/hub-settings.ts'
import { Hub } from '../../src/main/engine/lens/hub/hub.ts'
import { planDownload } from '../../src/main/engine/lens/hub/plan-download.ts'
import { parseRepository } from '../../src/main/engine/lens/hub/repository.ts'
import { gitDigest, type HubAct, type HubScript } from '../support/hub-server.ts'
import { fetchAll, openHub, signal, token, weights, weightsPath } from '../support/open-hub.ts'
import { quickClock } from '../support/quick-clock.ts'

describe('what the hub refuses is told with what to do', () => {
  const status = (status: number, code: string, message = '') =>
    ({ kind: 'status', status, headers: { 'x-error-code': code, 'x-error-message': message } }) as const
  test.each([
    [
      'gated, without a token',
      false,
      'file',
      status(401, 'GatedRepo'),
      'no-permission',
      /gated: its terms/,
      /Accept them at .*\/lab\/sae-of-a-reader, then set HF_TOKEN/,
    ],
    [
      'gated, with a token',
      true,
      'file',
      status(403, 'GatedRepo'),
      'no-permission',
      /account of the token has no access/,
      /Accept its terms at .* with that account/,
    ],
    [
      'a token that is not one',
      true,
      'api',
      status(401, '', `Invalid credentials in Authorization header ${token}`),
      'no-permission',
      /does not accept the token\..*\*\*\*/,
      /Make a new one/,
    ],
    [
      'private or not there',
      false,
      'api',
      status(401, 'RepoNotFound'),
      'not-found',
      /no repository lab\/sae-of-a-reader, or it is private/,
      /Check its name\..*HF_TOKEN/,
    ],
    ['no such revision', false, 'api', status(404, 'RevisionNotFound'), 'not-found', /no revision main/, /Leave the revision out/],
    ['no such file', false, 'file', status(404, 'EntryNotFound'), 'not-found', /has no \S+ at main/, /See its files/],
    [
      'disabled',
      false,
      'api',
      status(403, '', 'Access to this resource is disabled.'),
      'no-permission',
      /It says: Access to this resource is disabled/,
      /See http/,
    ],
    ['a rate limit that lasts', false, 'api', status(429, ''), 'unreachable', /rate limit is reached/, /Wait a while/],
    ['out of order', false, 'api', status(502, ''), 'unreachable', /wrong on its side \(502\)/, /Start it again/],
  ] as const)('%s', async (_name, signedIn, place, act, code, message, hint) => {
    const opened = await openHub({ signedIn, script: (request) => (request.place === place ? act : null) })
    const failure = await fetchAll(opened).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message), hint: expect.stringMatching(hint) })
    expect(String(failure) + JSON.stringify(failure)).not.toContain(token)
    const tries = opened.server.requests.filter((each) => each.place === place)
    expect(Math.max(...tries.map(({ repeat }) => repeat))).toBe({ 429: 11, 502: 5 }[(act as { status: number }).status] ?? 0)
  })

  test('a path that it does not list, an address that leads nowhere, and no wish to ask', async () => {
    const { hub, cache, request, folder } = await openHub()
    const missing = planDownload(hub, cache, { ...request, paths: ['layer_12/params.npz'] }, signal)
    await expect(missing).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('no file layer_12/params.npz'),
    })
    const at = (environment: Record<string, string>) => new Hub(hubSettings(environment, folder), null, { clock: quickClock() })
    const nowhere = planDownload(at({ HF_ENDPOINT: 'http://127.0.0.1:9' }), cache, request, signal)
    await expect(nowhere).rejects.toMatchObject({
      code: 'unreachable',
      message: '127.0.0.1:9 cannot be reached: it takes no connection.',
    })
    const offline = planDownload(at({ HF_HUB_OFFLINE: '1' }), cache, request, signal)
    await expect(offline).rejects.toMatchObject({ code: 'unreachable', message: expect.stringContaining('HF_HUB_OFFLINE') })
  })
})

describe('redirects', () => {
  const leadTo = (location: string) => (): HubAct => ({ kind: 'status', status: 307, headers: { location } })

  test('within the hub the token goes along, as for a repository that was renamed', async () => {
    const opened = await openHub({ signedIn: true })
    const { server, request } = opened
    server.script = ({ path, search }) => {
      const renamed = path.replace('lab/old-name', 'lab/sae-of-a-reader')
      return renamed === path ? null : leadTo(encodeURI(renamed).replace('#', '%23') + search)()
    }
    const old = {
      ...opened,
      request: { ...request, repository: parseRepository('lab/old-name'), paths: ['config.json', weightsPath] },
    }
    const { folder } = await fetchAll(old)
    expect(readFileSync(join(folder, weightsPath)).equals(weights)).toBe(true)
    expect(new Set(server.requests.filter(({ place }) => place !== 'content').map(({ authorization }) => authorization)).size).toBe(
      1,
    )
  })

  test.each([
    ['in circles', '/api/models/lab/sae-of-a-reader/revision/main', /one redirect follows the other/],
    ['to a file of this machine', 'file:///etc/passwd', /begins with file:/],
    ['to nowhere', 'http://', /names none/],
  ])('%s are not followed', async (_name, location, message) => {
    const opened = await openHub({ script: leadTo(location) })
    await expect(fetchAll(opened)).rejects.toMatchObject({ code: 'unreachable', message: expect.stringMatching(message) })
    expect(opened.server.requests.length).toBeLessThan(10)
  })
})

describe('a hub with intent', () => {
  const entry = (path: string) => ({ type: 'file', path, size: 3, oid: gitDigest(Buffer.from('{}\n')) })
  const listed =
    (body: unknown, circles: boolean): HubScript =>
    ({ path, repeat }) => {
      const link = `<?cursor=${circles ? 1 : repeat}>; rel="next"`
      return path.includes('/tree/') ? { kind: 'status', status: 200, headers: { link }, body: JSON.stringify(body) } : null
    }

  test.each([
    ['names files outside', [entry('../../.ssh/authorized_keys')], /names a file outside/],
    ['names files from the root', [entry('/etc/cron.d/x')], /names a file outside/],
    ['lists in circles', [entry('config.json')], /goes round in circles/],
    ['lists without end', Array.from({ length: 60_000 }, () => ({ type: 'directory' })), /more files than are looked at/],
    ['answers with something else', { error: 'no' }, /is no list of files/],
  ])('%s', async (name, body, message) => {
    const { hub, request, cache, folder } = await openHub({ script: listed(body, name.endsWith('circles')) })
    const before = readdirSync(folder)
    await expect(planDownload(hub, cache, request, signal)).rejects.toMatchObject({ message: expect.stringMatching(message) })
    expect(readdirSync(folder)).toEqual(before)
  })

  test('sends without end', async () => {
    const endless = await openHub({ script: () => ({ kind: 'endless' }) })
    await expect(fetchAll(endless)).rejects.toMatchObject({ message: expect.stringContaining('more than 8 MB') })
    const longer = await openHub({ script: ({ place }) => (place === 'content' ? { kind: 'endless' } : null) })
    await expect(fetchAll(longer)).rejects.toMatchObject({ message: expect.stringContaining('more than 300000 bytes') })
    expect(readdirSync(longer.folder, { recursive: true, encoding: 'utf8' }).some((path) => path.endsWith(weightsPath))).toBe(false)
  })
})
