import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { buildWindowWhenStale } from '../../tools/build-when-stale.mjs'
import { noChromium } from '../support/chromium.ts'
import { smallProject } from '../support/fake-project.ts'
import { axeViolations, fakeWindows } from '../support/fake-window.ts'

// Tabs and sides, how a project comes back, undo, and where one begins; by keyboard wherever a keyboard can.

const windows = fakeWindows()

beforeAll(async () => {
  if (noChromium === null) await buildWindowWhenStale()
})

const latents = (page: Page) => page.getByRole('grid', { name: 'Latents' })
const strip = (page: Page, name: RegExp = /^Open tabs/) => page.getByRole('tablist', { name })
const titles = (page: Page, name?: RegExp) => strip(page, name).getByRole('tab').allTextContents()
const shown = (page: Page) => strip(page).getByRole('tab', { selected: true }).allTextContents()
const messages = (page: Page) => page.getByRole('log', { name: 'Messages' })
const place = (page: Page) => new URL(page.url()).hash

test('tabs open, move, close and come back, stand side by side, and are there again after a reload', async () => {
  const { page } = await windows.open(smallProject())
  await latents(page).getByRole('row').nth(2).waitFor()
  await expect.poll(() => titles(page)).toEqual(['Compare'])

  // The screen is the tab's own: the first stays where it was.
  await page.keyboard.press('Alt+t')
  await page.keyboard.press('Alt+6')
  await expect.poll(() => titles(page)).toEqual(['Compare', 'Findings'])
  await page.keyboard.press('Alt+PageUp')
  await latents(page).waitFor()
  await expect.poll(() => place(page)).toMatch(/^#\/compare/)
  await page.keyboard.press('Alt+ArrowLeft')
  await page.getByRole('heading', { name: 'Findings' }).waitFor()
  await expect.poll(() => shown(page)).toEqual(['Findings'])

  // Along the strip: move, close, bring back.
  await strip(page).getByRole('tab', { name: 'Findings' }).focus()
  await page.keyboard.press('Shift+ArrowLeft')
  await expect.poll(() => titles(page)).toEqual(['Findings', 'Compare'])
  await page.keyboard.press('Delete')
  await expect.poll(() => titles(page)).toEqual(['Compare'])
  await page.keyboard.press('Alt+Shift+t')
  await expect.poll(() => titles(page)).toEqual(['Findings', 'Compare'])

  // A row opens in a new tab behind this one, and what it shows beside it.
  await page.keyboard.press('Alt+PageDown')
  await latents(page).getByRole('row').nth(3).click({ button: 'middle' })
  await expect.poll(async () => (await titles(page)).length).toBe(3)
  expect(await shown(page)).toEqual(['Compare'])
  const [, , latent] = await titles(page)
  const table = page.getByRole('grid', { name: /^Documents of/ }).first()
  await table.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Control+Enter')
  await expect.poll(async () => (await titles(page)).length).toBe(4)
  await page.keyboard.press('Alt+PageDown')
  await page.keyboard.press('Control+\\')
  await page.getByRole('region', { name: 'Right side' }).waitFor()
  await page.keyboard.press('F6')
  await page.keyboard.press('Alt+PageUp')
  await page.keyboard.press('Control+b')
  await expect.poll(() => page.getByRole('complementary', { name: 'Project' }).count()).toBe(0)
  expect(await axeViolations(page)).toEqual([])

  const left = await titles(page, /left$/)
  const right = await titles(page, /right$/)
  expect(left).toContain(latent)
  expect(right.length).toBe(1)
  await page.waitForTimeout(500)
  // What the engine keeps serves any host: this page's own storage is another's there.
  await page.evaluate(() => localStorage.clear())
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.reload()
  await expect.poll(() => titles(page, /left$/)).toEqual(left)
  await expect.poll(() => titles(page, /right$/)).toEqual(right)
  expect(await page.getByRole('complementary', { name: 'Project' }).count()).toBe(0)
})

test('a scrolled list is where it was when its tab is shown again', async () => {
  const { page } = await windows.open(smallProject())
  const grid = page.getByRole('grid', { name: /^Documents of/ }).first()
  await grid.getByRole('gridcell').first().waitFor()
  await grid.evaluate((element) => element.scrollTo({ top: 4000 }))
  await page.keyboard.press('Alt+t')
  await page.keyboard.press('Alt+6')
  await page.getByRole('heading', { name: 'Findings' }).waitFor()
  await page.keyboard.press('Alt+PageUp')
  await expect.poll(() => grid.evaluate((element) => element.scrollTop)).toBe(4000)
  await page.waitForTimeout(600)
  await page.reload()
  await expect.poll(() => grid.evaluate((element) => element.scrollTop)).toBe(4000)
})

test('a view that throws leaves the others as they are, and can be begun again or left', async () => {
  const { page, errors } = await windows.open(smallProject())
  await latents(page).waitFor()
  await page.route('**/findings-view-*.js', (route) => route.abort())
  await page.keyboard.press('Alt+t')
  await page.keyboard.press('Alt+6')
  const stopped = page.getByText('This view stopped working')
  await stopped.waitFor()
  await page.getByRole('button', { name: 'Reload the view' }).click()
  await stopped.waitFor()
  await page.keyboard.press('Alt+PageUp')
  await latents(page).waitFor()
  await page.keyboard.press('Alt+PageDown')
  await page.getByRole('button', { name: 'Show the corpora' }).click()
  await expect.poll(() => titles(page)).toEqual(['Compare', 'Corpora'])
  expect(errors.length).toBeGreaterThan(0)
  // They were made here.
  ;(errors as string[]).splice(0)
})

test('undo takes back what was typed into a filter as one act, and redo carries it out again', async () => {
  const { page } = await windows.open(smallProject())
  await latents(page).getByRole('row').nth(2).waitFor()
  const all = await latents(page).getAttribute('aria-rowcount')
  await page.keyboard.press('/')
  await page.keyboard.type('“')
  await expect.poll(() => latents(page).getAttribute('aria-rowcount')).not.toBe(all)
  await latents(page).focus()
  await page.keyboard.press('Control+z')
  await messages(page).getByText('Undone: filter of latents').waitFor()
  await expect.poll(() => latents(page).getAttribute('aria-rowcount')).toBe(all)
  await page.keyboard.press('Control+Shift+z')
  await expect.poll(() => latents(page).getAttribute('aria-rowcount')).not.toBe(all)
})

test('the start page opens, takes off its list what is gone, and says what a browser cannot', async () => {
  const { page } = await windows.open(smallProject(), { opened: false })
  const recent = page.getByRole('region', { name: 'Recent projects' })
  await recent.getByText('no longer there').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await recent.getByRole('button', { name: 'Locate' }).click()
  await page.getByRole('dialog', { name: 'Where is old now?' }).waitFor()
  await page.keyboard.press('Escape')
  await recent.getByRole('button', { name: /^Take old off/ }).click()
  await expect.poll(() => recent.getByText('no longer there').count()).toBe(0)

  await page.evaluate(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([''], 'corpora'))
    document.querySelector('main')?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  })
  await messages(page)
    .getByText(/That is a file|A browser does not say/)
    .waitFor()
  await recent.getByRole('button', { name: /^model-answers/ }).focus()
  await page.keyboard.press('Enter')
  await strip(page).waitFor()
})
