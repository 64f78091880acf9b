import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { download } from '../../src/main/engine/lens/hub/download.ts'
import { findSnapshot } from '../../src/main/engine/lens/hub/hub-cache.ts'
import { hubSettings } from '../../src/main/engine/lens/hub/hub-settings.ts'
import { Hub } from '../../src/main/engine/lens/hub/hub.ts'
import { listFiles } from '../../src/main/engine/lens/hub/list-files.ts'
import { planDownload } from '../../src/main/engine/lens/hub/plan-download.ts'
import { remoteBytes } from '../../src/main/engine/lens/hub/remote-bytes.ts'
import { removeDownloads } from '../../src/main/engine/lens/hub/remove-downloads.ts'
import { repositoryDetails } from '../../src/main/engine/lens/hub/repository-details.ts'
import { seededRandom } from '../../src/main/engine/numerics/seeded-random.ts'
import { tensorsIn } from '../../src/main/engine/tensor-files/open-tensor-file.ts'
import { gitDigest, sha256, type HubAct, type HubScript } from '../support/hub-server.ts'
import {
  commit,
  control,
  expectWhole,
  fetchAll,
  openHub,
  paths,
  served,
  signal,
  token,
  weights,
  weightsPath,
} from '../support/open-hub.ts'
import { writeSafetensors } from '../support/write-safetensors.ts'

test('a repository is described, listed, planned and downloaded; the second time nothing of it is fetched', async () => {
  const opened = await openHub({ signedIn: true })
  const { server, hub, cache, request } = opened
  expect(server.requests).toEqual([])
  const details = await repositoryDetails(hub, request.repository, 'main', signal)
  expect(details).toMatchObject({ commit, license: 'apache-2.0', gated: null, page: `${server.url}/lab/sae-of-a-reader` })
  const all = await listFiles(hub, details, { recursive: true }, signal)
  expect(all.map(({ path }) => path).sort()).toEqual([...served.files.keys()].sort())
  expect(all.find(({ path }) => path === weightsPath)).toMatchObject({
    size: 300_000,
    digest: { kind: 'sha256', hex: sha256(weights) },
  })
  expect(await listFiles(hub, details, {}, signal)).toHaveLength(3)

  const plan = await planDownload(hub, cache, request, signal)
  expect(plan).toMatchObject({ bytes: 300_016, missing: 300_016, token: 'sent', endpoint: server.url })
  expect(plan.free).toBeGreaterThan(0)
  expect(server.requests.filter(({ place }) => place !== 'api')).toEqual([])
  expect(existsSync(cache)).toBe(false)

  const seen: number[] = []
  const { folder } = await download(
    hub,
    cache,
    request,
    plan.id,
    control(({ done }) => seen.push(done)),
  )
  expectWhole(folder)
  expect(statSync(join(folder, weightsPath)).isFile()).toBe(true)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(seen.at(-1)).toBe(300_016)
  expect(server.sent).toBe(300_014)
  // The token goes to the hub, and not to where it leads.
  expect(new Set(server.requests.filter(({ place }) => place !== 'content').map(({ authorization }) => authorization))).toEqual(
    new Set([`Bearer ${token}`]),
  )
  expect(server.requests.filter(({ place }) => place === 'content').map(({ authorization }) => authorization)).toEqual([null])

  const again = await planDownload(hub, cache, request, signal)
  expect(again).toMatchObject({ id: plan.id, missing: 0 })
  await download(hub, cache, request, plan.id, control())
  expect(server.sent).toBe(300_014)

  const asked = server.requests.length
  expect(await findSnapshot(cache, request.repository, 'main')).toEqual({ commit, folder })
  expect(await findSnapshot(cache, request.repository, '../../main')).toBe(null)
  await removeDownloads(cache, request.repository, { clock: hub.clock, signal, waiting: () => undefined })
  expect(await findSnapshot(cache, request.repository, 'main')).toBe(null)
  expect(server.requests).toHaveLength(asked)
})

