import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BrowserHost, startBrowserHost } from '../support/browser-host.ts'
import { noChromium } from '../support/chromium.ts'
import { etalon } from '../support/command-line.ts'
import { suiteFolder } from '../support/temporary-folder.ts'
import { watchedBrowser } from '../support/watched-browser.ts'
import { eventually, panes } from '../support/workbench-page.ts'

// Lists are as quick and as small over many documents as over few.

const all = 20_000
const fewer = 15_000
/** Every so many documents one has the rare word. */
const rare = 1000
/** Rows in the page, of whatever list: those in view and a few beyond. */
const mostRows = 200

const folder = suiteFolder()
const browser = watchedBrowser()
let host: BrowserHost
let page: Page

const idOf = (row: number) => `doc-${String(row).padStart(5, '0')}`

function corpus(documents: number, voice: string): string {
  const rows = Array.from({ length: documents }, (_, row) => ({
    id: idOf(row),
    text: `${voice} number ${row}${row % rare === 0 ? ' about a narwhal' : ''}.`,
    parity: row % 2 === 0 ? 'even' : 'odd',
  }))
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}

beforeAll(async () => {
  if (noChromium !== null) return
  const project = join(folder, 'project')
  const home = join(folder, 'home')
  mkdirSync(project)
  writeFileSync(join(project, 'first.jsonl'), corpus(all, 'First'))
  writeFileSync(join(project, 'second.jsonl'), corpus(fewer, 'Second'))
  const { json } = await etalon(['import', project, '--json'], { home })
  expect(json).toMatchObject({ corpora: [{ documents: all }, { documents: fewer }] })
  host = await startBrowserHost(project, { home })
  page = await browser.open(host.url)
  await panes(page).getByText(idOf(0)).first().waitFor()
})
afterAll(() => host?.close())

const rowCount = async () => Number(await panes(page).first().getAttribute('aria-rowcount'))
const rowsInPage = () => page.getByRole('row').count()

async function expectAtEnd(id: string): Promise<void> {
  await panes(page).first().getByText(id).first().waitFor()
  expect(await rowsInPage()).toBeLessThan(mostRows)
}

test('paired by id: a row for every document, few of them in the page, the last a key away', async () => {
  expect(await rowCount()).toBe(all)
  await page.getByText('20,000 rows, 15,000 in all panes').waitFor()
  await expectAtEnd(idOf(0))
  await panes(page).focus()
  await page.keyboard.press('End')
  await expectAtEnd(idOf(all - 1))
  await page.getByText('No document of this id in B').first().waitFor()
  await page.keyboard.press('Home')
  await expectAtEnd(idOf(0))
  await page.keyboard.press('PageDown')
  await page.keyboard.press('PageDown')
  const elements = await page.evaluate(() => document.getElementsByTagName('*').length)
  expect(elements).toBeLessThan(2500)
})

test('scrolled through by wheel and by jumps, it shows the rows that are there', async () => {
  for (const share of [0.25, 0.5, 0.75, 1, 0]) {
    const top = await panes(page).evaluate((grid, to) => {
      grid.scrollTop = to * (grid.scrollHeight - grid.clientHeight)
      return { row: Math.floor(grid.scrollTop / (grid.scrollHeight / Number(grid.ariaRowCount))), height: grid.scrollHeight }
    }, share)
    expect(top.height).toBeGreaterThan(all * 10)
    await expectAtEnd(idOf(Math.min(all - 1, top.row + 1)))
  }
  await panes(page).hover()
  for (let turn = 0; turn < 20; turn++) await page.mouse.wheel(0, 4000)
  await eventually(() => panes(page).evaluate((grid) => grid.scrollTop)).toBeGreaterThan(50_000)
  expect(await rowsInPage()).toBeLessThan(mostRows)
})

test('filters narrow it, by words and by metadata, and what they count is right', async () => {
  const words = page.getByRole('searchbox', { name: 'Filter documents by words' })
  await words.fill('narwhal')
  await eventually(rowCount).toBe(all / rare)
  await page.getByText(`${all / rare} rows, ${fewer / rare} in all panes`).waitFor()
  await panes(page).focus()
  await page.keyboard.press('End')
  await expectAtEnd(idOf(all - rare))
  await words.fill('')
  await eventually(rowCount).toBe(all)

  await page.getByRole('combobox', { name: 'Metadata to filter by' }).selectOption('parity')
  await page
    .getByRole('textbox', { name: 'Value of parity' })
    .or(page.getByRole('combobox', { name: 'Value of parity' }))
    .fill('odd')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await eventually(rowCount).toBe(all / 2)
  await expectAtEnd(idOf(1))
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await eventually(rowCount).toBe(all)
})

test('apart, each pane has its own count and its own filter', async () => {
  await page.getByLabel('Pair by id').uncheck()
  await eventually(() => panes(page).count()).toBe(2)
  const counts = () => panes(page).evaluateAll((grids) => grids.map((grid) => Number(grid.ariaRowCount)))
  await eventually(counts).toEqual([all, fewer])
  await page.getByLabel('Filter together').uncheck()
  await page.getByRole('searchbox', { name: 'Filter second by words' }).fill('"number 14999"')
  await eventually(counts).toEqual([all, 1])
  await page.getByText('1 / 15,000').waitFor()
  await page.getByText('Line', { exact: true }).click()
  await panes(page).first().focus()
  await page.keyboard.press('End')
  await expectAtEnd(idOf(all - 1))
})
