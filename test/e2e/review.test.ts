import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { smallProject } from '../support/fake-project.ts'
import { lockedText } from '../support/fake-review-operations.ts'
import { axeViolations, fakeWindows } from '../support/fake-window.ts'
import { eventually } from '../support/workbench-page.ts'

// The review of labels, over made-up proposals: by keyboard, with ways back, and nothing lost.

const windows = fakeWindows()

async function openReview(theme: 'light' | 'dark' = 'light', project = smallProject()): Promise<Page> {
  const window = await windows.open(project, { theme })
  await window.page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Review' }).click()
  await card(window.page).waitFor()
  return window.page
}

const review = (page: Page) => page.getByRole('region', { name: 'Review labels' })
const card = (page: Page) => review(page).getByRole('region', { name: /^Latent \d+$/ })
const heading = (page: Page): Promise<string | null> => card(page).getByRole('heading', { level: 3 }).textContent()
const place = (page: Page): Promise<string> => review(page).getByRole('status').first().innerText()
const choices = (page: Page): Locator => card(page).getByRole('radio')
const decisions = (page: Page): Locator => review(page).getByRole('region', { name: 'Last decisions' }).getByRole('listitem')
const lastDecision = async (page: Page) => (await decisions(page).first().innerText()).replaceAll(/\s+/g, ' ')
const messages = (page: Page) => page.getByRole('log', { name: 'Messages' })
const kind = (page: Page, title: string) =>
  review(page).getByRole('group', { name: 'What to look at' }).getByText(title, { exact: true }).click()

test('by keyboard alone: choose, accept, edit, refuse, skip, go back, undo and redo', async () => {
  const page = await openReview()
  const first = await heading(page)
  await card(page)
    .getByRole('radio', { name: /^Proposal 1/ })
    .waitFor()
  await page.getByRole('region', { name: 'Examples' }).locator('mark').first().waitFor()
  expect(await place(page)).toMatch(/^1 of \d+/)
  await page.keyboard.press('2')
  expect(
    await card(page)
      .getByRole('radio', { name: /^Proposal 2/ })
      .isChecked(),
  ).toBe(true)
  const text =
    (
      await card(page)
        .getByRole('radio', { name: /^Proposal 2/ })
        .getAttribute('aria-label')
    )?.slice(12) ?? ''
  await page.keyboard.press('Enter')
  await eventually(() => heading(page)).not.toBe(first)
  await eventually(() => lastDecision(page)).toContain(text)

  const second = await heading(page)
  await page.keyboard.press('e')
  const field = card(page).getByRole('textbox', { name: /^Label of latent/ })
  await eventually(() => field.evaluate((element) => element === document.activeElement)).toBe(true)
  await field.fill('Words of my own')
  await page.keyboard.press('Enter')
  await eventually(() => heading(page)).not.toBe(second)
  await eventually(() => lastDecision(page)).toMatch(/Edited.*Words of my own/)

  const third = await heading(page)
  const before = await choices(page).count()
  await page.keyboard.press('r')
  if (before > 2) {
    await eventually(() => choices(page).count()).toBe(before - 1)
    expect(await heading(page)).toBe(third)
  }
  await page.keyboard.press('s')
  await eventually(() => heading(page)).not.toBe(third)
  expect(await place(page)).toMatch(/^4 of/)
  await eventually(() => lastDecision(page)).toContain('Skipped')

  await page.keyboard.press('ArrowUp')
  await eventually(() => heading(page)).toBe(third)
  await page.keyboard.press('k')
  await eventually(() => heading(page)).toBe(second)
  await card(page).getByText('Edited: Words of my own').waitFor()
  // Decided is decided, until it is taken back.
  await page.keyboard.press('a')
  await messages(page).getByText('This is decided').waitFor()

  await page.keyboard.press('u')
  await eventually(() => decisions(page).first().innerText()).toContain('taken back')
  await eventually(() => heading(page)).toBe(third)
  await page.keyboard.press('Shift+U')
  await eventually(() => decisions(page).first().innerText()).not.toContain('taken back')
  await decisions(page)
    .last()
    .getByRole('button', { name: /^Take back this decision and the 3/ })
    .click()
  await eventually(() => decisions(page).getByText('taken back').count()).toBe(4)
  await eventually(() => heading(page)).toBe(first)
  expect(await review(page).getByText('0 decided').count()).toBe(1)
})

test('a decision that fails says so, gives the row back with what was written, and is sent again', async () => {
  const page = await openReview()
  const first = await heading(page)
  await page.keyboard.press('e')
  await card(page).getByRole('textbox').fill(lockedText)
  await page.keyboard.press('Enter')
  await messages(page)
    .getByText(/^Your edit of latent \d+ was not saved/)
    .waitFor()
  expect(await heading(page)).not.toBe(first)
  await messages(page).getByRole('button', { name: 'Show it' }).click()
  await eventually(() => heading(page)).toBe(first)
  expect(await card(page).getByRole('textbox').inputValue()).toBe(lockedText)
  // What stands there takes no keys: they are still the review’s.
  await page.keyboard.press('j')
  await eventually(() => heading(page)).not.toBe(first)
  await page.keyboard.press('k')
  await card(page).getByRole('button', { name: 'Try again' }).click()
  await eventually(() => lastDecision(page)).toContain(lockedText)
  await eventually(() => heading(page)).not.toBe(first)
})

