import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { smallProject } from '../support/fake-project.ts'
import { axeViolations, fakeWindows } from '../support/fake-window.ts'
import { eventually, show } from '../support/workbench-page.ts'

// The lens manager in the window, over an engine that fetches nothing.

const windows = fakeWindows()

async function openLenses(theme: 'light' | 'dark' = 'light'): Promise<Page> {
  const { page } = await windows.open(smallProject(), { theme })
  await show(page, 'Lenses')
  await card(page, 'small-english').waitFor()
  return page
}

const card = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: 'Lenses on this machine' }).getByRole('listitem', { name, exact: true })
const dialog = (page: Page) => page.getByRole('dialog')
const button = (within: Page | Locator, name: string | RegExp) => within.getByRole('button', { name })

test('a lens of one’s own is looked at, planned, downloaded when confirmed, tried, and added anyway or not', async () => {
  const page = await openLenses()
  await page.keyboard.press('n')
  const adding = page.getByRole('dialog', { name: 'Add a lens' })
  expect(await button(adding, 'Show the plan').isDisabled()).toBe(true)
  await adding.getByText('No token is set').waitFor()
  await adding.getByLabel('Reader', { exact: true }).fill('Xenova/gpt2')
  await adding.getByLabel('SAE', { exact: true }).fill('/home/ada/saes')
  await button(adding, 'Look inside').click()
  await adding.getByText('12 blocks').waitFor()
  await adding.getByLabel('SAE in it').selectOption({ label: 'blocks.8.hook_resid_pre: SAELens' })
  await adding.getByLabel('Hook point').selectOption('blocks.8.hook_resid_post')
  await adding.getByLabel('Name', { exact: true }).fill('doubtful')
  expect(await axeViolations(page)).toEqual([])
  await button(adding, 'Show the plan').click()
  await adding.getByText('Files are fetched from huggingface.co.').waitFor()
  expect(await adding.textContent()).toContain('No token is sent.')
  await button(adding, /^Download 653/).click()

  const jobs = page.getByRole('list', { name: 'Lenses being added or checked' })
  await jobs.getByRole('progressbar').waitFor()
  await jobs.getByText('The hook point blocks.7.hook_resid_post fits better').waitFor()
  expect(await card(page, 'doubtful').count()).toBe(0)
  await button(jobs, 'Add it anyway').click()
  await card(page, 'doubtful').getByText('Failed its self-test').waitFor()
  await eventually(() => jobs.count()).toBe(0)

  await button(card(page, 'doubtful'), 'Remove doubtful').click()
  await button(dialog(page), /^Remove it and free/).click()
  await eventually(() => card(page, 'doubtful').count()).toBe(0)
})

test('known lenses say what they take; one without an export says how to make it', async () => {
  const page = await openLenses('dark')
  await page.getByRole('tab', { name: 'Known lenses' }).click()
  const table = page.getByRole('region', { name: 'Known lenses' }).getByRole('table')
  await table.getByText('here, as gpt2-small-8-res-jb').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await button(table, 'Add gemma-2-2b-20-16k').click()
  await dialog(page).getByText('optimum-cli export onnx --model google/gemma-2-2b').waitFor()
  await page.keyboard.press('Escape')
  await button(table, 'Add gemma-3-1b-it-13-16k').click()
  await button(dialog(page), /^Download 653/).waitFor()
  expect(await dialog(page).textContent()).toContain('81.0\u202fGB are free')
})

test('labels go into the project of a lens that has read here, undone as one; else they become the lens’s own', async () => {
  const page = await openLenses()
  await button(card(page, 'small-english'), 'Labels for small-english').click()
  await button(dialog(page), 'Choose: Labels').click()
  await button(page, /^labels\.jsonl/).click()
  await button(dialog(page), 'Compare with what stands').click()
  await dialog(page).getByText('12 latents without a label get one').waitFor()
  expect(await axeViolations(page)).toEqual([])
  await button(dialog(page), 'Import into this project').click()
  await button(page.getByRole('log', { name: 'Messages' }), 'Undo').click()
  await page.getByText('Undone: Import of labels').waitFor()

  await button(card(page, 'gpt2-small-8-res-jb'), 'Labels for gpt2-small-8-res-jb').click()
  await dialog(page).getByLabel('Labels', { exact: true }).fill('/home/ada/other.json')
  await button(dialog(page), 'Give it these labels').click()
  await dialog(page).getByText('holds labels of another SAE').waitFor()
  await button(dialog(page), 'Take them anyway').click()
  await card(page, 'gpt2-small-8-res-jb').getByText('24,000 with a label').waitFor()
})
