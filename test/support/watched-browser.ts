import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { launchChromium, noChromium } from './chromium.ts'
import { repository } from './demo-project.ts'

type Options = {
  readonly theme?: 'light' | 'dark'
  /** Console errors that belong to what the test does, such as a lost connection. */
  readonly expected?: RegExp
  /** Another window of the same browser: same storage, but a tab of its own. */
  readonly beside?: Page
}

export type WatchedBrowser = {
  /** A new window on an address. Errors of its scripts and of its console, refusals by its content security policy too, fail the test. */
  open(url: string, options?: Options): Promise<Page>
}

/** A Chromium for the tests of a file, which skip with the reason where there is none. */
export function watchedBrowser(): WatchedBrowser {
  const errors: string[] = []
  const contexts: BrowserContext[] = []
  let browser: Browser | null = null

  beforeAll(async () => {
    if (noChromium === null) browser = await launchChromium()
  })
  beforeEach(({ skip }) => skip(noChromium !== null, noChromium ?? ''))
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await keepPictures(contexts, task.name)
    expect(errors.splice(0), 'errors on the page').toEqual([])
  })
  afterAll(async () => {
    await Promise.all(contexts.map((context) => context.close()))
    await browser?.close()
  })

  async function open(url: string, { theme = 'light', expected, beside }: Options = {}): Promise<Page> {
    if (browser === null) throw new Error('The browser is there only while tests run.')
    const context =
      beside?.context() ??
      (await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: theme, locale: 'en-GB' }))
    if (beside === undefined) contexts.push(context)
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
    page.on('crash', () => errors.push('the page crashed'))
    page.on('console', (message) => {
      const text = `${message.text()} (${message.location().url})`
      if (message.type() === 'error' && expected?.test(text) !== true) errors.push(text)
    })
    await page.goto(url)
    return page
  }
  return { open }
}

/** What the windows showed when a test failed, in test-results/ of the repository. */
async function keepPictures(contexts: readonly BrowserContext[], test: string): Promise<void> {
  const name = test.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)
  const pages = contexts.flatMap((context) => context.pages())
  const pictures = pages.map((page, at) => page.screenshot({ path: join(repository, 'test-results', `${name}-${at + 1}.png`) }))
  await Promise.allSettled(pictures)
}
