import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { buildWindowWhenStale } from '../../tools/build-when-stale.mjs'
import { noChromium } from '../support/chromium.ts'
import { smallProject } from '../support/fake-project.ts'
import { axeViolations, fakeWindows } from '../support/fake-window.ts'

// Commands by name, by key and by what they lead to; settings; jobs. By keyboard alone.

const windows = fakeWindows()

beforeAll(async () => {
  if (noChromium === null) await buildWindowWhenStale()
})

const latents = (page: Page) => page.getByRole('grid', { name: 'Latents' })
const option = (page: Page) => page.getByRole('dialog').getByRole('option', { selected: true })

async function opened(): Promise<Page> {
  const { page } = await windows.open(smallProject())
  await latents(page).waitFor()
  return page
}

async function run(page: Page, letters: string): Promise<void> {
  await page.keyboard.press('Control+Shift+P')
  await page.keyboard.type(letters)
  await page.keyboard.press('Enter')
}

test('a few letters find a command, and the one run last comes first', async () => {
  const page = await opened()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('shlist')
  await expect.poll(() => option(page).textContent()).toMatch(/^Show Lists/)
  await page.keyboard.press('Enter')
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#\/lists/)
  await page.keyboard.press('Control+Shift+P')
  await expect.poll(() => option(page).textContent()).toMatch(/^Show Lists/)
  await page.keyboard.press('Escape')
})

test('quick open leads to a latent, a document and a corpus', async () => {
  const page = await opened()
  const go = async (letters: string, first: RegExp) => {
    await page.keyboard.press('Control+p')
    await page.keyboard.type(letters)
    await expect.poll(() => option(page).textContent()).toMatch(first)
    expect(await axeViolations(page)).toEqual([])
    await page.keyboard.press('Enter')
  }
  await go('127', /127/)
  await expect.poll(() => new URL(page.url()).hash).toMatch(/latent=127/)
  await go('odd-3', /^odd-3/)
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#\/document.*in=odd/)
  await go('odd inputs', /^odd inputs/)
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#\/corpora/)
})

test('keys are changed by pressing others; those that are taken are refused by name; they hold in the next window too', async () => {
  const window = await windows.open(smallProject())
  const { page } = window
  await latents(page).waitFor()
  await run(page, 'change shortcuts')
  const settings = page.getByRole('dialog', { name: 'Settings' })
  await settings.getByRole('searchbox').fill('show lists')
  await settings.getByRole('button', { name: 'Change the keys: Show Lists' }).click()
  await page.keyboard.press('Control+b')
  await settings.getByText('Ctrl+B is taken: Show or hide the sidebar').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.keyboard.press('Control+Shift+L')
  await settings.getByRole('button', { name: 'Reset the keys: Show Lists' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Shift+L')
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#\/lists/)

  const other = await window.beside()
  await other.getByRole('navigation', { name: 'Screens' }).waitFor()
  await other.keyboard.press('Alt+2')
  await latents(other).waitFor()
  await other.keyboard.press('Control+Shift+L')
  await expect.poll(() => new URL(other.url()).hash).toMatch(/^#\/lists/)
  // A letter alone is text where text is typed.
  await other.keyboard.press('Control+k')
  await other.keyboard.type('?')
  expect(await other.getByRole('dialog', { name: 'Keyboard shortcuts' }).count()).toBe(0)
})

test('themes and sizes are set for all windows; high contrast passes axe on every section of the settings', async () => {
  const window = await windows.open(smallProject())
  const { page } = window
  const other = await window.beside()
  await latents(page).waitFor()
  await run(page, 'high contrast')
  for (const each of [page, other]) await each.locator('html[data-theme="contrast"]').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.keyboard.press('Control+=')
  await page.keyboard.press('Control+=')
  await expect.poll(() => other.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('19.2px')
  await page.keyboard.press('Control+0')
  await page.keyboard.press('Control+,')
  for (const section of ['Appearance', 'Reading', 'Privacy', 'Keys']) {
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: section }).press('Enter')
    await page.getByRole('dialog').getByRole('region', { name: section }).getByRole('heading').first().waitFor()
    expect([section, await axeViolations(page)]).toEqual([section, []])
  }
})

test('a reading is paused, goes on, and is stopped; its log says so', async () => {
  const page = await opened()
  await run(page, 'read all that')
  await page.keyboard.press('Control+j')
  const jobs = page.getByRole('region', { name: 'Jobs' })
  await jobs.getByText(/tokens\/s · .* left/).waitFor()
  await jobs.getByRole('button', { name: /^Pause/ }).press('Enter')
  await jobs.getByText('What was done is kept, also when Etalon is closed.').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await run(page, 'go on with')
  await jobs.getByText(/tokens\/s · .* left/).waitFor()
  await run(page, 'stop the running')
  await jobs.getByRole('button', { name: /^Go on/ }).waitFor()
  await jobs.getByRole('button', { name: /^Log/ }).press('Enter')
  const lines = jobs.getByRole('list', { name: /^Log/ }).getByRole('listitem')
  await expect
    .poll(async () => (await lines.allTextContents()).map((line) => line.slice(8)))
    .toEqual(expect.arrayContaining(['Started', 'Paused', 'Started again', 'Stopped']))
})
