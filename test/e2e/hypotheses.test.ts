import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { hypothesesInput } from '../../src/contract/hypotheses.ts'
import { type FakeProject, smallProject } from '../support/fake-project.ts'
import { axeViolations, fakeWindows } from '../support/fake-window.ts'
import { eventually, findings, latentPage, selectedLatent, show } from '../support/workbench-page.ts'

// Hypotheses from a difference, over an engine that sends nothing: the choice, the plan, the run, what came of it, and what is kept.

const windows = fakeWindows()

/** Two corpora compared, and the part with hypotheses open. */
async function openHypotheses(project: FakeProject = smallProject(), theme: 'light' | 'dark' = 'light'): Promise<Page> {
  const window = await windows.open(project, { theme })
  const { page } = window
  await show(page, 'Analyses')
  await page.getByRole('main').getByRole('button', { name: 'Compare', exact: true }).click()
  await tab(page).click()
  return page
}

const tab = (page: Page) => page.getByRole('tab', { name: /^Hypotheses/ })
const dialog = (page: Page, name: RegExp | string = /.*/) => page.getByRole('dialog', { name })
const send = (page: Page) => dialog(page).getByRole('button', { name: /^(Send|Use)/ })
const find = (page: Page) => page.getByRole('button', { name: 'Find hypotheses…' })
const hypothesis = (page: Page, number: number): Locator =>
  page.getByRole('listitem', { name: `Hypothesis ${number}`, exact: true })
const runs = (page: Page) => page.getByRole('combobox', { name: 'Run', exact: true })
const openRun = (page: Page, number: number) => page.getByRole('group', { name: `Run ${number}`, exact: true })

async function palette(page: Page, command: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Commands' }).fill(command)
  await page.getByRole('option', { name: command }).waitFor()
  await page.keyboard.press('Enter')
}

/** Confirms what is planned with the endpoint that costs money. */
async function confirm(page: Page): Promise<void> {
  await dialog(page).getByLabel('Endpoint').selectOption('openai')
  await eventually(() => send(page).isEnabled()).toBe(true)
  await send(page).click()
}

test('they are planned, confirmed, found, looked at and kept; a second run stands beside the first', async () => {
  const project = smallProject()
  const page = await openHypotheses(project)
  await page.getByText('No hypotheses yet').waitFor()
  await find(page).click()
  await dialog(page, 'Find hypotheses with a language model').waitFor()
  await dialog(page)
    .getByText(/With passages of/)
    .waitFor()
  await dialog(page).getByLabel('Latents labelled at most').fill('20')
  await dialog(page).getByLabel('Documents judged on each side at most').fill('100')
  await confirm(page)

  await hypothesis(page, 4).waitFor()
  expect(project.runs.get(7)?.request).toMatchObject({ kind: 'hypotheses', latents: 20, documents: 100 })
  expect(await openRun(page, 7).count()).toBe(0)
  await page.getByText(/^Run 7, .*: 2 of 4 verified$/).waitFor()
  await page.getByRole('term').filter({ hasText: 'Coverage' }).waitFor()
  await hypothesis(page, 1).getByText('Verified').waitFor()
  await hypothesis(page, 1).getByText('Holds in nearly the same documents as 2', { exact: false }).waitFor()
  await hypothesis(page, 2).getByText('21 judgements missing', { exact: false }).waitFor()
  await hypothesis(page, 3).getByText('Could be chance').waitFor()
  expect(await hypothesis(page, 3).textContent()).toContain('<script>alert(1)</script>')
  await hypothesis(page, 4).getByText('The other way round').waitFor()
  await page.getByText('21 judgements are missing.', { exact: false }).waitFor()
  const costs = page.getByRole('table', { name: 'What it took' })
  expect(await costs.getByRole('row', { name: /^By a language model alone, on 402 rows \(estimated\)/ }).textContent()).toContain(
    'USD',
  )
  await page.getByText(/^Latents behind them/).click()
  await page.getByRole('table', { name: 'Latents behind the hypotheses' }).getByText('no label reaches the gate').waitFor()

  // One is kept, and what it rests on opened by keyboard.
  await hypothesis(page, 1).getByRole('button', { name: 'Keep hypothesis 1 as a finding' }).click()
  const cited = hypothesis(page, 1).getByRole('list', { name: 'Latents it rests on' }).getByRole('button').first()
  const latent = Number((await cited.locator('span').first().textContent()) ?? '')
  await cited.focus()
  await page.keyboard.press('Enter')
  await latentPage(page).waitFor()
  expect(selectedLatent(page)).toBe(latent)
  await show(page, 'Findings')
  await findings(page).getByText('Hypothesis', { exact: true }).waitFor()

  // What is missing is asked for with the same choices, as a run of its own; the earlier one stays in the list.
  await show(page, 'Analyses')
  await page.getByRole('button', { name: 'Ask for what is missing…' }).click()
  expect(await dialog(page).getByLabel('Latents labelled at most').inputValue()).toBe('20')
  await confirm(page)
  await eventually(() => runs(page).locator('option').count()).toBe(2)
  expect(await runs(page).inputValue()).toBe('8')

  // Found again by whoever opens the recorded comparison later; another comparison has none.
  await page.reload()
  await tab(page).click()
  await runs(page).selectOption('7')
  await hypothesis(page, 4).waitFor()
  await page.getByRole('combobox', { name: 'Target', exact: true }).selectOption({ index: 1 })
  await page.getByRole('main').getByRole('button', { name: 'Compare', exact: true }).click()
  await page.getByRole('grid', { name: 'Differences' }).waitFor()
  await tab(page).click()
  await page.getByText('No hypotheses yet').waitFor()
})

