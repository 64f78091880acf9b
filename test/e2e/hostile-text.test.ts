import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BrowserHost, startBrowserHost } from '../support/browser-host.ts'
import { noChromium } from '../support/chromium.ts'
import { etalon } from '../support/command-line.ts'
import { flag, hostileCorpus, hostileTexts, longLine } from '../support/hostile-corpus.ts'
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
  show,
  sortBy,
} from '../support/workbench-page.ts'

// Corpus text is not trusted: wherever it is shown it is text, all of it to be seen, and nothing else.

const folder = suiteFolder()
const browser = watchedBrowser()
/** What a file system lets stand in a name; Windows lets less. */
const name = process.platform === 'win32' ? "hostile &lt;b&gt; 'x'" : `<img src=x onerror="window.${flag}=1">`
const documents = hostileTexts.length + 1
let host: BrowserHost
let page: Page
/** Addresses outside of the host that the page asked for, and dialogs it opened. */
const escapes: string[] = []

beforeAll(async () => {
  if (noChromium !== null) return
  const project = join(folder, 'project')
  const home = join(folder, 'home')
  mkdirSync(project)
  writeFileSync(join(project, `${name}.jsonl`), hostileCorpus())
  for (const command of ['import', 'encode']) expect(await etalon([command, project], { home })).toMatchObject({ code: 0 })
  host = await startBrowserHost(project, { home })
})
afterAll(() => host?.close())

/** Nothing of the corpus became more than text. */
async function expectInert(): Promise<void> {
  const found = await page.evaluate((of) => {
    const count = (selector: string) => document.querySelectorAll(selector).length
    return {
      ran: of in window,
      frames: window.frames.length,
      scripts: count('script:not([src])'),
      images: count('img, object, embed, body style, body link, audio, video'),
      links: count('a:not([href="#main"])'),
      handlers: [...document.querySelectorAll('*')].filter((element) =>
        [...element.attributes].some((attribute) => attribute.name.startsWith('on')),
      ).length,
    }
  }, flag)
  expect({ ...found, escapes }).toEqual({ ran: false, frames: 0, scripts: 0, images: 0, links: 0, handlers: 0, escapes: [] })
}

/** The page answers: two frames are drawn. Where it hangs the test times out. */
const drawn = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))

test('panes, sidebar and corpora: the text reads as it is', async () => {
  page = await browser.open(host.url)
  page.on('dialog', (dialog) => {
    escapes.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL('/', host.url).href) && !/^(data|blob):/.test(request.url())) escapes.push(request.url())
  })
  await latentTable(page).waitFor()
  await page.getByText('Full', { exact: true }).first().click()
  await panes(page).focus()
  for (const { id, reads } of hostileTexts) {
    await page.keyboard.press('ArrowDown')
    const row = panes(page).getByRole('row', { selected: true })
    await eventually(() => row.textContent()).toContain(reads)
    expect(await row.textContent()).toContain(id)
  }
  await page.keyboard.press('ArrowDown')
  await panes(page).getByRole('row', { selected: true }).getByText('A long line ====').waitFor()
  expect(Number(await panes(page).getAttribute('aria-rowcount'))).toBe(documents)
  await expectInert()
  await show(page, 'Corpora')
  await page.getByRole('main').getByRole('button', { name }).click()
  await page.getByRole('table', { name: 'First rows' }).waitFor()
  await page.getByRole('rowheader', { name: `<b onclick="window.${flag}=1">column</b>` }).waitFor()
  await expectInert()
})

test('the document page shows every one of them, lit and whole', async () => {
  await show(page, 'Compare')
  await panes(page).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  for (const { id, reads } of hostileTexts) {
    await documentPage(page).getByRole('heading', { level: 2 }).filter({ hasText: id }).waitFor()
    const picks = documentPage(page)
      .getByRole('list', { name: 'Strongest latents of the document' })
      .locator('button[aria-pressed]')
    // What is lit stays lit from document to document.
    if ((await picks.first().getAttribute('aria-pressed')) === 'false') await picks.first().click()
    await eventually(() => documentPage(page).locator('mark[data-token]').count()).toBeGreaterThan(0)
    const text = documentPage(page).getByRole('group', { name: /^Text of/ })
    expect((await text.textContent())?.replaceAll('⏎\n', '\n')).toContain(reads)
    await documentPage(page).getByRole('region', { name: 'Metadata' }).getByText('RLOas metadata').waitFor()
    await expectInert()
    await page.keyboard.press('n')
  }
})

