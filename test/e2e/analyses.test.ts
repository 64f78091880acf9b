import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { type FakeProject, largeProject, smallProject } from '../support/fake-project.ts'
import { axeViolations, fakeWindows } from '../support/fake-window.ts'
import { eventually, show } from '../support/workbench-page.ts'

// The four analyses in the window, over made-up results: what is set, what is shown, and where it leads.

const windows = fakeWindows()

/** A window on one of the four. */
async function openScreen(project: FakeProject, screen: string, theme: 'light' | 'dark' = 'light'): Promise<Page> {
  const window = await windows.open(project, { theme })
  await show(window.page, 'Analyses')
  await goTo(window.page, screen)
  return window.page
}

const goTo = (page: Page, screen: string) =>
  page.getByRole('navigation', { name: 'Analyses' }).getByRole('button', { name: screen }).click()
const main = (page: Page) => page.getByRole('main')
const act = (page: Page, name: string) => main(page).getByRole('button', { name, exact: true }).click()
const grid = (page: Page, name: string) => page.getByRole('grid', { name })
const ranBefore = (page: Page) => page.getByRole('region', { name: 'Ran before' }).getByRole('listitem')
const closer = (page: Page) => page.getByRole('region', { name: /in this result$/ })
const hits = (page: Page): Locator => page.getByRole('group', { name: 'Hits' }).getByRole('listitem', { name: /^Hit \d+:/ })

/** A word that a latent is labelled with and that stands in some, not most, documents. */
function labelledWord(project: FakeProject): string {
  const [corpus] = project.corpora
  const latent = project.latents.find(({ label, words }) => {
    const [word] = words.keys()
    const documents = corpus?.postings[word ?? -1]?.length ?? 0
    return /^“[a-z]{5,}”$/.test(label ?? '') && documents > 20 && documents < (corpus?.documents ?? 0) / 3
  })
  return (latent?.label ?? '').slice(1, -1)
}

test('two corpora are compared: table, inspector by keyboard, panes, finding, and the result again after a reload', async () => {
  const page = await openScreen(smallProject(), 'Differences')
  await page.getByText('Nothing compared yet').waitFor()
  await act(page, 'Compare')
  await grid(page, 'Differences').waitFor()
  await page.getByText('Smallest findable').waitFor()
  const q = grid(page, 'Differences').getByRole('columnheader', { name: 'q', exact: true })
  expect(await q.getAttribute('aria-sort')).toBe('ascending')
  const difference = grid(page, 'Differences').getByRole('columnheader', { name: /^Difference/ })
  await difference.getByRole('button').click()
  expect(await difference.getAttribute('aria-sort')).toBe('descending')
  await grid(page, 'Differences').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await closer(page).getByText('percentage points').first().waitFor()
  await eventually(() => closer(page).locator('mark[data-heat]').count()).toBeGreaterThan(0)
  await closer(page).getByRole('button', { name: 'Keep' }).click()
  await page.getByRole('log', { name: 'Messages' }).getByText(/^Kept/).waitFor()
  const rows = await grid(page, 'Differences').getAttribute('aria-rowcount')

  await closer(page).getByRole('button', { name: 'Compare in panes' }).click()
  await page
    .getByRole('grid', { name: /^Documents of/ })
    .first()
    .locator('mark')
    .first()
    .waitFor()
  await page.goBack()
  await page.reload()
  await grid(page, 'Differences').waitFor()
  expect(await grid(page, 'Differences').getAttribute('aria-rowcount')).toBe(rows)
  expect(await ranBefore(page).count()).toBe(1)
  await ranBefore(page).hover()
  await page.getByRole('button', { name: /^Forget the result/ }).click()
  await page.getByText('Nothing compared yet').waitFor()
})

test('only what was found can be shown, and words search the labels', async () => {
  const page = await openScreen(smallProject(), 'Differences')
  await act(page, 'Compare')
  const table = grid(page, 'Differences')
  await table.waitFor()
  const all = Number(await table.getAttribute('aria-rowcount'))
  await page.getByLabel('Only found').check()
  await eventually(async () => Number(await table.getAttribute('aria-rowcount'))).toBeLessThan(all)
  await page.getByLabel('Only found').uncheck()
  const heads = table.getByRole('row').filter({ has: page.getByRole('button', { name: /^\+\d+$/ }) })
  if ((await heads.count()) > 0) {
    await heads.first().click()
    await table.focus()
    await page.keyboard.press('Enter')
    await eventually(async () => Number(await table.getAttribute('aria-rowcount'))).toBeGreaterThan(all)
    await page.keyboard.press('Enter')
    await eventually(async () => Number(await table.getAttribute('aria-rowcount'))).toBe(all)
  }
  await page.getByRole('searchbox', { name: 'Search the labels of the table' }).fill('zzzzzz')
  await page.getByText('No row fits').waitFor()
  await page.getByRole('button', { name: 'Show all rows' }).click()
  await eventually(async () => Number(await table.getAttribute('aria-rowcount'))).toBe(all)
})

