import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { buildDesktopWhenStale } from '../../tools/build-when-stale.mjs'
import { contentSecurityPolicy } from '../../src/contract/page-headers.ts'
import type { Job } from '../../src/contract/jobs.ts'
import { copyDemo } from '../support/demo-project.ts'
import { productFolder, runDesktop, type RunningDesktop } from '../support/electron-stand-in/run-desktop.ts'
import { repositoryRoot } from '../support/repository-files.ts'
import { ruleModel } from '../support/rule-model.ts'
import { endpointAt, scriptedEndpoint } from '../support/scripted-endpoint.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Electron itself is exercised in test/e2e/electron; here a stand-in that is as strict about order, on any machine. */
const entries = { source: join(repositoryRoot, 'src/main/index.ts'), built: join(repositoryRoot, 'out/main/index.js') }
const page = 'etalon://workbench/'

beforeAll(() => buildDesktopWhenStale(() => undefined), 120_000)

async function started(
  entry: keyof typeof entries,
  environment: Record<string, string> = {},
): Promise<RunningDesktop & { readonly folder: string; readonly project: string }> {
  const folder = temporaryFolder()
  const project = copyDemo(folder)
  const home = join(folder, 'home')
  const desktop = await runDesktop(entries[entry], productFolder(folder), {
    ETALON_HOME: home,
    ETALON_PROJECT: project,
    ...environment,
  })
  return { ...desktop, folder, project }
}

/** Follows a job by the page's subscription to its end. */
async function finished(desktop: RunningDesktop, { id }: Job): Promise<Job> {
  for await (const event of desktop.changes()) {
    const job = (event as { jobs?: readonly Job[] }).jobs?.find((each) => each.id === id)
    if (job !== undefined && job.finishedAt !== null) return job
  }
  throw new Error('the subscription ended')
}

test.each(['source', 'built'] as const)(
  'from its %s: imports, reads, and shows a document over the port that the page was handed',
  { timeout: 120_000 },
  async (entry) => {
    const desktop = await started(entry)
    await desktop.says('etalon: ready')
    const { client, project } = desktop
    expect(await client.project.about()).toMatchObject({ host: 'desktop' })
    expect(await client.project.current()).toMatchObject({ folder: project, demo: false })
    expect(await finished(desktop, await client.corpora.import({}))).toMatchObject({ state: 'done', failure: null })
    expect(await finished(desktop, await client.corpora.encode({ corpora: ['assistant-a'], channel: 'text' }))).toMatchObject({
      state: 'done',
      failure: null,
    })

    const document = await client.documents.get({ corpus: 'assistant-a', ordinal: 0 })
    expect(document.starts).toBeInstanceOf(Int32Array)
    expect(document.starts.length).toBeGreaterThan(10)
    expect(document.ends.at(-1)).toBe(document.text.length)
    expect(document.latents.length).toBeGreaterThan(10)
    const { latents } = await client.documents.marks({ corpus: 'assistant-a', ordinal: 0, latents: [document.latents[0]?.latent] })
    expect(latents[0]?.activations).toBeInstanceOf(Float32Array)
    await expect(client.documents.get({ corpus: 'nowhere', ordinal: 0 })).rejects.toMatchObject({
      shape: { data: { failure: { code: 'not-found' } } },
    })

    await desktop.order('closeWindows').catch(() => undefined)
    expect(await desktop.ended).toBe(0)
    expect(desktop.output.error).toBe('')
  },
)

test('the window is locked: sandboxed, isolated, without Node, and bound to its page', async () => {
  const { order } = await started('built')
  const played = (await order('played')) as {
    options: { webPreferences: Record<string, unknown> }[]
    schemes: unknown
    permissions: unknown
    sandboxEnabled: boolean
  }
  expect(played.options).toHaveLength(1)
  expect(played.options[0]?.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    webviewTag: false,
  })
  expect(played.sandboxEnabled).toBe(true)
  expect(played.permissions).toEqual({ asked: false, checked: false })
  expect(played.schemes).toEqual([{ scheme: 'etalon', privileges: expect.objectContaining({ standard: true, secure: true }) }])
  for (const address of ['https://example.org/', 'file:///etc/passwd', `${page}other.html`]) {
    expect(await order('navigate', address), address).toBe(false)
    expect(await order('openWindow', address), address).toEqual({ action: 'deny' })
  }
  expect(await order('exposed')).toEqual([['etalon', ['pathOf', 'setMenus']]])
})

test('a port goes to pages of the workbench alone, and not to frames inside them', async () => {
  const { order } = await started('built')
  expect(await order('connectAs', { url: page, parent: null })).toBe(1)
  expect(await order('connectAs', { url: page, parent: {} })).toBe(0)
  expect(await order('connectAs', { url: 'https://example.org/', parent: null })).toBe(0)
  expect(await order('connectAs', { url: 'etalon://workbench.example.org/', parent: null })).toBe(0)
})

