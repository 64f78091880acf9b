import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { buildDesktopWhenStale } from '../../../tools/build-when-stale.mjs'
import { contentSecurityPolicy } from '../../../src/contract/page-headers.ts'
import type { Job } from '../../../src/contract/jobs.ts'
import { copyDemo } from '../../support/demo-project.ts'
import { electronProgram, noElectron } from '../../support/electron.ts'
import { repositoryRoot } from '../../support/repository-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

beforeEach(({ skip }) => skip(noElectron !== null, noElectron ?? ''))

type Desktop = { readonly app: ElectronApplication; readonly page: Page; readonly project: string; readonly output: () => string }

async function launched(): Promise<Desktop> {
  await buildDesktopWhenStale()
  const folder = temporaryFolder()
  const project = copyDemo(folder)
  const app = await _electron.launch({
    executablePath: electronProgram ?? '',
    args: [repositoryRoot],
    env: {
      ...(process.env as Record<string, string>),
      ETALON_HOME: join(folder, 'home'),
      ETALON_PROJECT: project,
      ETALON_STORE: '',
    },
  })
  let output = ''
  app.process().stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  onTestFinished(() => app.close().catch(() => undefined))
  return { app, page: await app.firstWindow(), project, output: () => output }
}

/**
 * Speaks over the port that the page was handed, beside the page itself: both listen on the one port, with call ids of their own.
 * The page is loaded anew, so that a listener is there before the port comes.
 */
async function sharePort(page: Page): Promise<(path: string, type: 'query' | 'mutation', input?: unknown) => Promise<unknown>> {
  await page.addInitScript(() => {
    window.addEventListener('message', ({ data, ports: [port] }) => {
      if ((data as { etalon?: unknown }).etalon !== 'port' || port === undefined) return
      Object.assign(window, { sharedPort: port })
    })
  })
  await page.reload()
  await page.waitForFunction(() => 'sharedPort' in window)
  let last = 1_000_000
  return async (path, type, input) => {
    last += 1
    const answer = await page.evaluate(
      ({ id, path, type, input }) =>
        new Promise<unknown>((resolve) => {
          const { sharedPort } = window as unknown as { sharedPort: MessagePort }
          const listen = ({ data }: MessageEvent<{ id: number; kind: string; output?: unknown; error?: unknown }>) => {
            if (data.id !== id) return
            sharedPort.removeEventListener('message', listen)
            // What Playwright carries out of a page knows no typed arrays: their kind is told instead.
            const told = (value: unknown): unknown =>
              ArrayBuffer.isView(value)
                ? { kind: value.constructor.name, values: Array.from(value as Int32Array) }
                : Array.isArray(value)
                  ? value.map(told)
                  : typeof value === 'object' && value !== null
                    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, told(each)]))
                    : value
            resolve(told(data.kind === 'answer' ? data.output : data.error))
          }
          sharedPort.addEventListener('message', listen)
          sharedPort.postMessage({ kind: 'call', id, path, type, input })
        }),
      { id: last, path, type, input },
    )
    return answer
  }
}

async function finished(ask: Awaited<ReturnType<typeof sharePort>>, started: unknown): Promise<Job | undefined> {
  const { id } = started as Job
  let job: Job | undefined
  await expect
    .poll(
      async () => {
        job = ((await ask('jobs.list', 'query')) as readonly Job[]).find((each) => each.id === id)
        return job?.finishedAt ?? null
      },
      { timeout: 60_000 },
    )
    .not.toBeNull()
  return job
}

test('the window comes up on its own origin, locked, and the command line hears of it', async () => {
  const { app, page, output } = await launched()
  await expect.poll(output).toContain('etalon: ready\n')
  expect(page.url()).toMatch(/^etalon:\/\/workbench\//)
  expect(
    await page.evaluate(() => [
      typeof Reflect.get(globalThis, 'require'),
      typeof Reflect.get(globalThis, 'process'),
      isSecureContext,
    ]),
  ).toEqual(['undefined', 'undefined', true])
  expect(await page.evaluate(() => Object.keys(Reflect.get(window, 'etalon') as object))).toEqual(['pathOf'])
  const served = await page.evaluate(() => fetch(location.href).then((response) => response.headers.get('content-security-policy')))
  expect(served).toBe(contentSecurityPolicy)
  expect(await page.evaluate(() => window.open('https://example.org/'))).toBeNull()
  const blocked = page.evaluate(() =>
    fetch('https://example.org/').then(
      () => 'fetched',
      () => 'refused',
    ),
  )
  expect(await blocked).toBe('refused')
  await page.evaluate(() => location.assign('https://example.org/'))
  expect(page.url()).toMatch(/^etalon:\/\/workbench\//)
  expect(app.windows()).toHaveLength(1)
})

test('over the real ports and in a real utility process: imports, reads, and shows a document', async () => {
  const { app, page, project } = await launched()
  const ask = await sharePort(page)
  expect(await ask('project.current', 'query')).toMatchObject({ folder: project })
  expect(await finished(ask, await ask('corpora.import', 'mutation', {}))).toMatchObject({ state: 'done' })
  expect(await finished(ask, await ask('corpora.encode', 'mutation', { corpora: ['assistant-a'], channel: 'text' }))).toMatchObject(
    { state: 'done' },
  )
  const document = (await ask('documents.get', 'query', { corpus: 'assistant-a', ordinal: 0 })) as {
    text: string
    ends: { kind: string; values: number[] }
    latents: unknown[]
  }
  expect(document.ends.kind).toBe('Int32Array')
  expect(document.ends.values.at(-1)).toBe(document.text.length)
  expect(document.latents.length).toBeGreaterThan(10)
  await page.getByText('assistant-a').first().waitFor()
  const ended = new Promise((resolve) => app.process().once('exit', resolve))
  await app.close()
  expect(await ended).toBe(0)
})