test('values of a column are compared, and corpora in order show trends', async () => {
  const page = await openScreen(smallProject(), 'Differences')
  await page.getByLabel('Groups are').selectOption('column')
  await page.getByText('Choose the metadata column').waitFor()
  await page.getByRole('combobox', { name: 'Column', exact: true }).selectOption({ index: 1 })
  await eventually(() => page.getByLabel('Value of the target').locator('option').count()).toBeGreaterThan(2)
  await page.getByLabel('Value of the target').selectOption({ index: 1 })
  await page.getByRole('button', { name: /^Against the values/ }).click()
  await page.getByRole('group', { name: 'Against the values' }).getByRole('checkbox').first().check()
  await page.keyboard.press('Escape')
  await act(page, 'Compare')
  await grid(page, 'Differences').waitFor()

  await page.getByText('Trend', { exact: true }).click()
  await page.getByLabel('Groups are').selectOption('corpora')
  await page.getByRole('button', { name: /^Corpora in their order/ }).click()
  const boxes = page.getByRole('group', { name: 'Corpora in their order' }).getByRole('checkbox')
  for (const box of await boxes.all()) await box.check()
  await page.keyboard.press('Escape')
  await act(page, 'Find trends')
  await grid(page, 'Trends').getByRole('row').nth(1).click()
  await closer(page).getByText('From the first group to the last').waitFor()
  expect(await ranBefore(page).count()).toBe(2)

  // The first comes back with its fields.
  await ranBefore(page).last().getByRole('button').first().click()
  await grid(page, 'Differences').waitFor()
  expect(await page.getByLabel('Groups are').inputValue()).toBe('column')
})

test('a run is told of and cancelled; a result whose corpus is gone says so', async () => {
  const project = largeProject(20_000, 300)
  const page = await openScreen(project, 'Differences')
  await act(page, 'Compare')
  await page
    .getByRole('status')
    .getByText(/^Comparing…/)
    .waitFor()
  await act(page, 'Cancel')
  await page.getByText('Nothing compared yet').waitFor()
  expect(await main(page).getByRole('alert').count()).toBe(0)

  const small = smallProject()
  const other = await openScreen(small, 'Correlations')
  await act(other, 'Find pairs')
  await grid(other, 'Pairs').waitFor()
  small.read.delete(small.corpora[0]?.name ?? '')
  await other.reload()
  await other.getByText('Out of date.').waitFor()
  await other.getByText('is no longer read by this lens').waitFor()
  expect(await ranBefore(other).first().textContent()).toContain('out of date')
})

