import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type FakeProject, smallProject } from '../support/fake-project.ts'
import { axeViolations, fakeWindows } from '../support/fake-window.ts'
import { eventually, show } from '../support/workbench-page.ts'

// What language models are asked about results: judged pairs, names of clusters, hits in another order. Nothing is sent here.

const windows = fakeWindows()

const strip = (page: Page, screen: string) =>
  page.getByRole('navigation', { name: 'Analyses' }).getByRole('button', { name: screen, exact: true }).click()

async function openScreen(project: FakeProject, screen: string, theme: 'light' | 'dark' = 'light'): Promise<Page> {
  const window = await windows.open(project, { theme })
  await show(window.page, 'Analyses')
  await strip(window.page, screen)
  return window.page
}

const act = (page: Page, name: string | RegExp) => page.getByRole('main').getByRole('button', { name, exact: true }).click()
const dialog = (page: Page) => page.getByRole('dialog')
const messages = (page: Page) => page.getByRole('log', { name: 'Messages' })
const send = (page: Page) => dialog(page).getByRole('button', { name: /^(Send|Use)/ })
const card = (page: Page, number: number): Locator =>
  page.getByRole('group', { name: 'Clusters' }).getByRole('article', { name: new RegExp(`^Cluster ${number}:`) })
const hits = (page: Page): Locator => page.getByRole('group', { name: 'Hits' }).getByRole('listitem', { name: /^Hit / })

/** Confirms what is shown, to the model elsewhere. */
async function confirm(page: Page): Promise<void> {
  await dialog(page).getByLabel('Endpoint').selectOption('openai')
  await eventually(() => send(page).textContent()).toContain('api.openai.com')
  await eventually(() => send(page).isEnabled()).toBe(true)
  await send(page).click()
  await eventually(() => dialog(page).count()).toBe(0)
}

const judge = (page: Page) => page.getByRole('button', { name: 'Judge with a language model…' })
const pairRow = (page: Page, row: number) => page.getByRole('grid', { name: 'Pairs' }).getByRole('row').nth(row)

/** A pair of two labelled latents, looked at closely; its row. */
async function openPair(page: Page): Promise<number> {
  await act(page, 'Find pairs')
  for (let row = 1; row < 12; row++) {
    await pairRow(page, row).click()
    await judge(page).waitFor()
    if (await judge(page).isEnabled()) return row
  }
  throw new Error('No pair has two labels.')
}

async function cluster(page: Page): Promise<void> {
  await act(page, 'Group')
  await card(page, 1).waitFor()
}

async function search(page: Page, project: FakeProject): Promise<void> {
  const label = project.latents.find((each) => each.label !== null)?.label ?? ''
  await page.getByLabel('Property in words').fill(label.split(/\W+/).find((word) => word.length > 3) ?? label)
  await page.keyboard.press('Enter')
  await hits(page).nth(5).waitFor()
}

async function palette(page: Page, command: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Commands' }).fill(command)
  await page.getByRole('option', { name: command }).waitFor()
  await page.keyboard.press('Enter')
}

test('a pair is judged: what the judge found stands beside what was measured, and is there when the pair is opened again', async () => {
  const project = smallProject()
  const page = await openScreen(project, 'Correlations')
  const row = await openPair(page)
  await judge(page).click()
  await dialog(page).getByLabel('Documents judged at most').fill('80')
  await confirm(page)
  const judged = page.getByRole('region', { name: 'Judged by a language model' })
  await judged.getByRole('group', { name: 'Run 7' }).getByRole('button', { name: 'Stop' }).waitFor()
  const table = judged.getByRole('table', { name: 'Measured and judged' })
  await table.waitFor()
  await judged.getByText('goes together too').waitFor()
  expect(await table.getByRole('row', { name: /^Documents/ }).textContent()).toContain('78')
  expect(await table.getByRole('row', { name: /^NPMI/ }).textContent()).toContain('0.36 0.21 to 0.50')
  expect(await judged.getByRole('list', { name: 'How the labels fit their latents' }).getByRole('listitem').count()).toBe(2)
  await judged.getByText('2 more documents without an answer: missing, counted neither way.').waitFor()
  expect(await axeViolations(page)).toEqual([])

  await page.reload()
  await pairRow(page, row).click()
  await table.waitFor()
  await pairRow(page, row + 1).click()
  await eventually(() => table.count()).toBe(0)

  // A run that its budget stopped says so here, and is gone on with here.
  await pairRow(page, row).click()
  await palette(page, 'Judge this pair with a language model…')
  await dialog(page).getByLabel('Endpoint').selectOption('ollama')
  await eventually(() => send(page).textContent()).toContain('127.0.0.1')
  await dialog(page).getByLabel('Most tokens, in and out together').fill('5')
  await eventually(() => send(page).isEnabled()).toBe(true)
  await send(page).click()
  await judged.getByText('The budget was reached.').waitFor()
  await judged.getByRole('button', { name: /^Resume/ }).click()
  await dialog(page)
    .getByRole('button', { name: /^Resume/ })
    .click()
  // Of two runs one is chosen.
  await judged.getByRole('combobox').selectOption({ index: 1 })
  await table.waitFor()
})

