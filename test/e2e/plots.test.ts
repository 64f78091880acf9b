import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type FakeProject, smallProject } from '../support/fake-project.ts'
import { axeViolations, fakeWindows } from '../support/fake-window.ts'
import { eventually, show } from '../support/workbench-page.ts'

// The plots beside the tables of the analyses: what they are linked with, by pointer and by keyboard, and the figures they give.

const windows = fakeWindows()

async function openScreen(project: FakeProject, screen: string): Promise<Page> {
  const { page } = await windows.open(project)
  await show(page, 'Analyses')
  await page.getByRole('navigation', { name: 'Analyses' }).getByRole('button', { name: screen }).click()
  return page
}

const act = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click()
const grid = (page: Page, name: string) => page.getByRole('grid', { name })
const plot = (page: Page, name: RegExp) => page.getByRole('img', { name })
const closer = (page: Page) => page.getByRole('region', { name: /in this result$/ })
const rowsOf = async (page: Page, name: string) => Number(await grid(page, name).getAttribute('aria-rowcount'))

/** Drags over a part of a plot, given by shares of its width and height. */
async function drag(page: Page, on: Locator, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const box = await on.boundingBox()
  if (box === null) throw new Error('The plot has no place.')
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const
  await page.mouse.move(...at(from))
  await page.mouse.down()
  await page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]))
  await page.mouse.move(...at(to))
  await page.mouse.up()
}

test('differences: the plot and the table are one selection; pairs stand side by side; the figure is saved as it is in print', async () => {
  const page = await openScreen(smallProject(), 'Differences')
  await act(page, 'Compare')
  const scatter = plot(page, /^Plot of [\d,]+ latents/)
  await scatter.waitFor()
  const all = await rowsOf(page, 'Differences')

  // By keyboard: arrows name a latent, and its row in the table is marked; Enter looks closer.
  await scatter.focus()
  await page.keyboard.press('ArrowRight')
  await eventually(() => scatter.getAttribute('data-hovers')).toBe('true')
  await page.keyboard.press('Enter')
  await closer(page).getByRole('region', { name: 'Pairs' }).getByRole('radio').first().waitFor()
  const pairs = closer(page).getByRole('list', { name: /^Pairs:/ })
  await closer(page)
    .getByRole('radio', { name: /neither/ })
    .check()
  await eventually(() => pairs.getByRole('listitem').count()).toBeGreaterThan(0)
  expect(await pairs.getByRole('listitem').first().getByRole('figure').count()).toBe(2)
  await closer(page).getByRole('button', { name: 'Close', exact: true }).click()

  // From the table to the plot and back.
  await grid(page, 'Differences').getByRole('row').nth(3).hover()
  await eventually(() => scatter.getAttribute('data-hovers')).toBe('true')
  await drag(page, scatter, [0.12, 0.05], [0.98, 0.5])
  await eventually(() => rowsOf(page, 'Differences')).toBeLessThan(all)
  await page.getByText(/^[\d,]+ \/ [\d,]+ selected$/).waitFor()
  expect(await axeViolations(page)).toEqual([])

  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'SVG' }).click()])
  expect(saved.suggestedFilename()).toMatch(/^difference-in-document-frequency.*\.svg$/)
  const figure = await readFile(await saved.path(), 'utf8')
  expect(figure).toContain('Document frequency'.toLowerCase())
  expect(figure).toMatch(/font-family="[^"]+"/)
  expect(figure).not.toMatch(/class=|style=|var\(|color-mix|<script|<foreignObject|href=/)
  const drawn = await page.evaluate((svg) => {
    const { documentElement } = new DOMParser().parseFromString(svg, 'image/svg+xml')
    return {
      tag: documentElement.tagName,
      paths: documentElement.querySelectorAll('path').length,
      light: documentElement.querySelector('rect')?.getAttribute('fill'),
    }
  }, figure)
  expect(drawn).toMatchObject({ tag: 'svg', light: '#ffffff' })
  expect(drawn.paths).toBeGreaterThan(1)
  const [picture] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'PNG' }).click()])
  expect([...(await readFile(await picture.path())).subarray(1, 4)]).toEqual([...Buffer.from('PNG')])

  await scatter.focus()
  await page.keyboard.press('Escape')
  await eventually(() => rowsOf(page, 'Differences')).toBe(all)
  await page.getByLabel('Plot', { exact: true }).uncheck()
  expect(await scatter.count()).toBe(0)
})

test('pairs are drawn as a network and as a heat map; a dot lists its pairs, a square opens one', async () => {
  const page = await openScreen(smallProject(), 'Correlations')
  await act(page, 'Find pairs')
  const network = plot(page, /^Network of/)
  await eventually(() => network.getAttribute('aria-busy')).toBe('false')
  const all = await rowsOf(page, 'Pairs')
  await network.focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await eventually(() => rowsOf(page, 'Pairs')).toBeLessThan(all)
  expect(await axeViolations(page)).toEqual([])
  await page.getByRole('button', { name: /^Only pairs of/ }).click()
  await eventually(() => rowsOf(page, 'Pairs')).toBe(all)

  await page.getByRole('spinbutton', { name: 'NPMI at least' }).fill('1')
  await page.getByText('Nothing to draw').waitFor()
  await page.getByRole('spinbutton', { name: 'NPMI at least' }).fill('')
  await page.getByText('Heat map', { exact: true }).click()
  const heat = plot(page, /^Heat map of/)
  await heat.focus()
  for (let step = 0; step < 40 && (await heat.getAttribute('data-hovers')) !== 'true'; step++)
    await page.keyboard.press(step % 2 === 0 ? 'ArrowRight' : 'ArrowDown')
  for (let step = 0; step < 40 && (await heat.getAttribute('data-hovers')) !== 'true'; step++)
    await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await closer(page).locator('mark[data-slots*="0"]').first().waitFor()
})

test('documents drawn around on the map are listed, compared with the rest, and found again behind Back', async () => {
  const page = await openScreen(smallProject(), 'Clusters')
  await act(page, 'Group')
  const map = plot(page, /^Map of/)
  await map.waitFor()
  await page.getByText('Rectangle', { exact: true }).click()
  await drag(page, map, [0.1, 0.1], [0.6, 0.9])
  const selected = page.getByRole('region', { name: 'Selected' })
  await selected.getByText(/^[\d,]+ \/ [\d,]+$/).waitFor()
  expect(await axeViolations(page)).toEqual([])
  await selected.getByRole('grid').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await eventually(() => new URL(page.url()).hash).toMatch(/^#\/document\?/)
  await page.goBack()
  await selected.getByRole('button', { name: 'Compare with the rest' }).click()
  await grid(page, 'Differences').waitFor()
  await page
    .getByText(/^selected on the map/)
    .first()
    .waitFor()
  expect(await page.getByLabel('Groups are').inputValue()).toBe('given')
})