test('a data set and a new commit: contents that stayed are not fetched again, and a plan that no longer fits is refused', async () => {
  const opened = await openHub({ repository: { kind: 'dataset' } })
  const { server, hub, cache, request } = opened
  const plan = await planDownload(hub, cache, request, signal)
  await download(hub, cache, request, plan.id, control())
  const before = server.sent
  server.repository = {
    ...server.repository,
    commit: commit.replace('0', 'f'),
    files: new Map([...served.files, ['config.json', Buffer.from('{"d_in": 32}')]]),
  }
  await expect(download(hub, cache, request, plan.id, control())).rejects.toMatchObject({ code: 'stale' })
  const { folder } = await fetchAll(opened)
  expect(server.sent - before).toBe('{"d_in": 32}'.length)
  expect(readFileSync(join(folder, weightsPath)).equals(weights)).toBe(true)
})

test('whatever breaks on the way, what lies there in the end is right, and no byte was fetched twice that need not be', async () => {
  for (let seed = 1; seed <= 12; seed++) {
    const random = seededRandom(seed)
    let unneeded = 0
    const acts: readonly (() => HubAct)[] = [
      () => ({ kind: 'break', after: Math.floor(random() * 300_000) }),
      () => ({ kind: 'reset' }),
      () => ({ kind: 'status', status: 503, headers: { 'retry-after': '3' } }),
      () => ({ kind: 'status', status: 429, headers: { ratelimit: '"api";r=0;t=55' } }),
      () => ({ kind: 'no-range' }),
      () => ({ kind: 'content', content: Buffer.from('<html>Sign in to this network</html>') }),
      // An address that has expired; the hub gives a new one.
      () => ({ kind: 'status', status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }),
    ]
    const opened = await openHub({
      script: ({ place, range, repeat }) => {
        const act =
          random() < 0.7 && repeat < (place === 'content' ? 2 : 1)
            ? (acts[Math.floor(random() * (place === 'content' ? 7 : 4))]?.() ?? null)
            : null
        if (place !== 'content' || act === null) return act?.kind === 'break' ? null : act
        if (act.kind === 'no-range') unneeded += Number(/=(\d+)/.exec(range ?? '=0')?.[1])
        if (act.kind === 'content') unneeded += act.content.length
        return act
      },
    })
    const { folder } = await fetchAll(opened)
    expectWhole(folder)
    // A connection that breaks loses what was under way; small files are not gone on with.
    const lost = opened.server.requests.length * 64 * 1024
    expect(opened.server.sent).toBeLessThanOrEqual(300_014 + unneeded + lost)
    expect(
      readdirSync(join(opened.cache, 'models--lab--sae-of-a-reader', 'blobs')).filter((name) => name.endsWith('.incomplete')),
    ).toEqual([])
  }
})

test('a wrong checksum is thrown away and told; a damaged part of an earlier download is fetched anew', async () => {
  const wrong = Buffer.from(weights)
  wrong[200_000] = (wrong[200_000] ?? 0) ^ 1
  const opened = await openHub({ script: ({ place }) => (place === 'content' ? { kind: 'content', content: wrong } : null) })
  const { server, cache } = opened
  await expect(fetchAll(opened)).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('its checksum differs'),
  })
  const blobs = join(cache, 'models--lab--sae-of-a-reader', 'blobs')
  expect(readdirSync(blobs).filter((name) => name.startsWith(sha256(weights)))).toEqual([])
  expect(server.requests.filter(({ place }) => place === 'content')).toHaveLength(1)

  server.script = () => null
  writeFileSync(join(blobs, `${sha256(weights)}.incomplete`), wrong.subarray(0, 250_000))
  const { folder } = await fetchAll(opened)
  expectWhole(folder)
  expect(server.requests.filter(({ place }) => place === 'content').map(({ range }) => range)).toEqual([
    null,
    'bytes=250000-299999',
    null,
  ])
  // One that is longer than the file is no beginning of it.
  rmSync(join(cache), { recursive: true })
  mkdirSync(blobs, { recursive: true })
  writeFileSync(join(blobs, `${sha256(weights)}.incomplete`), Buffer.alloc(400_000))
  expectWhole((await fetchAll(opened)).folder)
})