test('clusters get names from a language model: judged, accepted one by one or all, a person’s own words stand', async () => {
  const page = await openScreen(smallProject(), 'Clusters')
  await cluster(page)
  await card(page, 2).getByRole('button', { name: 'Rename cluster 2' }).click()
  await page.getByRole('textbox', { name: 'Name of cluster 2' }).fill('My own words')
  await page.keyboard.press('Enter')
  await card(page, 2).getByRole('img', { name: 'Name by a person' }).waitFor()

  await act(page, 'Name with a language model…')
  await dialog(page).getByLabel('Documents judged of each cluster at most').fill('10')
  await confirm(page)
  const first = card(page, 1).getByRole('group', { name: 'Name proposed for cluster 1' })
  await first.getByText(/of 20 come back to it/).waitFor()
  expect(await first.textContent()).toContain('<script>alert(1)</script> RLOgnp.exePDF')
  await card(page, 2).getByText('not judged').waitFor()
  await page.getByText('1 cluster without an answer.').waitFor()
  expect(await card(page, 1).getByRole('img', { name: 'Name by a language model' }).count()).toBe(1)

  await first.getByRole('button', { name: 'Accept the name of cluster 1' }).click()
  await eventually(() => first.getByRole('button').count()).toBe(0)
  expect(await card(page, 1).getAttribute('aria-label')).toContain('Letters <script>')
  // Of the five one is accepted, one a person named, one got no answer.
  await act(page, 'Accept 2 names')
  await eventually(() => card(page, 4).getAttribute('aria-label')).toBe('Cluster 4: Lists of steps')
  expect(await card(page, 2).getAttribute('aria-label')).toBe('Cluster 2: My own words')
  await page.keyboard.press('Control+z')
  await eventually(() => card(page, 4).getAttribute('aria-label')).not.toContain('Lists of steps')
  await card(page, 3).getByRole('button', { name: 'Edit the name of cluster 3' }).click()
  const name = page.getByRole('textbox', { name: 'Name of cluster 3' })
  expect(await axeViolations(page)).toEqual([])
  expect(await name.inputValue()).toBe('Short answers')
  await name.fill('Answers of a line')
  await page.keyboard.press('Enter')
  await eventually(() => card(page, 3).getAttribute('aria-label')).toBe('Cluster 3: Answers of a line')
  await card(page, 3).getByRole('button', { name: 'Show documents' }).click()
  await page.getByRole('grid', { name: 'Documents of Cluster 3: Answers of a line' }).waitFor()

  await page.reload()
  await eventually(() => card(page, 3).getAttribute('aria-label')).toBe('Cluster 3: Answers of a line')
  await act(page, 'Put the proposed names aside')
  await eventually(() => page.getByRole('group', { name: /^Name proposed/ }).count()).toBe(0)
  await act(page, 'Show the names that were proposed')
  await page
    .getByRole('group', { name: /^Name proposed/ })
    .first()
    .waitFor()
})

test('hits are put in another order, each with its place before; what has no answer stays; the first order comes back', async () => {
  const project = smallProject()
  const page = await openScreen(project, 'Search')
  await search(page, project)
  const before = await hits(page).evaluateAll((all) =>
    all.map((each) => each.getAttribute('aria-label')?.replace(/^Hit \d+: /, '')),
  )
  await act(page, 'Rerank with a language model…')
  await dialog(page).getByLabel('Hits put in order').fill('6')
  await confirm(page)
  await hits(page).first().getByText('was 6', { exact: false }).waitFor()
  const now = await hits(page).evaluateAll((all) => all.map((each) => each.getAttribute('aria-label')?.replace(/^Hit \d+: /, '')))
  expect(now[0]).toBe(before[5])
  expect(now[2]).toBe(before[2])
  expect(now.slice(6)).toEqual(before.slice(6))
  await hits(page).nth(2).getByText('no answer, stays').waitFor()
  await page.getByText('1 of 3 answers are missing').waitFor()
  expect(await axeViolations(page)).toEqual([])
  const order = page.getByRole('group', { name: 'Order of the hits' }).first()
  await order.getByText('As found', { exact: true }).click()
  await eventually(() => hits(page).first().getAttribute('aria-label')).toBe(`Hit 1: ${before[0]}`)
  expect(await page.getByText('no answer, stays').count()).toBe(0)
  await order.getByText('As reranked', { exact: true }).click()
  await eventually(() => hits(page).first().getAttribute('aria-label')).toBe(`Hit 1: ${before[5]}`)
  await palette(page, 'Show the hits as they were found')
  await eventually(() => hits(page).first().getAttribute('aria-label')).toBe(`Hit 1: ${before[0]}`)
})

test('axe finds nothing on any of it in the dark either', async () => {
  const project = smallProject()
  const page = await openScreen(project, 'Correlations', 'dark')
  const found: Record<string, readonly string[]> = {}
  const look = async (place: string, there: Locator) => {
    await there.waitFor()
    const violations = await axeViolations(page)
    if (violations.length > 0) found[place] = violations
  }
  await openPair(page)
  await judge(page).click()
  await confirm(page)
  await look('judged pair', page.getByRole('table', { name: 'Measured and judged' }))
  await strip(page, 'Clusters')
  await cluster(page)
  await act(page, 'Name with a language model…')
  await confirm(page)
  await look('proposed names', card(page, 1).getByRole('group', { name: /^Name proposed/ }))
  await card(page, 1).getByRole('button', { name: 'Edit the name of cluster 1' }).click()
  await look('renaming', page.getByRole('textbox', { name: 'Name of cluster 1' }))
  await strip(page, 'Search')
  await search(page, project)
  await act(page, 'Rerank with a language model…')
  await confirm(page)
  await look('reranked', page.getByText('no answer, stays'))
  await messages(page).waitFor()
  expect(found).toEqual({})
})
