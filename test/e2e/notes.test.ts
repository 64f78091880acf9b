import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { smallProject } from '../support/fake-project.ts'
import { axeViolations, type FakeWindow, fakeWindows } from '../support/fake-window.ts'
import { documentPage, eventually, latentPage, latentTable, panes } from '../support/workbench-page.ts'

// Flags, notes and lists over a made-up project: set by key or pointer, seen everywhere, taken back.

const windows = fakeWindows()

async function openWindow(): Promise<FakeWindow> {
  const project = smallProject()
  project.lists.set('manner', [13, 4, 9])
  const window = await windows.open(project)
  await latentTable(window.page).waitFor()
  return window
}

let shared: FakeWindow | undefined
/** The window of all tests but the first: opening one takes long. */
const sharedPage = async (): Promise<Page> => (shared ??= await openWindow()).page

/** Opens the page of a latent by its number. */
async function openLatent(page: Page, latent: number): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(String(latent))
  await page.keyboard.press('Enter')
  await page
    .getByRole('region', { name: `Latent ${latent}`, exact: true })
    .getByRole('button', { name: 'Add a note' })
    .waitFor()
  await page.getByRole('combobox', { name: 'Commands' }).waitFor({ state: 'detached' })
}

/** What is typed next goes into a field. */
const fieldReady = (page: Page) => page.locator('input:focus').waitFor()

const only = (page: Page) => page.getByLabel('Which latents')
const rows = (page: Page): Locator => latentTable(page).getByRole('row')
const inLists = (page: Page) => latentPage(page).getByRole('button', { name: /^In lists/ })
const lists = (page: Page) => page.getByRole('navigation', { name: 'Lists', exact: true })
const messages = (page: Page) => page.getByRole('log', { name: 'Messages' })

test('a latent is flagged by one key, in words by another, undone, and seen in another window', async () => {
  const window = await openWindow()
  const { page } = window
  const beside = await window.beside()
  await only(beside).selectOption('flagged')
  await eventually(() => rows(beside).count()).toBe(2)
  await openLatent(page, 40)
  await page.keyboard.press('f')
  const why = page.getByRole('textbox', { name: 'What latent 40 is flagged for' })
  await why.waitFor()
  await eventually(() => rows(beside).count()).toBe(3)
  await page.keyboard.press('Shift+F')
  await fieldReady(page)
  await page.keyboard.type('ask Mina')
  await page.keyboard.press('Enter')
  await eventually(() => why.inputValue()).toBe('ask Mina')
  await latentTable(beside).getByRole('img', { name: 'Flagged: ask Mina' }).waitFor()
  // The field is left: keys are the page's again.
  await page.keyboard.press('Control+z')
  await eventually(() => why.inputValue()).toBe('')
  await page.keyboard.press('Control+z')
  await eventually(() => why.count()).toBe(0)
  await eventually(() => rows(beside).count()).toBe(2)
  await latentPage(page)
    .getByRole('button', { name: /^Flag this latent/ })
    .click()
  await why.waitFor()
  await page.keyboard.press('f')
  await eventually(() => why.count()).toBe(0)
})

test('axe finds nothing, light and dark', async () => {
  const page = await sharedPage()
  const found: Record<string, readonly string[]> = {}
  const look = async (screen: string, there: Locator) => {
    await there.waitFor()
    const violations = await axeViolations(page)
    if (violations.length > 0) found[screen] = violations
  }
  await openLatent(page, 22)
  await page.keyboard.press('l')
  await look('latent', latentPage(page).getByRole('checkbox', { name: /manner/ }))
  await page.keyboard.press('Escape')
  await page.keyboard.press('Alt+0')
  await look('flagged', page.getByRole('grid', { name: 'Flagged' }))
  await lists(page)
    .getByRole('button', { name: /^manner/ })
    .click()
  await page.getByRole('button', { name: 'Rename the list' }).click()
  await look('list', page.getByRole('grid', { name: 'Latents of manner' }))
  await page.keyboard.press('Escape')
  await page.keyboard.press('n')
  await fieldReady(page)
  await page.keyboard.type('empty')
  await page.keyboard.press('Enter')
  await look('empty', page.getByText('The list is empty'))
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.locator('html[data-theme="dark"]').waitFor()
  await lists(page)
    .getByRole('button', { name: /Flagged/ })
    .click()
  await look('dark', page.getByRole('grid', { name: 'Flagged' }))
  await openLatent(page, 22)
  await look('latent, dark', page.getByRole('textbox', { name: 'What latent 22 is flagged for' }))
  await page.emulateMedia({ colorScheme: 'light' })
  expect(found).toEqual({})
})