test('a line of a million characters is drawn, lit, and left again', async () => {
  await documentPage(page).getByRole('heading', { level: 2 }).filter({ hasText: 'long' }).waitFor()
  const text = documentPage(page).getByRole('group', { name: /^Text of/ })
  expect((await text.textContent())?.length).toBeGreaterThan(longLine)
  const pick = documentPage(page)
    .getByRole('list', { name: 'Strongest latents of the document' })
    .locator('button[aria-pressed=false]')
    .first()
  await pick.click()
  await eventually(() => documentPage(page).locator('mark[data-token]').count()).toBeGreaterThan(0)
  await drawn()
  await text.focus()
  await page.keyboard.press('ArrowRight')
  await documentPage(page).locator('mark[data-chosen=true]').waitFor()
  await page.keyboard.press('p')
  await documentPage(page)
    .getByRole('heading', { level: 2 })
    .filter({ hasText: hostileTexts.at(-1)?.id ?? '' })
    .waitFor()
  await drawn()
})

test('held against each other, side by side and as one, they are text; so is metadata in the panes', async () => {
  const between = (row: number, other: number) => {
    const place = new URLSearchParams({ in: name, row: `${row}`, against: name, 'against-row': `${other}` })
    return page.evaluate((to) => (location.hash = to), `#/document?${place.toString()}`)
  }
  const texts = page.getByRole('region', { name: 'Two texts' })
  for (const [row, { reads }] of hostileTexts.entries()) {
    if (row % 3 !== 0) continue
    await between(row, (row + 1) % hostileTexts.length)
    await eventually(() =>
      texts
        .getByRole('group', { name: /^Text of/ })
        .first()
        .textContent(),
    ).toContain(reads)
    await expectInert()
  }
  await between(hostileTexts.length, 0)
  await texts.getByText('A long line ====').first().waitFor()
  await page.keyboard.press('v')
  const whole = texts.getByRole('group', { name: 'Both texts as one' })
  await eventually(async () => ((await whole.textContent()) ?? '').length).toBeGreaterThan(longLine)
  await drawn()
  expect(await page.evaluate(() => document.getElementsByTagName('*').length)).toBeLessThan(3000)
  await expectInert()
  await show(page, 'Compare')
  await page.getByRole('button', { name: 'Settings of pane A' }).click()
  await page.getByRole('group', { name: 'Settings of pane A' }).getByRole('checkbox').first().check()
  await page.keyboard.press('Escape')
  await panes(page).getByText(`<b onclick="window.${flag}=1">column</b>`).first().waitFor()
  await expectInert()
})

test('the latent page shows them as examples', async () => {
  await show(page, 'Latents')
  await sortBy(page, 'Frequency')
  await latentTable(page).focus()
  await page.keyboard.press('ArrowDown')
  await latentPage(page).waitFor()
  await latentPage(page).getByText('Full', { exact: true }).click()
  await eventually(() => examples(page).count()).toBeGreaterThan(5)
  const shown = (await examples(page).allTextContents()).join('\n')
  const inExcerpts = hostileTexts.filter(({ reads }) => shown.includes(reads))
  expect(inExcerpts.length).toBeGreaterThan(5)
  expect(shown).not.toMatch(/[\0\u0001\u001b\u200b\u202e\u2066-\u2069]/)
  await expectInert()
  await drawn()
})