test('the page comes with its content policy, and nothing from outside its folder does', async () => {
  const { order } = await started('built')
  const ask = async (address: string, method?: string) =>
    (await order('fetch', { address, method })) as { status: number; headers: Record<string, string>; text: string }
  const index = await ask(page)
  expect(index).toMatchObject({ status: 200, text: expect.stringContaining('<title>the page</title>') })
  expect(index.headers).toMatchObject({
    'content-security-policy': contentSecurityPolicy,
    'content-type': 'text/html; charset=utf-8',
    'x-content-type-options': 'nosniff',
  })
  expect(contentSecurityPolicy).toMatch(/default-src 'none'.*script-src 'self';/)
  expect(await ask(`${page}assets/a%20b.js`)).toMatchObject({
    status: 200,
    headers: { 'content-type': 'text/javascript; charset=utf-8' },
  })
  for (const address of [
    'missing.js',
    '../secret.txt',
    '..%2fsecret.txt',
    '..%5csecret.txt',
    'assets/..%2f..%2fsecret.txt',
    '%00',
    '%E0%A4%A',
    'assets',
  ]) {
    expect(await ask(page + address), address).toMatchObject({ status: 404, text: 'Not found' })
  }
  expect((await ask('etalon://elsewhere/index.html')).status).toBe(404)
  expect((await ask(page, 'POST')).status).toBe(404)
})

test('what the home folder keeps is all in ETALON_HOME; without a project the demo opens', async () => {
  const { order, client, folder } = await started('built', { ETALON_PROJECT: '' })
  expect(await client.project.current()).toMatchObject({ folder: join(folder, 'home', 'demo'), demo: true })
  expect(await order('played')).toMatchObject({ paths: { userData: join(folder, 'home', 'window') } })
})

test('the store lies where the command line said', async () => {
  const elsewhere = temporaryFolder()
  const { client, project, ...desktop } = await started('built', { ETALON_STORE: join(elsewhere, 'store') })
  expect((await finished({ client, ...desktop }, await client.corpora.import({}))).state).toBe('done')
  expect(readdirSync(join(elsewhere, 'store'))).toContain('project.sqlite')
  expect(existsSync(join(project, '.etalon'))).toBe(false)
})

test('a project that cannot be opened is told in a dialog, over a window that is there', async () => {
  const { order, says, client, output } = await started('built', { ETALON_PROJECT: '/nowhere/at all' })
  await says('etalon: ready')
  await expect
    .poll(async () => ((await order('played')) as { dialogs: unknown[] }).dialogs)
    .toEqual([
      expect.objectContaining({
        type: 'error',
        message: 'There is no folder /nowhere/at all.',
        detail: expect.stringContaining('Check the path'),
      }),
    ])
  expect(await client.project.current()).toBeNull()
  expect(output.error).toBe('')
})

test('the menu opens a project, and the page hears of it', async () => {
  const { order, client, folder, project } = await started('built', { ETALON_PROJECT: '' })
  await order('answer', { canceled: true })
  await order('click', 'Open Project…')
  await order('answer', { canceled: false, filePaths: [project] })
  await order('click', 'Open Project…')
  await expect.poll(async () => (await client.project.current())?.folder).toBe(project)
  await expect.poll(async () => ((await order('played')) as { recent: unknown[] }).recent).toEqual([project])
  await order('click', 'Open the Demo Project')
  await expect.poll(async () => (await client.project.current())?.folder).toBe(join(folder, 'home', 'demo'))
})

test('the menus run commands of the page; its theme is that of title bar and dialogs, and its jobs show on the taskbar', async () => {
  const { order, client } = await started('built')
  await order('setMenus', [{ title: 'Go', items: [[{ id: 'show.lists', title: 'Show Lists', keys: 'alt+0' }]] }])
  await order('setMenus', 'not a table')
  await order('click', 'Show Lists')
  expect(await order('played')).toMatchObject({ commands: ['show.lists'], themeSource: 'system' })
  await client.settings.change({ theme: 'contrast' })
  await expect.poll(() => order('played')).toMatchObject({ themeSource: 'dark' })
  await client.corpora.import({})
  await expect.poll(async () => ((await order('played')) as { progress: unknown[] }).progress[1]).not.toBe('none')
  await expect.poll(async () => ((await order('played')) as { progress: unknown[] }).progress).toEqual([-1, 'none'])
})

test('the preload script hands over one port a page, also to a page that crashed and is opened again', async () => {
  const { order, client, ended } = await started('built')
  const ports = async () => ((await order('played')) as { ports: number }).ports
  expect(await ports()).toBe(1)
  await order('answer', { response: 0 })
  await order('crash')
  await expect.poll(ports).toBe(2)
  expect(await client.project.current()).toMatchObject({ demo: false })
  expect(await order('played')).toMatchObject({ dialogs: [{ message: 'The window stopped working.' }] })
  await order('answer', { response: 1 })
  void order('crash')
  expect(await ended).toBe(0)
})

