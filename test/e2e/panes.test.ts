import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { buildWindowWhenStale } from '../../tools/build-when-stale.mjs'
import { noChromium } from '../support/chromium.ts'
import { smallProject } from '../support/fake-project.ts'
import { axeViolations, fakeWindows } from '../support/fake-window.ts'
import { documentPage, eventually, latentTable, panes, selectedLatent } from '../support/workbench-page.ts'

// Corpora side by side: several latents lit, filters and orders, the texts of a pair, and all of it by keyboard.

const windows = fakeWindows()

beforeAll(async () => {
  if (noChromium === null) await buildWindowWhenStale()
})

const first = (page: Page) => panes(page).first()
const texts = (page: Page) => page.getByRole('region', { name: 'Two texts' })
const selected = (page: Page) => first(page).getByRole('row', { selected: true })
const latentRow = (page: Page, row: number) => latentTable(page).getByRole('row').nth(row)
const cut = async (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('header, [class*=filter]')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.className),
  )

async function choose(page: Page, row: number): Promise<void> {
  const before = selectedLatent(page)
  await eventually(() => latentRow(page, row).textContent()).toMatch(/\d/)
  await latentRow(page, row).click()
  await eventually(() => selectedLatent(page)).not.toBe(before)
}

test('four latents are lit at once, each with its own line; any can be switched off; a token says the value of each', async () => {
  const { page } = await windows.open(smallProject())
  await choose(page, 2)
  await first(page).locator('mark').first().waitFor()
  for (const row of [5, 7, 9]) {
    await page.keyboard.press('Shift+L')
    await choose(page, row)
  }
  const legend = page.getByRole('list', { name: 'Latents lit in the text' })
  await eventually(() => legend.getByRole('listitem').count()).toBe(4)
  await page.getByRole('button', { name: 'Let the documents fill the screen' }).click()
  const marks = first(page).locator('mark[data-slots]')
  await marks.first().waitFor()
  expect((await marks.first().getAttribute('data-tip'))?.split('\n').length).toBeGreaterThanOrEqual(4)
  const lines = await marks.evaluateAll((all) => new Set(all.map((mark) => (mark as HTMLElement).style.backgroundImage)).size)
  expect(lines).toBeGreaterThan(1)
  const before = await marks.count()
  for (const light of await legend.getByRole('button', { name: /^Light of/ }).all()) await light.click()
  await eventually(() => first(page).locator('mark').count()).toBe(0)
  await legend
    .getByRole('button', { name: /^Light of/ })
    .last()
    .click()
  await eventually(() => first(page).locator('mark').count()).toBeGreaterThan(0)
  expect(await first(page).locator('mark').count()).toBeLessThan(before)
  expect(await axeViolations(page)).toEqual([])
})

test('panes are moved, show metadata, filter by a latent, and go by length; nothing is cut off at 1280', async () => {
  const { page } = await windows.open(smallProject(), { theme: 'dark' })
  await page.setViewportSize({ width: 1280, height: 800 })
  await choose(page, 2)
  await page.getByRole('button', { name: 'Let the documents fill the screen' }).click()
  const corpora = () =>
    page
      .getByRole('combobox', { name: /^Corpus of pane/ })
      .evaluateAll((all) => all.map((each) => (each as HTMLSelectElement).value))
  const [a, b] = await corpora()
  await page.getByRole('button', { name: 'Settings of pane A' }).click()
  await page
    .getByRole('checkbox')
    .and(page.getByRole('group', { name: 'Settings of pane A' }).getByRole('checkbox'))
    .first()
    .check()
  await page.getByRole('button', { name: 'Move right' }).click()
  await page.keyboard.press('Escape')
  await eventually(corpora).toEqual([b, a])
  await first(page).getByText('prompt', { exact: true }).first().waitFor()
  await page.getByRole('combobox', { name: 'Latent to filter by' }).selectOption({ index: 1 })
  await page.getByRole('combobox', { name: 'Where the latent is' }).selectOption('absent')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await eventually(() => page.getByText(/^\d+ \/ 440$/).count()).toBeGreaterThan(0)
  await page.getByLabel('Order of documents').selectOption('length')
  await eventually(() => first(page).getByRole('gridcell').first().getAttribute('aria-busy')).toBe(null)
  expect(await cut(page)).toEqual([])
  await page.getByLabel('Filter together').uncheck()
  await eventually(() => page.getByRole('searchbox', { name: /^Filter .* by words$/ }).count()).toBe(2)
  expect(await axeViolations(page)).toEqual([])
})

test('by keyboard: find, the texts of a pair, the next ones, a latent that differs, and back to the same row', async () => {
  const { page } = await windows.open(smallProject())
  await first(page).focus()
  await page.keyboard.press('Control+f')
  await page.keyboard.type('language')
  const found = page.getByRole('search').getByRole('status')
  await eventually(() => found.textContent()).toMatch(/^\d+ rows$/)
  await page.keyboard.press('Enter')
  await eventually(() => found.textContent()).toMatch(/^1 of \d+ rows$/)
  await selected(page).locator('mark[data-found=true]').first().waitFor()
  await page.keyboard.press('Enter')
  const row = Number(await selected(page).getAttribute('aria-rowindex'))
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('f')
  await page.getByText(/^Flagged: /).waitFor()
  await page.keyboard.press('d')
  await texts(page).waitFor()
  expect(await texts(page).locator('del').count()).toBeGreaterThan(0)
  expect(await texts(page).locator('ins').count()).toBeGreaterThan(0)
  const latents = texts(page).getByRole('list', { name: 'Latents that differ most' })
  await latents.locator('button[aria-pressed]').first().click()
  await texts(page).locator('mark[data-token]').first().waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.keyboard.press('v')
  await texts(page).getByRole('group', { name: 'Both texts as one' }).locator('mark').first().waitFor()
  expect(await axeViolations(page)).toEqual([])
  const heading = () => texts(page).getByRole('heading', { level: 2 }).textContent()
  const name = await heading()
  await page.keyboard.press(']')
  await eventually(heading).not.toBe(name)
  await page.keyboard.press('Escape')
  await eventually(async () => Number(await selected(page).getAttribute('aria-rowindex'))).toBe(row + 1)
  expect(await first(page).evaluate((grid) => grid === document.activeElement)).toBe(true)

  await page.keyboard.press('Enter')
  await documentPage(page).waitFor()
  await page.keyboard.press('Control+f')
  await page.keyboard.type('the')
  await documentPage(page).locator('[data-here=true]').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('[')
  await page.keyboard.press('Escape')
  await eventually(async () => Number(await selected(page).getAttribute('aria-rowindex'))).toBe(row)
})