test('stopped and started again, it goes on where it was; a connection that stands still is given up', async () => {
  const opened = await openHub({
    script: ({ place, repeat }) => (place === 'content' && repeat === 0 ? { kind: 'hang', after: 150_000 } : null),
  })
  const { server, hub, cache, request } = opened
  const stop = new AbortController()
  const stopped = fetchAll(
    opened,
    control(({ done }) => done >= 150_000 && stop.abort(), stop.signal),
  )
  await expect(stopped).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
  const plan = await planDownload(hub, cache, request, signal)
  expect(plan.missing).toBeLessThanOrEqual(150_016)
  expectWhole((await fetchAll(opened)).folder)
  expect(server.requests.filter(({ place }) => place === 'content').map(({ range }) => range)).toEqual([
    null,
    'bytes=150000-299999',
  ])

  const standing = await openHub({
    options: { idle: 60 },
    script: ({ place, repeat }) =>
      place === 'content' && repeat < 2 ? { kind: 'hang', ...(repeat === 0 ? {} : { after: 10_000 }) } : null,
  })
  expectWhole((await fetchAll(standing)).folder)
  expect(standing.server.requests.at(-1)?.range).toBe('bytes=10000-299999')
})

test('what Hugging Face keeps here already is used and not touched, if it is what the hub says', async () => {
  const opened = await openHub()
  const { server, settings, hub, cache, request } = opened
  const theirs = join(settings.cache, 'models--lab--sae-of-a-reader')
  const put = (path: string, bytes: Buffer) => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  }
  // As huggingface_hub 2.4.0 leaves it: links into blobs, or plain files where there are no links.
  put(join(theirs, 'blobs', sha256(weights)), weights)
  mkdirSync(dirname(join(theirs, 'snapshots', commit, weightsPath)), { recursive: true })
  symlinkSync(`../../../../blobs/${sha256(weights)}`, join(theirs, 'snapshots', commit, weightsPath))
  put(join(theirs, 'snapshots', commit, 'config.json'), served.files.get('config.json') ?? Buffer.alloc(0))
  put(join(theirs, 'refs', 'main'), Buffer.from(commit))
  put(join(theirs, 'blobs', gitDigest(Buffer.from('{}'))), Buffer.from('[]'))
  const before = listing(settings.cache)
  expect(await findSnapshot(settings.cache, request.repository, 'main')).toMatchObject({ commit })

  const plan = await planDownload(hub, cache, request, signal)
  expect(plan.missing).toBe(0)
  const { folder } = await download(hub, cache, request, plan.id, control())
  expectWhole(folder)
  // Only what is not what its name says was fetched.
  expect(server.sent).toBe(2)
  expect(listing(settings.cache)).toEqual(before)
})

function listing(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => !each.isDirectory())
    .map((each) => `${join(each.parentPath, each.name)} ${sha256(readFileSync(join(each.parentPath, each.name)))}`)
    .sort()
}

