import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { type BrowserHost, startBrowserHost } from '../support/browser-host.ts'
import { copyDemo } from '../support/demo-project.ts'
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
  statusBar,
} from '../support/workbench-page.ts'

// The main job as one user does it, from a folder of files to a report. Each test goes on where the one before it ended.

const folder = suiteFolder()
const browser = watchedBrowser()
let host: BrowserHost
let page: Page
let broken: string | null = null

beforeEach(({ skip }) => skip(broken !== null, `goes on from “${broken}”, which failed`))
afterEach(({ task }) => {
  if (task.result?.state === 'fail') broken ??= task.name
})
afterAll(() => host?.close())

const cellsOf = (row: Locator) => row.getByRole('gridcell')
const rowsOf = (grid: Locator) => grid.getByRole('rowgroup').getByRole('row')
/** A number of percentage points as the table writes it: `−3.13`. */
const pointsIn = (text: string) => Number(text.replace('−', '-'))

test('a folder is imported and read; a progress bar runs, then there are latents', async () => {
  host = await startBrowserHost(copyDemo(folder), { home: join(folder, 'home') })
  page = await browser.open(host.url)
  await page.getByRole('main').getByText('Nothing imported yet').waitFor()
  await page.getByRole('button', { name: 'Import 2 corpora' }).click()
  await page.getByRole('main').getByText('Not read yet').waitFor()
  // What was imported can be read by a person already.
  await panes(page).getByText('q-01').first().waitFor()
  const progress = statusBar(page).getByRole('progressbar').waitFor()
  await page.getByRole('button', { name: 'Read 2 corpora' }).click()
  await progress
  await latentTable(page).waitFor()
  await eventually(() => statusBar(page).getByRole('progressbar').count()).toBe(0)
  expect(Number(await latentTable(page).getAttribute('aria-rowcount'))).toBeGreaterThan(100)
  const corpora = page.getByRole('complementary', { name: 'Project' }).getByRole('listitem')
  await eventually(() => corpora.allTextContents()).toEqual([
    expect.stringMatching(/assistant-a64 documents$/),
    expect.stringMatching(/assistant-b64 documents$/),
  ])
})

test('latents are sorted by the difference of the panes, and chosen by keyboard', async () => {
  const header = latentTable(page).getByRole('columnheader', { name: /^A − B/ })
  const differences = () =>
    rowsOf(latentTable(page)).evaluateAll((rows) =>
      rows.map((row) => row.querySelector('[role=gridcell]:last-child')?.textContent ?? ''),
    )
  await latentTable(page).getByRole('columnheader', { name: 'Frequency', exact: true }).getByRole('button').click()
  // By size, then where the first pane has more, then where it has less.
  const orders = { other: Math.abs, descending: (points: number) => points, ascending: (points: number) => -points }
  for (const [order, rank] of Object.entries(orders)) {
    await header.getByRole('button').click()
    await eventually(() => header.getAttribute('aria-sort')).toBe(order)
    await eventually(async () => {
      const ranks = (await differences()).map(pointsIn).map(rank)
      return ranks.length > 5 && (ranks[0] ?? 0) > 0 && ranks.every((each, at) => at === 0 || each <= (ranks[at - 1] ?? 0))
    }).toBe(true)
  }
  await header.getByRole('button').press('Enter')
  await eventually(() => header.getAttribute('aria-sort')).toBe('other')
  await latentTable(page).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  const chosen = latentTable(page).getByRole('row', { selected: true })
  await eventually(() => chosen.getAttribute('aria-rowindex')).toBe('3')
  const latent = Number(await cellsOf(chosen).nth(2).textContent())
  await eventually(() => selectedLatent(page)).toBe(latent)
  await page.getByRole('region', { name: `Latent ${latent}`, exact: true }).waitFor()
})

test('the latent’s page shows where it is active: examples with lit tokens, tokens, ranges, corpora', async () => {
  await examples(page).first().waitFor()
  for (const example of await examples(page).all()) expect(await example.locator('mark').count()).toBeGreaterThan(0)
  const heats = await examples(page)
    .first()
    .locator('mark')
    .evaluateAll((marks) => marks.map((mark) => Number(mark.getAttribute('data-heat'))))
  expect(Math.max(...heats)).toBe(8)
  expect(await latentPage(page).getByRole('region', { name: 'Tokens' }).getByRole('listitem').count()).toBeGreaterThan(0)
  await latentPage(page)
    .getByRole('img', { name: /^Histogram/ })
    .waitFor()
  await latentPage(page).getByRole('tab', { name: 'Top' }).press('ArrowRight')
  await latentPage(page)
    .getByRole('region', { name: /^Activation/ })
    .first()
    .waitFor()
  await latentPage(page).getByRole('tab', { name: 'Top' }).click()
})

