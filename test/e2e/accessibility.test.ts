import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type BrowserHost, startBrowserHost } from '../support/browser-host.ts'
import { noChromium } from '../support/chromium.ts'
import { etalon } from '../support/command-line.ts'
import { copyDemo } from '../support/demo-project.ts'
import { axeViolations } from '../support/fake-window.ts'
import { suiteFolder } from '../support/temporary-folder.ts'
import { watchedBrowser } from '../support/watched-browser.ts'
import {
  documentPage,
  eventually,
  examples,
  findings,
  latentPage,
  latentTable,
  panes,
  selectedLatent,
  show,
} from '../support/workbench-page.ts'

// Everyone can use it: the main story by keyboard alone, and every screen as axe wants it, light and dark.

const folder = suiteFolder()
const browser = watchedBrowser()
const home = join(folder, 'home')
let host: BrowserHost

// Each begins with a window as it comes.
beforeEach(() => rmSync(join(home, 'layouts'), { recursive: true, force: true }))
beforeAll(async () => {
  if (noChromium !== null) return
  const project = copyDemo(folder)
  for (const command of ['import', 'encode']) expect(await etalon([command, project], { home })).toMatchObject({ code: 0 })
  host = await startBrowserHost(project, { home })
})
afterAll(() => host?.close())

test('the main story by keyboard alone: corpus, sorting, latent, document, finding', async () => {
  const page = await browser.open(host.url)
  await latentTable(page).waitFor()
  await tabTo(page, page.getByRole('complementary', { name: 'Project' }).getByRole('button', { name: /assistant-b/ }))
  await page.keyboard.press('Enter')
  await page.getByRole('table', { name: 'First rows' }).waitFor()
  await tabTo(page, page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Compare' }), 'Shift+Tab')
  await page.keyboard.press('Space')

  // The first pane takes the other corpus.
  const corpus = page.getByRole('combobox', { name: 'Corpus of pane A' })
  await tabTo(page, corpus)
  await page.keyboard.press('ArrowDown')
  await eventually(() => corpus.inputValue()).toBe('assistant-b')
  await page.keyboard.press('ArrowUp')
  await eventually(() => corpus.inputValue()).toBe('assistant-a')

  const header = latentTable(page).getByRole('columnheader', { name: 'Label', exact: true })
  await tabTo(page, header.getByRole('button'), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await eventually(() => header.getAttribute('aria-sort')).toBe('ascending')
  await tabTo(page, latentTable(page), 'Shift+Tab')
  const before = selectedLatent(page)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  const row = latentTable(page).getByRole('row', { selected: true })
  await eventually(() => row.getAttribute('aria-rowindex')).toBe('3')
  await eventually(() => selectedLatent(page)).not.toBe(before)
  await latentPage(page).waitFor()
  // The table says to a screen reader which row its arrows are at.
  expect(await latentTable(page).getAttribute('aria-activedescendant')).toBe(await row.getAttribute('id'))

  await tabTo(page, panes(page))
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await documentPage(page).waitFor()
  await tabTo(page, documentPage(page).getByRole('button', { name: 'Keep', exact: true }))
  await page.keyboard.press('Enter')
  await page.getByRole('log', { name: 'Messages' }).getByText(/^Kept/).waitFor()
  await page.keyboard.press('Alt+6')
  await eventually(() => findings(page).count()).toBe(1)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Commands' }).waitFor()
  await page.keyboard.type('compare')
  await page.keyboard.press('Enter')
  await latentTable(page).waitFor()
  await page.close()
})

test.each(['light', 'dark'] as const)('axe finds nothing on any screen, %s', async (theme) => {
  const page = await browser.open(host.url, { theme })
  const found: Record<string, readonly string[]> = {}
  const look = async (screen: string, there: Locator) => {
    await there.waitFor()
    const violations = await axeViolations(page)
    if (violations.length > 0) found[screen] = violations
  }
  // The window comes back where the test before left it, if that was told late.
  await show(page, 'Compare')
  await latentTable(page).waitFor()
  await latentTable(page).focus()
  await page.keyboard.press('ArrowDown')
  await panes(page).getByText('q-01').first().waitFor()
  await page.getByLabel('Order of documents').selectOption('activation')
  await latentPage(page).locator('.monaco-editor').waitFor()
  await examples(page).first().waitFor()
  await look('compare', panes(page).locator('mark').first())
  await show(page, 'Latents')
  await page.getByRole('button', { name: 'Show the history of the label' }).click()
  await latentPage(page).getByRole('tab', { name: 'By range' }).click()
  await latentPage(page).locator('.monaco-editor').waitFor()
  await look(
    'latents',
    latentPage(page)
      .getByRole('region', { name: /^Activation/ })
      .first(),
  )
  await latentPage(page).getByRole('tab', { name: 'Top' }).click()
  await examples(page).first().getByRole('button').first().click()
  await documentPage(page).locator('mark[data-token]').first().click()
  await look('document', documentPage(page).getByRole('list', { name: 'Latents on the token' }))
  await documentPage(page).getByRole('button', { name: 'Keep', exact: true }).click()
  await show(page, 'Findings')
  await findings(page).first().getByRole('button', { name: 'Add a note' }).click()
  await look('findings', findings(page).first().locator('.monaco-editor'))
  await page.getByRole('button', { name: 'Report' }).click()
  await look('report', page.getByRole('region', { name: 'The report' }).locator('blockquote').first())
  await page.keyboard.press('Escape')
  await show(page, 'Corpora')
  await look('corpora', page.getByRole('region', { name: 'All corpora' }))
  await page.getByRole('main').getByRole('button', { name: 'assistant-a' }).click()
  await look('columns', page.getByRole('table', { name: 'First rows' }))
  await page.getByRole('tab', { name: /^Read by/ }).click()
  await look('encodings', page.getByRole('region', { name: 'Encodings' }))
  await show(page, 'Try it')
  await page.getByRole('textbox', { name: /^Any text/ }).fill('The cat sat on the mat.')
  await look('try it', page.getByRole('list', { name: 'Strongest latents of the text' }))
  await page.keyboard.press('Control+k')
  await look('palette', page.getByRole('listbox', { name: 'Commands' }))
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  await look('shortcuts', page.getByRole('dialog', { name: 'Keyboard shortcuts' }))
  expect(found).toEqual({})
  await page.close()
})

/** Presses Tab until the focus is there, as someone without a pointer does. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor()
  for (let press = 0; press < 150; press++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`${key} does not lead to ${target.toString()}.`)
}