test('a key lies in the system keychain, goes to its endpoint alone, and is nowhere else', { timeout: 120_000 }, async () => {
  const key = 'sk-desktop-4711'
  const scripted = await scriptedEndpoint(ruleModel())
  const endpoint = endpointAt(scripted.url)
  const desktop = await started('source', { ETALON_KEY: '' })
  const { client, folder, project } = desktop
  await finished(desktop, await client.corpora.import({}))
  expect(await client.languageModels.saveEndpoint(endpoint)).toMatchObject({ key: null })
  expect(await client.languageModels.setKey({ name: 'scripted', key })).toMatchObject({ key: 'keychain' })
  expect(await client.languageModels.endpoints()).toMatchObject([{ name: 'scripted', key: 'keychain', local: true }])
  const request = { kind: 'check', endpoint: 'scripted' } as const
  const { id } = await client.languageModels.plan({ request })
  expect(scripted.requests).toEqual([])
  const job = await client.languageModels.run({ request, plan: id })
  expect(await finished(desktop, job)).toMatchObject({ state: 'done', result: { result: { answer: 'ready' } } })
  expect(scripted.requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${key}`])

  const home = join(folder, 'home')
  const keys = join(home, 'keys.json')
  expect(Object.keys(JSON.parse(readFileSync(keys, 'utf8')) as object)).toEqual(['scripted'])
  if (process.platform !== 'win32') expect(statSync(keys).mode & 0o777).toBe(0o600)
  for (const place of [home, project, join(project, '.etalon')])
    for (const file of readdirSync(place, { withFileTypes: true }))
      if (file.isFile()) expect(readFileSync(join(place, file.name)).includes(key), join(place, file.name)).toBe(false)
  expect(desktop.output.error + desktop.output.out).not.toContain(key)

  const elsewhere = await started('source', { ETALON_KEY: '', ETALON_HOME: home, STAND_IN_KEYCHAIN: 'another machine' })
  expect(await elsewhere.client.languageModels.endpoints()).toMatchObject([{ name: 'scripted', key: null }])

  expect(await client.languageModels.setKey({ name: 'scripted', key: '' })).toMatchObject({ key: null })
  await client.languageModels.setKey({ name: 'scripted', key })
  await client.languageModels.removeEndpoint({ name: 'scripted' })
  expect(JSON.parse(readFileSync(keys, 'utf8'))).toEqual({})
})

test('without a keychain a key is refused, and the environment named instead', async () => {
  const { client, folder } = await started('source', { ETALON_KEY: 'sk-of-the-environment', STAND_IN_KEYCHAIN: 'none' })
  expect(await client.languageModels.saveEndpoint(endpointAt('http://127.0.0.1:9/v1'))).toMatchObject({ key: 'environment' })
  await expect(client.languageModels.setKey({ name: 'scripted', key: 'sk-refused' })).rejects.toMatchObject({
    shape: { data: { failure: { code: 'unsupported', hint: expect.stringContaining('ETALON_KEY') } } },
  })
  expect(existsSync(join(folder, 'home', 'keys.json'))).toBe(false)
})

test('the engine is closed before the app ends, and its reader ends with it', { timeout: 120_000 }, async () => {
  const desktop = await started('built')
  const { client, project } = desktop
  await finished(desktop, await client.corpora.import({}))
  await client.corpora.encode({})
  await expect.poll(() => childrenOf(desktop.process.pid).length, { timeout: 30_000 }).toBeGreaterThan(0)
  const children = childrenOf(desktop.process.pid)
  void desktop.order('quit')
  expect(await desktop.ended).toBe(0)
  await expect.poll(() => children.filter(isRunning)).toEqual([])
  // A writer that was closed leaves no write-ahead log behind.
  expect(existsSync(join(project, '.etalon', 'project.sqlite-wal'))).toBe(false)
})

test('a reader ends when the app is killed', { timeout: 120_000 }, async ({ skip }) => {
  skip(process.platform !== 'linux', 'children are found in /proc')
  const desktop = await started('built')
  await finished(desktop, await desktop.client.corpora.import({}))
  await desktop.client.corpora.encode({})
  await expect.poll(() => childrenOf(desktop.process.pid).length, { timeout: 30_000 }).toBeGreaterThan(0)
  const children = childrenOf(desktop.process.pid)
  onTestFinished(() => children.filter(isRunning).forEach((pid) => process.kill(pid, 'SIGKILL')))
  desktop.process.kill('SIGKILL')
  await expect.poll(() => children.filter(isRunning), { timeout: 10_000 }).toEqual([])
})

/** Processes whose parent is this one; none where there is no /proc. */
function childrenOf(parent: number | undefined): readonly number[] {
  if (!existsSync('/proc')) return []
  const parentOf = (pid: number) => Number(statOf(pid)?.split(' ')[1])
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && parentOf(pid) === parent)
}

/** State, parent and what follows in /proc/PID/stat; null where there is none. */
function statOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')
  } catch {
    return null
  }
}

function isRunning(pid: number): boolean {
  const state = statOf(pid)?.[0]
  return state !== undefined && state !== 'Z'
}
