import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { buildWindowWhenStale } from '../../tools/build-when-stale.mjs'
import { noChromium } from '../support/chromium.ts'
import { smallProject } from '../support/fake-project.ts'
import { axeViolations, fakeWindows } from '../support/fake-window.ts'

// Keeping by one key, and the notebook by keyboard, over made-up results.

const windows = fakeWindows()
let page: Page

beforeAll(async () => {
  if (noChromium === null) await buildWindowWhenStale()
})

const messages = () => page.getByRole('log', { name: 'Messages' })
const entries = () => page.getByRole('article', { name: /^(Finding \d+|Section):/ })
const order = () => entries().evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''))
const kept = async (what: RegExp) => {
  await page.keyboard.press('k')
  await messages().getByText(what).first().waitFor()
}

test('K keeps what has the focus, else what the screen shows', async () => {
  ;({ page } = await windows.open(smallProject()))
  await page.getByRole('grid', { name: 'Latents' }).getByRole('row').nth(2).click()
  await page.getByRole('button', { name: /^Keep as a finding/ }).waitFor()
  await kept(/^Kept: Latent \d+$/)
  await page
    .getByRole('grid', { name: /^Documents of/ })
    .first()
    .focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await kept(/^Kept: A document of/)
  await page.keyboard.press('Alt+5')
  await page.getByRole('main').getByRole('button', { name: 'Compare', exact: true }).click()
  await page.getByRole('group', { name: 'The whole result' }).waitFor()
  await kept(/^Kept: Differences of analysis \d+/)
  await page.getByRole('button', { name: 'Export tables…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export tables' })
  await dialog.getByText('Parquet').click()
  await dialog.getByRole('button', { name: 'Write' }).click()
  await dialog.getByText(/differences\.parquet/).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Alt+7')
  await page.getByLabel(/^Any text/).fill('Great question!')
  await page.getByRole('button', { name: 'Keep', exact: true }).waitFor()
  await page.getByRole('heading', { name: 'Try it' }).click()
  await kept(/^Kept: Text: Great question!/)
  await messages().getByRole('button', { name: 'Undo' }).last().click()
  await page.keyboard.press('Control+Shift+z')
  await messages()
    .getByText(/^Done again/)
    .waitFor()
  await page.keyboard.press('Alt+6')
  await expect
    .poll(order)
    .toEqual([
      expect.stringMatching(/^Finding 1: Latent/),
      expect.stringMatching(/^Finding 2: A document/),
      expect.stringMatching(/^Finding 3: Differences/),
      expect.stringMatching(/^Finding 4: Text/),
    ])
})

test('a section is written, moved and taken back by keyboard; its findings are numbered through', async () => {
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'Title of section without a title' }).waitFor()
  await page.keyboard.type('What they do')
  await page.keyboard.press('Tab')
  await page.getByRole('article', { name: 'Section: What they do' }).waitFor()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(async () => (await order()).at(3)).toBe('Section: What they do')
  await page.keyboard.press('Alt+ArrowUp')
  await expect
    .poll(async () => (await order()).map((name) => name.slice(0, 9)))
    .toEqual(['Finding 1', 'Finding 2', 'Section: ', 'Finding 3', 'Finding 4'])
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await order()).at(3)).toBe('Section: What they do')
})

test('the plot is an image, what changed is said, evidence folds, and a search leaves what fits', async () => {
  await page.getByRole('img', { name: /^Plot: Differences/ }).waitFor()
  await page.getByText('Changed since it was kept: Latent 7').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.keyboard.press('e')
  await page.getByRole('button', { name: 'Unfold all' }).waitFor()
  expect(await page.locator('blockquote').count()).toBe(0)
  await page.keyboard.press('/')
  await page.keyboard.type('great')
  await expect.poll(order).toEqual([expect.stringMatching(/^Finding 4: Text/)])
  await page.getByText('1 / 4').waitFor()
  expect(await page.getByRole('button', { name: 'Move finding 4 up' }).isDisabled()).toBe(true)
  await page.keyboard.press('Escape')
  await expect.poll(async () => (await order()).length).toBe(5)
})
