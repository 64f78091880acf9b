import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { type BrowserHost, startBrowserHost } from '../support/browser-host.ts'
import { readDemo } from '../support/demo-project.ts'
import { suiteFolder } from '../support/temporary-folder.ts'
import { watchedBrowser } from '../support/watched-browser.ts'
import { eventually, findings, latentPage, show } from '../support/workbench-page.ts'

// The four analyses on the demo's corpora with the engine behind them, as one user goes through them. Each test goes on where the one
// before it ended.

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

const main = () => page.getByRole('main')
const act = (name: string) => main().getByRole('button', { name, exact: true }).click()
const goTo = (screen: string) => page.getByRole('navigation', { name: 'Analyses' }).getByRole('button', { name: screen }).click()
const ranBefore = () => page.getByRole('region', { name: 'Ran before' }).getByRole('listitem')
const closer = () => page.getByRole('region', { name: /in this result$/ })
const fact = async (list: string, name: string) =>
  (await main().locator(`dl[aria-label="${list}"] > div`).filter({ hasText: name }).locator('dd').textContent()) ?? ''

test('the two assistants differ prompt by prompt; a row is looked at, its latent opened, and the result is as it was left', async () => {
  const { engine, project } = await readDemo(folder)
  await engine.close()
  host = await startBrowserHost(project, { home: join(folder, 'home') })
  page = await browser.open(host.url)
  await show(page, 'Analyses')
  await act('Settings')
  await act('Compare')
  const table = page.getByRole('grid', { name: 'Differences' })
  await table.waitFor()
  expect(await fact('The comparison', 'Pairs')).toBe('64')
  await act('How to read this')
  await main().getByRole('group', { name: 'How to read this' }).getByText('Longer documents light more latents').waitFor()
  await act('How to read this')

  await table.getByRole('row').nth(1).click()
  await closer().getByText('percentage points').first().waitFor()
  // Its shares are those of the two corpora, counted.
  await eventually(() =>
    closer()
      .getByText(/^\d+ \/ 64$/)
      .count(),
  ).toBe(2)
  await eventually(() => closer().locator('mark').count()).toBeGreaterThan(0)
  const name = (await closer().getAttribute('aria-label')) ?? ''
  await closer().getByRole('button', { name: 'Open latent' }).click()
  await latentPage(page).waitFor()
  await page.goBack()
  await closer().waitFor()
  expect(await closer().getAttribute('aria-label')).toBe(name)
})

test('a row is kept, and the report tells of it', async () => {
  await closer().getByRole('button', { name: 'Keep' }).click()
  await page.getByRole('log', { name: 'Messages' }).getByRole('button', { name: 'Open findings' }).click()
  await findings(page).first().getByText('against').first().waitFor()
  await page.getByRole('button', { name: 'Report' }).click()
  const report = page.getByRole('dialog', { name: 'Report' })
  await report.getByText(/^Present in .* of assistant-a, against .* of assistant-b/).waitFor()
  await page.keyboard.press('Escape')
  await show(page, 'Analyses')
})

test('pairs of few documents are found with a warning; all corpora can be unticked', async () => {
  await goTo('Correlations')
  await page.getByRole('button', { name: /^Corpora:/ }).click()
  await page.getByRole('checkbox', { name: /^assistant-a/ }).uncheck()
  await page.getByText('Choose the corpora whose documents are looked at.').waitFor()
  await page.getByRole('checkbox', { name: /^assistant-b/ }).check()
  await page.keyboard.press('Escape')
  await act('Find pairs')
  await main().getByText('There are only 64 documents').waitFor()
  // The code fences and tables of some answers.
  expect(Number(await fact('The pairs', 'Together'))).toBeGreaterThan(10)
  expect(await fact('The pairs', 'Documents')).toBe('64')
})

test('documents are grouped, and a cluster leads to a document', async () => {
  await goTo('Clusters')
  await page.getByLabel('Number of clusters').fill('2')
  await act('Group')
  const cards = page.getByRole('article', { name: /^Cluster \d+:/ })
  await eventually(() => cards.count()).toBe(2)
  await page.getByRole('img', { name: 'Map of 64 documents' }).waitFor()
  await cards.first().getByRole('button', { name: 'Show documents' }).click()
  await page
    .getByRole('grid', { name: /^Documents of Cluster 1/ })
    .getByRole('row')
    .first()
    .click()
  await page.getByRole('region', { name: /^Document / }).waitFor()
  await page.goBack()
  await cards.first().waitFor()
})

test('documents are found by words and by a rule, and a search that was saved runs again', async () => {
  await goTo('Search')
  const hits = page.getByRole('group', { name: 'Hits' }).getByRole('listitem', { name: /^Hit \d+:/ })
  await page.getByLabel('Property in words').fill('sorry')
  await page.keyboard.press('Enter')
  await hits.first().waitFor()
  await hits.first().getByText('words', { exact: false }).first().waitFor()
  await page.getByLabel('As text').fill('NOT "the"')
  await act('Use this rule')
  await act('Search with these conditions')
  await eventually(() => ranBefore().count()).toBe(2)
  await eventually(() => hits.allTextContents()).toEqual(expect.not.arrayContaining([expect.stringMatching(/\bthe\b/)]))
  await act('Save search')
  await page.getByLabel('Name of the search').fill('without the article')
  await page.keyboard.press('Enter')
  await page.getByLabel('Property in words').fill('')
  await page
    .getByRole('region', { name: 'Saved searches' })
    .getByRole('button', { name: 'without the article', exact: true })
    .click()
  await eventually(() => page.getByLabel('Property in words').inputValue()).toBe('sorry')
})