test('two processes that download the same fetch it once', async () => {
  const opened = await openHub({ options: {}, script: () => null })
  const { server, hub, cache, request } = opened
  const plan = await planDownload(hub, cache, request, signal)
  let release: () => void = () => undefined
  const begun = new Promise<void>((resolve) => (release = resolve))
  server.script = ({ place, repeat }) => {
    if (place === 'content') release()
    return place === 'content' && repeat === 0 ? { kind: 'hang', after: 100_000 } : null
  }
  const child = join(import.meta.dirname, '..', 'support', 'hub-download.child.ts')
  const first = new AbortController()
  const own = download(hub, cache, request, plan.id, control(undefined, first.signal)).catch(() => null)
  await begun
  const other = spawn(process.execPath, [child, server.url, cache, request.repository.id, plan.id, ...paths], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  })
  onTestFinished(() => void other.kill('SIGKILL'))
  let said = ''
  const ended = once(other, 'exit')
  for await (const chunk of other.stdout) {
    said += String(chunk)
    if (said.includes('Waiting for another download')) first.abort()
  }
  expect(await ended).toEqual([0, null])
  await own
  expectWhole(join(cache, 'models--lab--sae-of-a-reader', 'snapshots', commit))
  expect(server.requests.filter(({ place }) => place === 'content').map(({ range }) => range)).toEqual([
    null,
    'bytes=100000-299999',
  ])
})

test('a full disk is told; what came stays, and it goes on when there is room', async ({ skip }) => {
  const opened = await openHub()
  const { server, hub, request, folder } = opened
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=66m', 'tmpfs', disk], { stdio: 'ignore' })
  } catch {
    return skip('needs Linux and the right to mount a tmpfs')
  }
  onTestFinished(() => void execFileSync('umount', ['-l', disk]))
  const cache = join(disk, 'hub')
  const ballast = join(disk, 'ballast')
  const plan = await planDownload(hub, cache, request, signal)
  server.script = ({ place, repeat }) => {
    if (place === 'content' && repeat === 0)
      execFileSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=64k', `count=${66 * 16 - 4}`], { stdio: 'ignore' })
    return null
  }
  const failure = await download(hub, cache, request, plan.id, control()).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'disk-full', hint: expect.stringContaining('goes on where it stopped') })
  await expect(download(hub, cache, request, plan.id, control())).rejects.toMatchObject({
    code: 'disk-full',
    message: expect.stringMatching(/takes 1 MB; .* has 0 MB left|takes 1 MB/),
  })
  rmSync(ballast)
  const rest = await planDownload(hub, cache, request, signal)
  expect(rest.missing).toBeLessThan(300_000)
  expectWhole((await download(hub, cache, request, plan.id, control())).folder)
})

test('the tensors of a file are known from its header, before it is downloaded', async () => {
  const zeros = (...shape: readonly number[]) => ({
    shape,
    values: new Float32Array(shape.reduce((product, each) => product * each)),
  })
  const bytes = Buffer.from(writeSafetensors({ W_enc: zeros(16, 40_000), b_enc: zeros(40_000) }))
  const { server, hub, request } = await openHub({
    repository: { files: new Map([['sae.safetensors', bytes]]), large: new Set(['sae.safetensors']) },
  })
  const details = await repositoryDetails(hub, request.repository, 'main', signal)
  const [file] = await listFiles(hub, details, {}, signal)
  if (file === undefined) throw new Error('nothing is listed')
  for (const script of [() => null, ({ place }) => (place === 'content' ? { kind: 'no-range' } : null)] satisfies HubScript[]) {
    server.script = script
    const { tensors } = await tensorsIn(remoteBytes(hub, details, file, signal))
    expect([...tensors].map(([name, { shape }]) => [name, shape])).toEqual([
      ['W_enc', [16, 40_000]],
      ['b_enc', [40_000]],
    ])
  }
  expect(server.requests.filter(({ place }) => place === 'content').map(({ range }) => range)).toEqual([
    'bytes=0-65535',
    'bytes=0-65535',
  ])
})

test('a proxy that the environment names is gone through', async () => {
  const { server, request, folder } = await openHub()
  const hub = new Hub(hubSettings({ HF_ENDPOINT: 'http://hub.example', HTTP_PROXY: server.url }, folder), null)
  onTestFinished(() => hub.close())
  expect(await repositoryDetails(hub, request.repository, 'main', signal)).toMatchObject({
    commit,
    page: 'http://hub.example/lab/sae-of-a-reader',
  })
})