test('a label and a note as hostile are text too, in the findings and in the report', async () => {
  const written = `<img src=x onerror="window.${flag}=1"> [x](javascript:window.${flag}=1) \u202egnirts`
  await page.keyboard.press('e')
  await latentPage(page).locator('.monaco-editor').waitFor()
  await eventually(() => page.locator('.monaco-editor').evaluate((element) => element.contains(document.activeElement))).toBe(true)
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(written)
  await latentTable(page).getByText('RLOgnirts').or(latentTable(page).getByText('<img src=x')).first().waitFor()
  await latentPage(page).getByRole('heading', { level: 2 }).click()
  await page.keyboard.press('k')
  await page.getByRole('button', { name: /^Kept: show the findings/ }).waitFor()
  const hostile = examples(page).filter({ hasText: 'onerror' }).first()
  await hostile.hover()
  await hostile.getByRole('button', { name: /^Keep this example/ }).click()
  await hostile.getByRole('button').first().click()
  await documentPage(page).getByRole('button', { name: 'Keep', exact: true }).click()
  await show(page, 'Findings')
  await eventually(() => findings(page).count()).toBe(3)
  await findings(page).first().getByRole('button', { name: 'Add a note' }).click()
  await findings(page).first().locator('.monaco-editor').waitFor()
  await page.getByRole('textbox', { name: /^Note on finding 1/ }).focus()
  await page.keyboard.insertText(`${written}\n\n<script>window.${flag}=1</script> ![x](//example.com/x.png)`)
  await findings(page).first().getByRole('status').filter({ hasText: 'Saved' }).waitFor()
  await findings(page).first().getByRole('button', { name: 'Done' }).click()
  await findings(page).first().getByText(`<script>window.${flag}=1</script>`).first().waitFor()
  await expectInert()
  await page.getByRole('button', { name: 'Report' }).click()
  const report = page.getByRole('dialog', { name: 'Report' }).getByRole('region', { name: 'The report' })
  await report.locator('blockquote').first().waitFor()
  expect(await report.textContent()).toContain(`<script>window.${flag}=1</script>`)
  await expectInert()
  await page.getByText('Source', { exact: true }).click()
  await report.locator('pre').waitFor()
  await expectInert()
})

test('the report as a page, opened as a file, is text that runs and fetches nothing', async () => {
  const dialog = page.getByRole('dialog', { name: 'Report' })
  await dialog.getByText('HTML page', { exact: true }).click()
  await dialog.getByText('Preview', { exact: true }).click()
  await page.frameLocator('iframe').getByRole('heading', { level: 3 }).first().waitFor()
  const downloading = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Download' }).click()
  const file = join(folder, 'report.html')
  await (await downloading).saveAs(file)
  const alone = await browser.open('about:blank')
  const asked: string[] = []
  alone.on('request', (request) => asked.push(request.url()))
  await alone.goto(pathToFileURL(file).href)
  const found = await alone.evaluate((of) => {
    const attributes = [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes])
    return {
      ran: of in window,
      elements: [...new Set([...document.body.querySelectorAll('*')].map(({ localName }) => localName))].sort(),
      attributes: [...new Set(attributes.map((attribute) => attribute.name))].sort(),
      links: [...document.querySelectorAll('a')].filter((link) => !/^#finding-\d+$/.test(link.getAttribute('href') ?? '')).length,
      text: document.body.innerText,
    }
  }, flag)
  expect(asked).toEqual([pathToFileURL(file).href])
  expect(found).toMatchObject({ ran: false, links: 0 })
  const plain =
    'a article bdi blockquote br code dd details div dl dt em figcaption figure h1 h2 h3 h4 h5 header li main mark nav p section span strong summary table tbody td th thead time tr ul'
  expect(found.elements.filter((element) => !plain.split(' ').includes(element))).toEqual([])
  const known = 'aria-label charset class content dir href http-equiv id lang name open role scope tabindex title'
  expect(found.attributes.filter((attribute) => !known.split(' ').includes(attribute))).toEqual([])
  expect(found.text).toContain(`<script>window.${flag}=1</script>`)
  expect(found.text).not.toMatch(/[\0\u0001\u001b\u200b\u202e\u2066-\u2069]/)
})
