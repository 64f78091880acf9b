import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { smallProject } from '../support/fake-project.ts'
import { axeViolations, fakeWindows } from '../support/fake-window.ts'
import { show } from '../support/workbench-page.ts'

const windows = fakeWindows()

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name })

test('labels are embedded, an endpoint is chosen for searches once it was said what is sent where, and results say who compared', async () => {
  const { page, errors } = await windows.open(smallProject())
  await show(page, 'Models')
  await page.getByRole('tab', { name: /Endpoints/ }).click()
  const panel = page.getByRole('region', { name: 'What compares words with labels' })
  await panel.getByText('nothing is sent').waitFor()
  await panel.getByText('792 of 1,204 labels of small-english embedded').waitFor()

  await panel.getByRole('button', { name: 'Use for searches: openai' }).click()
  const choice = dialog(page, 'Use an endpoint for searches?')
  await choice.getByText(/is then sent to openai at https:\/\/api\.openai\.com\/v1, about 4 tokens each time/).waitFor()
  await choice.getByText(/412 of 1,204 labels of small-english are not embedded yet, and are left out/).waitFor()
  expect(await axeViolations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await panel.getByText('nothing is sent').waitFor()

  await panel.getByRole('button', { name: 'Embed labels with openai' }).click()
  const ask = dialog(page, 'Embed labels with a language model')
  await ask.getByText('Text leaves this machine.').waitFor()
  await ask.getByText(/It has the text of 412 labels of small-english, and not of 792 others/).waitFor()
  expect(await axeViolations(page)).toEqual([])
  await ask.getByRole('button', { name: /^Send 13 requests/ }).click()
  await panel.getByText('1,204 of 1,204 labels of small-english embedded').waitFor({ timeout: 20_000 })

  await panel.getByRole('button', { name: 'Use for searches: openai' }).click()
  await choice.getByRole('button', { name: 'Use for searches' }).click()
  await panel.getByText('what you search for is sent to https://api.openai.com/v1').waitFor()
  expect(await axeViolations(page)).toEqual([])

  await show(page, 'Analyses')
  await page.getByRole('navigation', { name: 'Analyses' }).getByRole('button', { name: 'Search' }).click()
  await page.getByLabel('Property in words').fill('polite questions')
  await page.keyboard.press('Enter')
  await page.getByText('Compared by text-embedding-3-small at openai').waitFor()

  await show(page, 'Models')
  await page.getByRole('tab', { name: /Endpoints/ }).click()
  await panel.getByRole('button', { name: 'Use the bundled one' }).click()
  await panel.getByText('nothing is sent').waitFor()
  expect(errors).toEqual([])
})
