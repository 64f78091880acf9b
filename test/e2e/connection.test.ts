import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type BrowserHost, startBrowserHost } from '../support/browser-host.ts'
import { noChromium } from '../support/chromium.ts'
import { copyDemo } from '../support/demo-project.ts'
import { suiteFolder } from '../support/temporary-folder.ts'
import { watchedBrowser } from '../support/watched-browser.ts'
import {
  eventually,
  findings,
  labelEditor,
  latentPage,
  latentTable,
  selectedLatent,
  show,
  statusBar,
} from '../support/workbench-page.ts'

// What happens between the page and its host: tokens, reloads, several windows, a host that goes and comes again.

const folder = suiteFolder()
const browser = watchedBrowser()
const home = join(folder, 'home')
let project: string
let host: BrowserHost

/** Chromium tells of every attempt to reach a host that is gone. */
const gone = /WebSocket connection to|ERR_CONNECTION_REFUSED/
const refused = 'This page belongs to no running Etalon'

// Each begins with a window as it comes.
beforeEach(() => rmSync(join(home, 'layouts'), { recursive: true, force: true }))
beforeAll(async () => {
  if (noChromium !== null) return
  project = copyDemo(folder)
  host = await startBrowserHost(project, { home })
})
afterAll(() => host?.close())

test('without the token, or with another, the page says what to do and shows nothing', async () => {
  for (const fragment of ['', '#wrong', `#${'A'.repeat(32)}`, '#/compare']) {
    const page = await browser.open(new URL(`/${fragment}`, host.url).href)
    await page.getByText(refused).waitFor()
    await page.getByText('Open the whole address that Etalon printed').waitFor()
    expect(await page.locator('body').textContent()).not.toContain('assistant-a')
    await page.close()
  }
})

test('a job goes on when its page is loaded again, and when there is none', async () => {
  const page = await browser.open(host.url)
  await page.getByRole('button', { name: 'Import 2 corpora' }).click()
  await page.getByRole('button', { name: 'Read 2 corpora' }).click()
  await statusBar(page).getByRole('progressbar').waitFor()
  await page.reload()
  await statusBar(page).getByRole('progressbar').or(latentTable(page)).first().waitFor()
  await page.close()
  const later = await browser.open(host.url)
  await eventually(() => later.getByRole('complementary', { name: 'Project' }).getByRole('listitem').allTextContents()).toEqual([
    expect.stringMatching(/assistant-a64 documents$/),
    expect.stringMatching(/assistant-b64 documents$/),
  ])
  await latentTable(later).waitFor()
  // The table comes with the first corpus; the second may still be read.
  await eventually(() => later.getByRole('button', { name: /^Read/ }).count()).toBe(0)
  await later.close()
})

test('two windows see each other’s labels, stars and findings', async () => {
  const one = await browser.open(host.url)
  const other = await browser.open(host.url)
  const latent = await chooseLatent(one)
  await other.goto(new URL(`/#/compare?latent=${latent}`, host.url).href)
  await latentPage(other).waitFor()
  const label = 'Seen by both windows'
  await write(one, label)
  await latentPage(other).getByRole('heading', { level: 2, name: label }).waitFor()
  await latentTable(other).getByText(label).waitFor()
  await latentPage(other)
    .getByRole('button', { name: /^Star this latent/ })
    .click()
  await latentPage(one)
    .getByRole('button', { name: /^Remove the star/ })
    .waitFor()
  await show(one, 'Findings')
  await one.getByText('Nothing kept yet').waitFor()
  await latentPage(other)
    .getByRole('button', { name: /^Keep as a finding/ })
    .click()
  await findings(one).getByText(label).first().waitFor()
  await one.close()
  await other.close()
})

test('a host that is killed and started again: the page waits, then says that the address is a new one', async () => {
  const page = await browser.open(host.url, { expected: gone })
  const latent = await chooseLatent(page)
  await host.kill()
  await page.getByText('Connection lost.').waitFor()
  // What was on the screen stays there.
  expect(await latentPage(page).getByRole('heading', { level: 2 }).count()).toBe(1)
  host = await startBrowserHost(project, { home, port: host.port })
  await page.getByText(refused).waitFor()
  await page.reload()
  await page.getByText(refused).waitFor()
  // The new address in the same tab differs in its fragment only.
  await page.evaluate((url) => location.assign(url), host.url)
  await latentTable(page).waitFor()
  await latentPage(page).waitFor()
  expect(selectedLatent(page)).toBe(latent)
  await page.close()
})

async function chooseLatent(page: Page): Promise<number> {
  await latentTable(page).waitFor()
  await latentTable(page).focus()
  await page.keyboard.press('ArrowDown')
  await latentTable(page).getByRole('row', { selected: true }).waitFor()
  const chosen = Number(await latentTable(page).getByRole('row', { selected: true }).getByRole('gridcell').nth(2).textContent())
  await eventually(() => selectedLatent(page)).toBe(chosen)
  await latentPage(page).waitFor()
  return chosen
}

async function write(page: Page, label: string): Promise<void> {
  await latentPage(page).locator('.monaco-editor').waitFor()
  await labelEditor(page).first().focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.type(label)
  await latentPage(page).getByRole('heading', { level: 2, name: label }).waitFor()
}