test('pairs show both sides in one text, each with a mark of its own', async () => {
  const page = await openScreen(smallProject(), 'Correlations')
  await act(page, 'Find pairs')
  await grid(page, 'Pairs').getByRole('row').nth(1).click()
  await closer(page).locator('mark[data-slots*="0"]').first().waitFor()
  expect(await closer(page).locator('mark[data-slots*="1"]').count()).toBeGreaterThan(0)
  await page.keyboard.press('k')
  await page.getByRole('log', { name: 'Messages' }).getByText(/^Kept/).waitFor()
  await closer(page)
    .getByRole('button', { name: /^Open latent/ })
    .first()
    .click()
  await eventually(() => new URL(page.url()).hash).toMatch(/^#\/latents\?latent=\d+/)
})

test('documents group along an axis whose latents can be left out; a cluster lists its documents, a point opens one', async () => {
  const project = smallProject()
  const page = await openScreen(project, 'Clusters')
  await page.getByLabel('Axis in words').fill(labelledWord(project))
  const picks = page.getByRole('group', { name: /on this axis/ }).getByRole('checkbox')
  await eventually(() => picks.count()).toBeGreaterThan(0)
  for (const pick of await picks.all()) await pick.uncheck()
  await page.getByText('Tick at least one latent of the axis').waitFor()
  await picks.first().check()
  await act(page, 'Group')
  const cards = page.getByRole('group', { name: 'Clusters' }).getByRole('article')
  await cards.first().waitFor()
  await page.getByText('have nothing on the axis').waitFor()
  await cards.first().getByRole('button', { name: 'Show documents' }).click()
  await page
    .getByRole('grid', { name: /^Documents of Cluster 1/ })
    .getByRole('row')
    .first()
    .waitFor()
  await cards.last().getByRole('button', { name: 'Show documents' }).click()
  await page.getByRole('grid', { name: /^Documents of Unassigned/ }).focus()
  await page.keyboard.press('End')
  await eventually(() => page.locator('[role="gridcell"][aria-busy="true"]').count()).toBe(0)
  await page.keyboard.press('Enter')
  await eventually(() => new URL(page.url()).hash).toMatch(/^#\/document\?/)
  await page.goBack()
  const map = page.getByRole('img', { name: /^Map of/ })
  await map.waitFor()
  const box = await map.boundingBox()
  if (box === null) throw new Error('The map has no place.')
  // Points lie thick about the middle: somewhere near it one is hovered.
  for (let step = 0; step < 40 && (await map.getAttribute('data-hovers')) !== 'true'; step++)
    await page.mouse.move(box.x + box.width * (0.1 + 0.02 * step), box.y + box.height / 2)
  expect(await map.getAttribute('data-hovers')).toBe('true')
  await page.mouse.down()
  await page.mouse.up()
  await eventually(() => new URL(page.url()).hash).toMatch(/^#\/document\?/)
})

test('hits say why; latents are left out, examples and conditions added, the search saved', async () => {
  const project = smallProject()
  const word = labelledWord(project)
  const page = await openScreen(project, 'Search')
  await page.getByLabel('Property in words').fill(word)
  await page.keyboard.press('Enter')
  await hits(page).first().waitFor()
  expect(await hits(page).first().getByRole('list', { name: 'Why it was found' }).textContent()).toContain(word)
  await hits(page).first().locator('mark').first().waitFor()

  const taking = page.getByRole('list', { name: 'Latents that take part' }).getByRole('checkbox')
  await taking.first().uncheck()
  await eventually(() => ranBefore(page).count()).toBe(2)
  expect(await taking.first().isChecked()).toBe(false)
  await hits(page).first().getByRole('button', { name: 'More like this' }).click()
  await page
    .getByRole('list', { name: 'By example' })
    .getByText(/More like/)
    .waitFor()

  await act(page, 'Words')
  await page.getByLabel('Words of condition 1').fill(word)
  await page
    .getByRole('status')
    .getByText(/^[\d,]+ of [\d,]+$/)
    .waitFor()
  const asText = page.getByLabel('As text')
  await eventually(() => asText.inputValue()).toBe(`"${word}"`)
  await asText.fill('colour:red')
  await page
    .getByRole('alert')
    .getByText(/is no condition/)
    .waitFor()
  await asText.fill(`NOT "${word}" AND latent:0`)
  await act(page, 'Use this rule')
  await page.getByLabel('Latent of condition 2').waitFor()
  await act(page, 'Search with these conditions')
  await eventually(() => ranBefore(page).count()).toBe(4)
  await act(page, 'Save search')
  await page.getByLabel('Name of the search').fill('without the word')
  await page.keyboard.press('Enter')
  await page.getByLabel('Property in words').fill('')
  await page.getByRole('region', { name: 'Saved searches' }).getByRole('button', { name: 'without the word', exact: true }).click()
  await eventually(() => page.getByLabel('Property in words').inputValue()).toBe(word)
})

test('hostile text stays inert in hits', async () => {
  const project = smallProject()
  project.read.add('odd inputs')
  const page = await openScreen(project, 'Search')
  await page.getByText('Words', { exact: true }).first().click()
  await page.getByLabel('Property in words').fill('alert terminal')
  await page.keyboard.press('Enter')
  await hits(page).first().waitFor()
  const text = await page.getByRole('group', { name: 'Hits' }).textContent()
  expect(text).toContain('<script>alert(1)</script>')
  expect(text).toContain('RLOtxt.exePDF')
  expect(await page.locator('main script').count()).toBe(0)
})

test.each(['light', 'dark'] as const)('axe finds nothing on any of the four, %s', async (theme) => {
  const project = smallProject()
  const page = await openScreen(project, 'Differences', theme)
  const found: Record<string, readonly string[]> = {}
  const look = async (screen: string, there: Locator) => {
    await there.waitFor()
    const violations = await axeViolations(page)
    if (violations.length > 0) found[screen] = violations
  }
  await look('nothing yet', page.getByText('Nothing compared yet'))
  await act(page, 'Compare')
  await grid(page, 'Differences').getByRole('row').nth(2).click()
  await act(page, 'Settings')
  await look('differences', closer(page).locator('mark').first())
  await goTo(page, 'Correlations')
  await act(page, 'Find pairs')
  await grid(page, 'Pairs').getByRole('row').nth(2).click()
  await look('correlations', closer(page).locator('mark').first())
  await goTo(page, 'Clusters')
  await page.getByLabel('Axis in words').fill(labelledWord(project))
  await page.getByRole('group', { name: /on this axis/ }).waitFor()
  await act(page, 'Group')
  await main(page).getByRole('button', { name: 'Show documents' }).first().click()
  await look(
    'clusters',
    page
      .getByRole('grid', { name: /^Documents of/ })
      .getByRole('row')
      .first(),
  )
  await goTo(page, 'Search')
  await page.getByLabel('Property in words').fill(labelledWord(project))
  await page.keyboard.press('Enter')
  await act(page, 'Latent')
  await act(page, 'Metadata')
  await look('search', hits(page).first())
  expect(found).toEqual({})
})