test('the panes stand paired by id with the latent’s tokens lit, and apart scroll together', async () => {
  await page.getByLabel('Order of documents').selectOption('activation')
  await panes(page).locator('mark').first().waitFor()
  await eventually(() => panes(page).count()).toBe(1)
  const ids = () =>
    rowsOf(panes(page)).evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('[role=gridcell]')].map((cell) => /^q-\d\d/.exec(cell.textContent)?.[0])),
    )
  await eventually(async () => {
    const pairs = await ids()
    return pairs.length > 2 && pairs.every(([one, other, ...rest]) => one !== undefined && other === one && rest.length === 0)
  }).toBe(true)
  await page.getByLabel('Pair by id').uncheck()
  await eventually(() => panes(page).count()).toBe(2)
  const scrolled = () => panes(page).evaluateAll((grids) => grids.map(({ scrollTop }) => scrollTop))
  await panes(page).first().focus()
  await page.keyboard.press('End')
  await eventually(async () => {
    const [one = 0, other = 0] = await scrolled()
    return one > 0 && one === other
  }).toBe(true)
  await page.getByLabel('Scroll together').uncheck()
  await panes(page).first().focus()
  await page.keyboard.press('Home')
  await eventually(async () => (await scrolled())[0]).toBe(0)
  expect((await scrolled())[1]).toBeGreaterThan(0)
  await page.getByLabel('Pair by id').check()
  await eventually(() => panes(page).count()).toBe(1)
})

test('an example leads to its document: its strongest latents light their tokens, a token tells its latents', async () => {
  const id = /q-\d\d/.exec((await examples(page).first().textContent()) ?? '')?.[0]
  await examples(page).first().getByRole('button').first().click()
  await page.getByRole('region', { name: `Document ${id}`, exact: true }).waitFor()
  const strongest = documentPage(page).getByRole('list', { name: 'Strongest latents of the document' })
  const picks = strongest.locator('button[aria-pressed]')
  await eventually(() => picks.count()).toBeGreaterThan(3)
  const lit = () =>
    documentPage(page)
      .locator('mark[data-token]')
      .evaluateAll((marks) => new Set(marks.map((mark) => mark.getAttribute('data-token'))).size)
  // The chosen latent is lit to begin with.
  await eventually(lit).toBeGreaterThan(0)
  const before = await lit()
  const unlit = (await picks.evaluateAll((buttons) => buttons.map((button) => button.ariaPressed))).indexOf('false')
  const tokens = Number(/^(\d+)×$/.exec((await picks.nth(unlit).locator(':scope > span').last().textContent()) ?? '')?.[1])
  await picks.nth(unlit).click()
  await eventually(() => picks.nth(unlit).getAttribute('aria-pressed')).toBe('true')
  await eventually(lit).toBeGreaterThanOrEqual(Math.max(before, tokens))
  expect(await lit()).toBeLessThanOrEqual(before + tokens)
  await picks.nth(unlit).click()
  await eventually(lit).toBe(before)
  await documentPage(page).locator('mark[data-token]').first().click()
  const onToken = documentPage(page).getByRole('list', { name: 'Latents on the token' })
  await onToken.locator('button[aria-pressed=true]').waitFor()
  await page.keyboard.press('Alt+ArrowLeft')
  await latentTable(page).waitFor()
})

const label = 'Written by the end-to-end test'

test('a label is written in the editor, saved by itself, and still there after a reload', async () => {
  const old = await latentPage(page).getByRole('heading', { level: 2 }).textContent()
  await latentPage(page).locator('.monaco-editor').waitFor()
  await page.keyboard.press('e')
  await eventually(() => page.locator('.monaco-editor').evaluate((element) => element.contains(document.activeElement))).toBe(true)
  await page.keyboard.press('Control+a')
  await page.keyboard.type(`${label}\n\nWith **notes**.`)
  await latentTable(page).getByText(label).waitFor()
  await latentPage(page)
    .getByRole('status')
    .filter({ hasText: /^\s*Saved/ })
    .waitFor()
  await latentPage(page).getByRole('heading', { level: 2, name: label }).waitFor()

  // However often it was saved while it was written, one Ctrl+Z outside of the editor takes it back.
  const heading = latentPage(page).getByRole('heading', { level: 2 })
  await heading.click()
  await page.keyboard.press('Control+z')
  await eventually(() => heading.textContent()).toBe(old)
  await page.keyboard.press('Control+Shift+z')
  await eventually(() => heading.textContent()).toContain(label)

  await page.reload()
  await latentPage(page).getByRole('heading', { level: 2, name: label }).waitFor()
  await eventually(() => editorText(page)).toContain(label)
  await latentTable(page).getByText(label).first().waitFor()
})

