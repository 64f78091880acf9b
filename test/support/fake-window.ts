import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { serveLoopback } from '../../src/main/loopback/serve-loopback.ts'
import { launchChromium, noChromium } from './chromium.ts'
import { fakeOperations } from './fake-operations.ts'
import type { FakeProject } from './fake-project.ts'

export type FakeWindow = {
  readonly page: Page
  readonly errors: readonly string[]
  /** Another window of the same project. */
  beside(): Promise<Page>
  close(): Promise<void>
}

export type FakeWindows = {
  /** The built window over a fake project. */
  open(project: FakeProject, options?: Options): Promise<FakeWindow>
  /** A page of the same browser that was given no address. */
  blank(): Promise<Page>
}
type Options = { readonly theme?: 'light' | 'dark'; /** False: the start page. */ readonly opened?: boolean }

/** Windows for the tests of a file, which skip with the reason where there is no Chromium. What goes wrong in any of them fails the file. */
export function fakeWindows(): FakeWindows {
  const opened: FakeWindow[] = []
  let browser: Browser | null = null
  const running = (): Browser => {
    if (browser === null) throw new Error('The browser is there only while tests run.')
    return browser
  }
  beforeAll(async () => {
    if (noChromium === null) browser = await launchChromium()
  })
  beforeEach(({ skip }) => skip(noChromium !== null, noChromium ?? ''))
  afterAll(async () => {
    await Promise.all(opened.map((each) => each.close()))
    await browser?.close()
    expect(opened.flatMap(({ errors }) => errors)).toEqual([])
  })
  return {
    open: async (project, options) => {
      const window = await openFakeWindow(running(), project, options)
      opened.push(window)
      return window
    },
    blank: () => running().newPage(),
  }
}

/** What goes wrong on either side is gathered in `errors`. */
async function openFakeWindow(browser: Browser, project: FakeProject, options: Options = {}): Promise<FakeWindow> {
  const errors: string[] = []
  const loopback = await serveLoopback({
    operations: fakeOperations(project, options.opened ?? true),
    root: join(import.meta.dirname, '../../out/renderer'),
    port: 0,
    logBug: (error) => errors.push(String(error)),
  })
  const pages: Page[] = []
  const open = async () => {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      colorScheme: options.theme ?? 'light',
      bypassCSP: true,
    })
    pages.push(page)
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(loopback.url)
    return page
  }
  return {
    page: await open(),
    errors,
    beside: open,
    close: async () => {
      await Promise.all(pages.map((page) => page.close()))
      await loopback.close()
    },
  }
}

/** What axe finds wrong on the page as it stands. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    'axe.run(document, { resultTypes: ["violations"] })',
  )
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}