test('a note is saved as it is written, one act to undo, and marks its row', async () => {
  const page = await sharedPage()
  await openLatent(page, 40)
  await page.keyboard.press('m')
  const note = latentPage(page).getByRole('textbox', { name: 'Note on latent 40, in Markdown' })
  await note.waitFor()
  await page.keyboard.type('Two **meanings** <img src=x onerror=alert(1)>')
  await latentPage(page).getByText('Saved', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
  await latentPage(page).locator('strong', { hasText: 'meanings' }).waitFor()
  expect(await latentPage(page).locator('img').count()).toBe(0)
  await only(page).selectOption('noted')
  await latentTable(page).getByRole('img', { name: 'Has a note' }).waitFor()
  // The filter, then the note.
  await page.keyboard.press('Control+z')
  await eventually(() => only(page).inputValue()).not.toBe('noted')
  await page.keyboard.press('Control+z')
  await latentPage(page).getByRole('button', { name: 'Add a note' }).waitFor()
  await only(page).selectOption('noted')
  await page.getByText('No latent fits').waitFor()
})

test('latents go into lists and out of them; a list fills the table, the axis and a run, is renamed and removed', async () => {
  const page = await sharedPage()
  await openLatent(page, 40)
  await page.keyboard.press('l')
  await latentPage(page)
    .getByRole('checkbox', { name: /manner/ })
    .click()
  await latentPage(page)
    .getByRole('textbox', { name: /^New list/ })
    .fill('to ask about')
  await page.keyboard.press('Enter')
  await eventually(() => inLists(page).innerText()).toMatch(/manner, to ask about/)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+z')
  await eventually(() => inLists(page).innerText()).not.toMatch(/to ask/)

  await page.keyboard.press('Alt+0')
  await lists(page)
    .getByRole('button', { name: /^manner/ })
    .click()
  const members = page.getByRole('grid', { name: 'Latents of manner' })
  const numbers = () => members.getByRole('row').evaluateAll((all) => all.map((row) => Number.parseInt(row.textContent, 10)))
  await eventually(numbers).toEqual([13, 4, 9, 40])
  await members.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Delete')
  await eventually(numbers).toEqual([13, 9, 40])
  await page.keyboard.press('Control+z')
  await eventually(numbers).toEqual([13, 4, 9, 40])

  await page.getByRole('button', { name: 'In the table' }).click()
  await eventually(() => rows(page).count()).toBe(5)
  await page.keyboard.press('Alt+0')
  await page.getByRole('button', { name: 'Rename the list' }).click()
  await fieldReady(page)
  await page.keyboard.type('manner of speech')
  await page.keyboard.press('Enter')
  await page.getByRole('grid', { name: 'Latents of manner of speech' }).waitFor()
  await page.keyboard.press('Alt+3')
  await eventually(() => only(page).inputValue()).toBe('list:manner of speech')
  await page.keyboard.press('Alt+0')

  await page.getByRole('button', { name: 'Label or score…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Label latents with a language model' })
  await dialog.getByText('those of the list “manner of speech”').waitFor({ state: 'attached' })
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Group by these' }).click()
  await page.getByText('The axis is 4 latents chosen by hand.').waitFor()

  await page.keyboard.press('Alt+0')
  await page.getByRole('button', { name: 'Remove the list' }).click()
  await page.getByRole('grid', { name: 'Flagged' }).waitFor()
  await messages(page).getByRole('button', { name: 'Undo' }).click()
  await lists(page)
    .getByRole('button', { name: /^manner of speech\s*4/ })
    .waitFor()
  // A table that showed a list that is gone shows all latents.
  await lists(page)
    .getByRole('button', { name: /^manner of speech/ })
    .click()
  await page.getByRole('button', { name: 'Remove the list' }).click()
  await page.keyboard.press('Alt+3')
  await eventually(() => only(page).inputValue()).toBe('all')
})

test('a document is flagged and noted, found among what was, opened from there; of a corpus that is gone the note stays', async () => {
  const page = await sharedPage()
  await page.keyboard.press('Alt+2')
  await panes(page).first().getByRole('gridcell').first().click()
  await documentPage(page).getByRole('button', { name: 'Add a note' }).waitFor()
  const id = (await documentPage(page).getAttribute('aria-label'))?.replace('Document ', '') ?? ''
  await page.keyboard.press('Shift+F')
  await fieldReady(page)
  await page.keyboard.type('a template')
  await page.keyboard.press('Enter')
  await page.keyboard.press('m')
  const note = documentPage(page).getByRole('textbox', { name: /^Note on document/ })
  await note.waitFor()
  await eventually(() => note.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.keyboard.type('Like three others.')
  await documentPage(page).getByText('Saved', { exact: true }).waitFor()

  await page.keyboard.press('Alt+0')
  const flagged = page.getByRole('grid', { name: 'Flagged' })
  const row = flagged.getByRole('row').filter({ hasText: id })
  await row.waitFor()
  expect(await row.innerText()).toMatch(/a template\s*Like three others/)
  await lists(page)
    .getByRole('button', { name: /With a note/ })
    .click()
  await page.getByRole('grid', { name: 'With a note' }).getByText('gone', { exact: true }).waitFor()
  await lists(page)
    .getByRole('button', { name: /Flagged/ })
    .click()
  await row.getByRole('button', { name: /^Take the flag of document/ }).click()
  await eventually(() => row.count()).toBe(0)
  await page.keyboard.press('Control+z')
  await row.click()
  await documentPage(page)
    .getByRole('textbox', { name: /is flagged for$/ })
    .waitFor()
})

test('the last decisions are in sight whatever messages stand over the page', async () => {
  const page = await sharedPage()
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.keyboard.press('Alt+8')
  await page.getByRole('region', { name: /^Latent \d+$/ }).waitFor()
  const decisions = page.getByRole('region', { name: 'Last decisions' })
  for (let made = 1; made <= 10; made++) {
    await page.keyboard.press('s')
    await eventually(() => decisions.getByRole('listitem').count()).toBe(made)
  }
  const box = await decisions.boundingBox()
  const stack = await page.getByRole('log', { name: 'Messages' }).boundingBox()
  const last = await decisions.getByRole('listitem').last().boundingBox()
  if (box === null || stack === null || last === null) throw new Error('Something is not on the page.')
  expect(last.y + last.height).toBeLessThanOrEqual(box.y + box.height)
  // Three messages, the most there are, of a hundred pixels each, above the bottom that they stand on.
  expect(box.y + box.height).toBeLessThan(stack.y + stack.height - 300)
})