test('what is being written stays while other latents and screens are looked at', async () => {
  const page = await openReview()
  await page.keyboard.press('e')
  await card(page).getByRole('textbox').fill('half a thought')
  await page.keyboard.press('Alt+3')
  await page.getByRole('grid', { name: 'Latents' }).waitFor()
  await page.keyboard.press('Alt+8')
  await eventually(() => card(page).getByRole('textbox').inputValue()).toBe('half a thought')
})

test('a flag waits in its own queue until it is taken away, and a queue ends', async () => {
  const page = await openReview()
  await page.keyboard.press('j')
  await page.keyboard.press('f')
  await page.keyboard.type('ask Mina')
  await page.keyboard.press('Enter')
  await eventually(() => lastDecision(page)).toContain('Flagged')
  await kind(page, 'Flagged')
  await eventually(() => place(page)).toMatch(/^1 of 2/)
  for (let looked = 0; looked < 2; looked++) {
    const now = await heading(page)
    await page.keyboard.press('f')
    await card(page).getByRole('button', { name: 'Take the flag away' }).click()
    if (looked === 0) await eventually(() => heading(page)).not.toBe(now)
  }
  await review(page).getByText('All 2 are looked at').waitFor()
  await page.keyboard.press('k')
  await eventually(() => place(page)).toMatch(/^2 of 2/)
  await page.keyboard.press('j')
  await page.keyboard.press('u')
  await eventually(() => decisions(page).getByText('taken back').count()).toBe(1)
  await eventually(() =>
    card(page)
      .getByText(/^Flagged: /)
      .count(),
  ).toBe(1)
  await kind(page, 'Unlabelled')
  await eventually(() => place(page)).toMatch(/^1 of 500 or more/)
  await kind(page, 'Low-scored')
  await card(page).getByText('below 0.75').first().waitFor()
})

test('the page of a latent has proposals to take over, its scores, and says where a person’s label stands', async () => {
  const page = await openReview()
  // The first concept has a person’s label.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('4')
  await page.keyboard.press('Enter')
  const latent = page.getByRole('region', { name: 'Latent 4' })
  await latent.getByText(/No run replaces it/).waitFor()
  const proposals = latent.getByRole('list', { name: 'Open proposals' }).getByRole('listitem')
  expect(await proposals.count()).toBe(3)
  await latent.getByRole('list', { name: 'Scores' }).getByText('hard passages').waitFor()
  expect(await latent.getByRole('list', { name: 'Scores' }).locator('dl[aria-label^="Share found"] dd').count()).toBe(5)
  await proposals
    .first()
    .getByRole('button', { name: /^Refuse/ })
    .click()
  await eventually(() => proposals.count()).toBe(2)
  await messages(page).getByRole('button', { name: 'Undo' }).click()
  await eventually(() => proposals.count()).toBe(3)
  const chosen = proposals.nth(1)
  await chosen.getByRole('button', { name: /^Edit/ }).click()
  await chosen.getByRole('textbox').fill('As I would say it')
  await page.keyboard.press('Enter')
  await latent.getByRole('heading', { name: /^As I would say it/ }).waitFor()
  await eventually(() => proposals.count()).toBe(0)
  await latent.getByRole('button', { name: '3 earlier proposals' }).click()
  expect(await latent.getByRole('list', { name: 'Earlier proposals' }).innerText()).toContain('edited')
  await page.keyboard.press('Escape')
  await latent.getByRole('heading').first().click()
  await page.keyboard.press('Control+z')
  await eventually(() => proposals.count()).toBe(3)
})

test.each(['light', 'dark'] as const)('axe finds nothing, %s', async (theme) => {
  const page = await openReview(theme)
  const found: Record<string, readonly string[]> = {}
  const look = async (screen: string, there: Locator) => {
    await there.waitFor()
    const violations = await axeViolations(page)
    if (violations.length > 0) found[screen] = violations
  }
  await look('proposed', page.getByRole('region', { name: 'Examples' }).locator('mark').first())
  await page.keyboard.press('s')
  await page.keyboard.press('e')
  await look('worded', card(page).getByRole('textbox'))
  await card(page).getByRole('textbox').fill(lockedText)
  await page.keyboard.press('Enter')
  await messages(page).getByRole('button', { name: 'Show it' }).click()
  await look('failed', card(page).getByRole('button', { name: 'Try again' }))
  await page.keyboard.press('f')
  await look('flag', card(page).getByRole('textbox', { name: 'What it is flagged for' }))
  await page.keyboard.press('Escape')
  await kind(page, 'Low-scored')
  await card(page).getByRole('button', { name: 'What the label rests on' }).click()
  await look('low', card(page).getByRole('list', { name: 'Phrases the label was made from' }))
  await card(page).getByRole('button', { name: 'The passages it was made from' }).click()
  await look('passages', card(page).getByRole('list', { name: 'It is silent in' }))
  await card(page).getByRole('button', { name: 'Open its page' }).click()
  await look('page', page.getByRole('list', { name: 'Scores' }))
  expect(found).toEqual({})
})