test('every version of the label is in its history; a revert and Ctrl+Z lead from one to another', async () => {
  const heading = latentPage(page).getByRole('heading', { level: 2 })
  await page.getByRole('button', { name: 'Show the history of the label' }).click()
  const versions = latentPage(page)
    .getByRole('list', { name: /^History of the label/ })
    .getByRole('listitem')
  await eventually(() => versions.count()).toBeGreaterThan(1)
  expect(await versions.first().textContent()).toMatch(new RegExp(`^${label}.*With \\*\\*notes\\*\\*.*person.*current$`))
  expect(await versions.last().textContent()).toContain('etalon-small (language model)')
  await versions.last().getByRole('button', { name: 'Revert' }).click()
  await eventually(() => heading.textContent()).not.toContain(label)
  await eventually(() => editorText(page)).not.toContain(label)
  await eventually(() => versions.first().textContent()).toContain('revert')

  await heading.click()
  await page.keyboard.press('Control+z')
  await eventually(() => heading.textContent()).toContain(label)
  await eventually(() => editorText(page)).toContain(label)
  await latentTable(page).getByText(label).first().waitFor()
  await page.keyboard.press('Control+Shift+z')
  await eventually(() => heading.textContent()).not.toContain(label)
  await page.keyboard.press('Control+z')
  await eventually(() => heading.textContent()).toContain(label)
})

const note = 'What this *shows*: see e2e-note.'

test('a latent, an example and a document are kept, with a note, in an order of one’s own', async () => {
  const latent = selectedLatent(page)
  await page.getByRole('button', { name: /^Keep as a finding/ }).click()
  await page.getByRole('button', { name: /^Kept: show the findings/ }).waitFor()
  await examples(page).first().hover()
  await examples(page)
    .first()
    .getByRole('button', { name: /^Keep this example/ })
    .click()
  await page.getByRole('log', { name: 'Messages' }).getByText(/^Kept/).nth(1).waitFor()
  await examples(page).nth(1).getByRole('button').first().click()
  await documentPage(page).getByRole('button', { name: 'Keep', exact: true }).click()
  await show(page, 'Findings')
  await eventually(() => findings(page).count()).toBe(3)
  const kinds = async () => (await findings(page).allTextContents()).map((text) => /Latent|Example|Document/.exec(text)?.[0])
  expect(await kinds()).toEqual(['Latent', 'Example', 'Document'])
  await findings(page).first().getByText(label).first().waitFor()
  await findings(page).first().getByText(String(latent), { exact: true }).first().waitFor()
  for (const quoted of [1, 2]) await findings(page).nth(quoted).locator('blockquote mark').first().waitFor()

  await findings(page).nth(1).getByRole('button', { name: 'Add a note' }).click()
  const editor = page.getByRole('textbox', { name: /^Note on finding 2/ })
  await findings(page).nth(1).locator('.monaco-editor').waitFor()
  await editor.focus()
  await page.keyboard.type(note)
  await findings(page).nth(1).getByRole('status').filter({ hasText: 'Saved' }).waitFor()
  await findings(page).nth(1).getByRole('button', { name: 'Done' }).click()
  await findings(page).nth(1).locator('em', { hasText: 'shows' }).waitFor()

  await page.getByRole('button', { name: 'Move finding 3 up' }).click()
  await eventually(kinds).toEqual(['Latent', 'Document', 'Example'])
  await page.keyboard.press('Control+z')
  await eventually(kinds).toEqual(['Latent', 'Example', 'Document'])
  await page.getByRole('button', { name: 'Move finding 1 down' }).click()
  await eventually(kinds).toEqual(['Example', 'Latent', 'Document'])
  await page.getByRole('button', { name: 'Remove finding 3' }).click()
  await eventually(kinds).toEqual(['Example', 'Latent'])
  await page.keyboard.press('Control+z')
  await eventually(kinds).toEqual(['Example', 'Latent', 'Document'])

  await page.reload()
  await eventually(kinds).toEqual(['Example', 'Latent', 'Document'])
  await findings(page).first().locator('em', { hasText: 'shows' }).waitFor()
})

test('the report is taken away as Markdown: note, marked quotations, ids, lens and versions', async () => {
  const ids = (await findings(page).locator('figcaption').allTextContents()).map((text) => /q-\d\d/.exec(text)?.[0] ?? '')
  expect(ids.length).toBeGreaterThanOrEqual(2)
  await page.getByRole('button', { name: 'Report' }).click()
  const dialog = page.getByRole('dialog', { name: 'Report' })
  await dialog.getByRole('region', { name: 'The report' }).locator('em', { hasText: 'shows' }).waitFor()
  const downloading = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Download' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('project-findings.md')
  const markdown = readFileSync(await download.path(), 'utf8')
  expect(markdown).toContain(note)
  expect(markdown).toContain(label)
  const quoted = markdown.split('\n').filter((line) => line.startsWith('> '))
  // A lit line break stands between the marks too.
  expect(quoted.join('\n')).toMatch(/«[^«»]+»/)
  for (const id of ids) expect(markdown).toContain(`document \`${id}\``)
  expect(markdown).toMatch(/Etalon \d+\.\d+\.\d+; lens etalon-small/)
  await dialog.getByRole('button', { name: 'Close' }).click()
  await dialog.waitFor({ state: 'hidden' })
})

/** What stands in the label's editor, which draws only the lines in view. */
async function editorText(at: Page): Promise<string> {
  return ((await latentPage(at).locator('.monaco-editor .view-lines').textContent()) ?? '').replaceAll('\u00a0', ' ')
}
