import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { buildWindowWhenStale } from '../../tools/build-when-stale.mjs'
import { noChromium } from '../support/chromium.ts'
import { largeProject, smallProject } from '../support/fake-project.ts'
import { axeViolations, fakeWindows } from '../support/fake-window.ts'

// The window alone, over made-up results: how it looks and behaves whatever an engine answers.

const windows = fakeWindows()

beforeAll(async () => {
  if (noChromium === null) await buildWindowWhenStale()
})

async function openWindow(
  ...[project, options]: [ReturnType<typeof smallProject>, Parameters<typeof windows.open>[1]?]
): Promise<Page> {
  return (await windows.open(project, options)).page
}

const latents = (page: Page) => page.getByRole('grid', { name: 'Latents' })
const documents = (page: Page) => page.getByRole('grid', { name: /^Documents of/ }).first()
const cells = (page: Page) => documents(page).getByRole('gridcell')

test('the token is taken out of the address, and without it the page says what to do', async () => {
  const page = await openWindow(smallProject())
  await latents(page).waitFor()
  expect(new URL(page.url()).hash).toMatch(/^#\/compare/)
  await page.reload()
  await latents(page).waitFor()
  const stranger = await windows.blank()
  await stranger.goto(page.url())
  await stranger.getByText('This page belongs to no running Etalon').waitFor()
  await stranger.close()
})

test('a chosen latent is lit in every pane; arrows choose, Enter opens the document, Back returns', async () => {
  const page = await openWindow(smallProject())
  await cells(page).first().waitFor()
  const all = await latents(page).getAttribute('aria-rowcount')
  await page.keyboard.press('/')
  await page.keyboard.type('“')
  await expect.poll(() => latents(page).getAttribute('aria-rowcount')).not.toBe(all)
  await latents(page).getByRole('row').nth(1).click()
  await documents(page).locator('mark').first().waitFor()
  const first = new URL(page.url()).hash
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => new URL(page.url()).hash).not.toBe(first)
  await page.getByLabel('Order of documents').selectOption('activation')
  await documents(page).locator('mark').first().waitFor()
  await documents(page).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect.poll(() => new URL(page.url()).hash).toMatch(/^#\/document\?latent=\d+&in=/)
  await page.keyboard.press('Alt+ArrowLeft')
  await documents(page).waitFor()
})

test('panes pair by id, go apart, and filter apart', async () => {
  const page = await openWindow(smallProject())
  await expect.poll(() => page.getByLabel('Pair by id').isChecked()).toBe(true)
  const grids = page.getByRole('grid', { name: /^Documents of/ })
  await expect.poll(() => grids.count()).toBe(1)
  await page.getByLabel('Pair by id').uncheck()
  await expect.poll(() => grids.count()).toBe(2)
  await page.getByLabel('Filter together').uncheck()
  await page
    .getByRole('searchbox', { name: /^Filter/ })
    .first()
    .fill('zzzzzz')
  await page.getByText('No document fits the filter').waitFor()
  expect(await grids.count()).toBe(1)
})

test('hostile text is inert and its hidden characters are named', async () => {
  const page = await openWindow(smallProject())
  await page.getByLabel('Corpus of pane A').selectOption('odd inputs')
  await page.getByText('Full', { exact: true }).first().click()
  const row = page.getByRole('grid', { name: 'Documents of odd inputs' }).getByRole('gridcell').nth(1)
  await expect.poll(() => row.textContent()).toContain('ESC[31mredESC[0m')
  expect(await row.textContent()).toContain('RLOtxt.exePDF')
  expect(await row.textContent()).toContain('zeroZWSPwidth')
  expect(await page.locator('main script').count()).toBe(0)
})

test('100,000 documents scroll to the last in few elements, past the height limit too', async () => {
  const page = await openWindow(largeProject())
  await cells(page).first().waitFor()
  for (const lines of ['Snippet', 'Full']) {
    await page.getByText(lines, { exact: true }).first().click()
    const height = await documents(page).evaluate((element) => {
      element.scrollTop = element.scrollHeight
      return element.scrollHeight
    })
    expect(height).toBeLessThan(10_000_100)
    await documents(page).getByText('doc-099999').first().waitFor()
    await documents(page).hover()
    await page.mouse.wheel(0, -250)
    await documents(page).getByText('doc-099997').first().waitFor()
    await documents(page).focus()
    await page.keyboard.press('Home')
    await documents(page).getByText('doc-000000').first().waitFor()
    await page.keyboard.press('End')
    await documents(page).getByText('doc-099999').first().waitFor()
    await expect.poll(() => cells(page).last().getAttribute('aria-busy')).toBe(null)
  }
  expect(await page.evaluate(() => document.getElementsByTagName('*').length)).toBeLessThan(3000)
  // From a document of a list that long one goes on in the list, and back to the row of the document seen last.
  await documents(page).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 2 }).getByText('doc-099999').waitFor()
  await page.keyboard.press('[')
  await page.getByRole('heading', { level: 2 }).getByText('doc-099998').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => documents(page).getByRole('row', { selected: true }).textContent()).toContain('doc-099998')
})

test.each(['light', 'dark'] as const)('axe finds nothing on any screen, %s', async (theme) => {
  const page = await openWindow(smallProject(), { theme })
  await cells(page).first().waitFor()
  expect(await axeViolations(page)).toEqual([])
  await latents(page).getByRole('row').nth(2).click()
  await documents(page).locator('mark').first().waitFor()
  expect(await axeViolations(page)).toEqual([])
  for (const screen of ['Corpora', 'Latents', 'Findings', 'Try it']) {
    await page.getByRole('navigation').getByRole('button', { name: screen }).click()
    await page.waitForTimeout(300)
    expect([screen, await axeViolations(page)]).toEqual([screen, []])
  }
  await page.keyboard.press('Control+k')
  await page.getByRole('listbox', { name: 'Commands' }).waitFor()
  expect(await axeViolations(page)).toEqual([])
})

test('the start page opens folders and the demo, and says what went wrong', async () => {
  const page = await openWindow(smallProject(), { opened: false })
  await page.getByText('no longer there').waitFor()
  await page.getByRole('button', { name: 'Locate' }).waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.getByRole('button', { name: 'Open a folder of corpora' }).click()
  await page.getByRole('button', { name: 'locked' }).click()
  await expect.poll(() => page.getByLabel('Path of the folder').inputValue()).toContain('locked')
  await page.getByRole('button', { name: 'Open this folder' }).click()
  await page.getByRole('alert').getByText('may not be read').waitFor()
  await page.getByRole('button', { name: 'Open the demo' }).click()
  await latents(page).waitFor()
})
