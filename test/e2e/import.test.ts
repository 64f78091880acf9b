import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type BrowserHost, startBrowserHost } from '../support/browser-host.ts'
import { axeViolations } from '../support/fake-window.ts'
import { suiteFolder } from '../support/temporary-folder.ts'
import { writeTinyLens } from '../support/tiny-lens.ts'
import { watchedBrowser } from '../support/watched-browser.ts'
import { eventually } from '../support/workbench-page.ts'

const folder = suiteFolder()
const home = join(folder, 'home')
const project = join(folder, 'project')
const browser = watchedBrowser()
let host: BrowserHost | undefined
afterAll(() => host?.close())

const table = [
  'id,question,answer,year',
  ...Array.from({ length: 40 }, (_, row) => `q-${row},why ${row}?,<b>because</b> of the ${row} things,${1990 + row}`),
  'a broken row',
].join('\n')

test('a table is dropped into an empty project, its bad row seen, its columns mapped, and it is imported and read', async () => {
  mkdirSync(project)
  writeTinyLens(join(home, 'lenses', 'tiny'))
  writeFileSync(join(home, 'settings.json'), JSON.stringify({ device: 'cpu' }))
  host = await startBrowserHost(project, { home })
  const page = await browser.open(host.url)
  await page.getByRole('main').getByText('No corpora in this project yet').waitFor()

  const dropped = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], 'table \u202e one.csv'))
    return transfer
  }, table)
  await page.dispatchEvent('#main', 'drop', { dataTransfer: dropped })
  await page.getByText('40 documents').waitFor()
  const troubles = page.getByRole('table', { name: 'Rows to look at' })
  expect(await troubles.getByRole('row').nth(1).innerText()).toMatch(
    /41\s+Left out\s+has 1 cell where the header has 4.*\s+a broken row/,
  )
  // The bundled lens is timed by itself.
  await page.getByText(/^Reading takes .* on Processor/).waitFor()
  expect(await axeViolations(page)).toEqual([])
  // Nothing is a corpus yet, and what cannot be seen is no part of the name that is proposed.
  expect(readdirSync(project).filter((name) => name.endsWith('.csv'))).toEqual([])
  expect(await page.getByLabel('Name of the corpus').inputValue()).toBe('table  one')

  await page.getByLabel('Name of the corpus').fill('answers')
  await page.getByLabel('Use question as').selectOption('metadata')
  await page.getByLabel('Use year as').selectOption('left-out')
  await page.getByRole('combobox', { name: 'Lens' }).selectOption({ index: 1 })
  await page.getByText('was not timed on this machine yet').waitFor()
  await page.getByRole('button', { name: 'Import and read' }).click()

  const corpus = page.getByRole('complementary', { name: 'Project' }).getByRole('listitem').first()
  await eventually(() => corpus.innerText()).toMatch(/answers\s+40 documents$/)
  expect(readdirSync(project).sort()).toEqual(['.etalon', 'answers.csv'])
  await page.getByRole('tab', { name: /Read by/ }).click()
  expect(await page.getByRole('region', { name: 'Encodings' }).getByRole('row').count()).toBe(2)
})
