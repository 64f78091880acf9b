// How long script, style and layout take in a frame while lit tokens are scrolled, by Chromium's own trace, in CPU time of the page's
// thread. The built window over a made-up project of 100,000 documents; four latents lit, eight lines of each document.
//
//   node bench/scroll-frames.ts [one]      `one`: only one latent is lit
import { join } from 'node:path'
import { serveLoopback } from '../src/main/loopback/serve-loopback.ts'
import { launchChromium } from '../test/support/chromium.ts'
import { fakeOperations } from '../test/support/fake-operations.ts'
import { largeProject } from '../test/support/fake-project.ts'
import { buildWindowWhenStale } from '../tools/build-when-stale.mjs'

type TraceEvent = {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Beginning, length and CPU time in microseconds. */
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
}

const lit = process.argv[2] === 'one' ? 1 : 4
const turns = 120
const categories = ['devtools.timeline', 'devtools.timeline.frame', 'disabled-by-default-devtools.timeline']
const work = [
  'FunctionCall',
  'EvaluateScript',
  'TimerFire',
  'FireAnimationFrame',
  'EventDispatch',
  'RunMicrotasks',
  'UpdateLayoutTree',
]
const layout = ['Layout', 'UpdateLayerTree', 'PrePaint', 'MinorGC', 'MajorGC']

await buildWindowWhenStale()
const browser = await launchChromium()
const loopback = await serveLoopback({
  operations: fakeOperations(largeProject(), true),
  root: join(import.meta.dirname, '../out/renderer'),
  port: 0,
  logBug: (error) => {
    throw error
  },
})
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
await page.goto(loopback.url)
const documents = page.getByRole('grid', { name: /^Documents of/ }).first()
const latents = page.getByRole('grid', { name: 'Latents' })
await documents.getByRole('gridcell').first().waitFor()
await latents.getByRole('columnheader', { name: 'Frequency', exact: true }).getByRole('button').first().click()
for (let latent = 0; latent < lit; latent++) {
  if (latent > 0) await page.keyboard.press('Shift+L')
  await page.waitForTimeout(800)
  await latents
    .getByRole('row')
    .nth(2 + latent)
    .click()
}
await page.getByRole('button', { name: 'Let the documents fill the screen' }).click()
await page.getByText('Full', { exact: true }).first().click()
await documents.locator('mark').first().waitFor()
await page.waitForTimeout(1500)

const session = await page.context().newCDPSession(page)
const events: TraceEvent[] = []
session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
await session.send('Tracing.start', { traceConfig: { includedCategories: categories }, transferMode: 'ReportEvents' })
await documents.hover()
for (let turn = 0; turn < turns; turn++) {
  await page.mouse.wheel(0, 120)
  await page.waitForTimeout(30)
}
const complete = new Promise((done) => session.once('Tracing.tracingComplete', done))
await session.send('Tracing.end')
await complete

// The page's thread is the one that lays out most.
const threads = Map.groupBy(
  events.filter(({ name }) => name === 'UpdateLayoutTree'),
  ({ pid, tid }) => `${pid} ${tid}`,
)
const [thread] = [...threads].sort((a, b) => b[1].length - a[1].length)[0] ?? ['']
const spans = events
  .filter(({ ph, name, pid, tid }) => ph === 'X' && `${pid} ${tid}` === thread && [...work, ...layout].includes(name))
  .sort((a, b) => a.ts - b.ts)
const commits = events.filter(({ name }) => name === 'Commit').map(({ ts }) => ts)
commits.sort((a, b) => a - b)
/** Milliseconds of each frame: of spans that lie in another the outer one alone. */
const frames = new Float64Array(commits.length + 1)
let [end, frame] = [0, 0]
for (const { ts, dur = 0, tdur = dur } of spans) {
  if (ts < end) continue
  end = ts + dur
  while (frame < commits.length && (commits[frame] ?? 0) <= ts) frame++
  frames[frame]! += tdur / 1000
}
frames.sort()
const quantile = (share: number) => Number((frames[Math.min(frames.length - 1, Math.floor(share * frames.length))] ?? 0).toFixed(2))
const [nodes, marks] = await page.evaluate(() => ['*', 'mark'].map((selector) => document.querySelectorAll(selector).length))
console.log({
  lit,
  frames: frames.length,
  median: quantile(0.5),
  p95: quantile(0.95),
  p99: quantile(0.99),
  most: quantile(1),
  nodes,
  marks,
})
await browser.close()
await loopback.close()