test('from the palette; a run stopped by its budget goes on; none is asked for where the comparison is out of date', async () => {
  const project = smallProject()
  const page = await openHypotheses(project)
  await page.getByRole('tab', { name: 'Latents' }).click()
  await palette(page, 'Find hypotheses from this difference…')
  await dialog(page).getByLabel('Endpoint').selectOption('openai')
  await dialog(page).getByLabel('Most tokens').fill('100')
  await eventually(() => send(page).isEnabled()).toBe(true)
  await send(page).click()
  await openRun(page, 7).getByText('The budget was reached.', { exact: false }).waitFor()
  await openRun(page, 7)
    .getByRole('button', { name: /^Resume run 7/ })
    .click()
  await dialog(page, /^Resume/)
    .getByRole('button', { name: /^Resume/ })
    .click()
  await hypothesis(page, 1).waitFor()

  project.runs.set(9, { ...project.runs.get(7)!, run: 9, result: { ...nothingIn(project, 7) } })
  await page.reload()
  await tab(page).click()
  await page.getByText('No hypothesis came of it').waitFor()
  await page.getByText('1 summary request is missing.', { exact: false }).waitFor()

  const [target] = (project.runs.get(7)!.result as { groups: readonly string[] }).groups
  project.read.delete(target!)
  await page.reload()
  await tab(page).click()
  expect(await find(page).isDisabled()).toBe(true)
})

/** What a run found, were there nothing in it. */
function nothingIn(project: FakeProject, run: number): object {
  const found = project.runs.get(run)!.result as object
  return { ...found, hypotheses: [], kept: [], refused: [], summariesMissing: 1, verificationRate: null, coverage: null }
}

const hypothesesLeft = { kind: 'hypotheses', ...hypothesesInput.parse({ endpoint: 'openai', analysis: 1 }) } as const

test.each(['light', 'dark'] as const)('axe finds nothing on any of it, %s', async (theme) => {
  const project = smallProject()
  const left = { kind: 'hypotheses', request: hypothesesLeft, endpoint: 'openai', result: null } as const
  project.runs.set(5, { ...project.runs.get(5)!, ...left, state: 'running', reason: null })
  project.runs.set(4, { ...project.runs.get(4)!, ...left })
  const page = await openHypotheses(project, theme)
  const found: Record<string, readonly string[]> = {}
  const look = async (place: string, there: Locator) => {
    await there.waitFor()
    const violations = await axeViolations(page)
    if (violations.length > 0) found[place] = violations
  }
  await openRun(page, 5).getByRole('progressbar').waitFor()
  await look('under way and stopped', openRun(page, 4).getByRole('button', { name: /^Resume run 4/ }))
  await palette(page, 'Find hypotheses from this difference…')
  await eventually(() => send(page).isEnabled()).toBe(true)
  await look('plan', dialog(page).getByLabel('Gate'))
  await confirm(page)
  await hypothesis(page, 4).waitFor()
  await page.getByText(/^Latents behind them/).click()
  await page
    .getByText(/^Not judged/)
    .first()
    .click()
  await page.getByRole('button', { name: 'How to read this' }).click()
  await look('found', page.getByText('They differ in tone'))
  expect(found).toEqual({})
})
