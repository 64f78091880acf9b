/**
 * Labels of a whole SAE put out in every layout and taken into a fresh project again: in what time, how long the thread that writes was
 * held up at most, and whether anything was lost that the layout has room for.
 *
 *     node bench/label-import.ts [--labels 65536] [--layout csv]
 *
 * `held` is the longest turn of the event loop, in processor time and by the clock: on a machine shared with others only the first says much.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { exportLabelsInput, importLabelsInput, type LabelFormat, labelFormats } from '../src/contract/label-files.ts'
import { exportLabels } from '../src/main/engine/operations/label-export.ts'
import { importLabels } from '../src/main/engine/operations/label-import.ts'
import { ProjectWriting } from '../src/main/engine/operations/project-writing.ts'
import { type LabelRecord, labelRecords } from '../src/main/engine/store/label-records.ts'
import { recordLens } from '../src/main/engine/store/lenses.ts'
import { addLabels } from '../test/support/add-labels.ts'

const { values } = parseArgs({ options: { labels: { type: 'string', default: '65536' }, layout: { type: 'string' } } })
const dSae = Number(values.labels)
const folder = mkdtempSync(join(tmpdir(), 'etalon-labels-'))

const places: Partial<Record<LabelFormat, string>> = {
  neuronpedia: 'dump',
  delphi: 'delphi',
  jsonl: 'labels.jsonl.gz',
  csv: 'labels.csv',
}

try {
  const from = openProject('from')
  addLabels(
    from.project.db,
    Array.from({ length: dSae }, (_, latent) => ({
      lens: from.lens,
      latent,
      text: textOf(latent),
      notes: latent % 4 === 0 ? `Seen in ${textOf(latent + 1)}.` : '',
      origin: 'language-model' as const,
      author: 'gpt-4o-mini',
      score: Math.round(500 + 500 * Math.sin(latent)) / 1000,
      source: { scoreMethod: 'detection', examples: [`an example of <<${textOf(latent)}>>`] },
    })),
  )
  const whole = labelRecords(from.project.db, from.lens)
  console.log(`${dSae} labels with score and example, every fourth with notes`)
  for (const format of labelFormats.filter((each) => (values.layout ?? each) === each)) await roundTrip(from.project, whole, format)
  await from.project.close()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function roundTrip(from: ProjectWriting, whole: readonly LabelRecord[], format: LabelFormat): Promise<void> {
  const out = join(folder, places[format] ?? `${format}.json`)
  const put = await watched(() => exportLabels(from, exportLabelsInput.parse({ lens: 'wide', format, out })))
  const { project, lens } = openProject(format)
  const taken = await watched(() => importLabels(project, importLabelsInput.parse({ lens: 'wide', file: out, anyway: true })))
  const again = await watched(() => importLabels(project, importLabelsInput.parse({ lens: 'wide', file: out, anyway: true })))
  const same = compared(whole, labelRecords(project.db, lens), put.result.leftOut === null)
  const { written } = taken.result
  console.log(
    `${format.padEnd(14)} out ${told(put)}; in ${told(taken)}; again ${told(again)} and ${again.result.written} written; ${written} written, ${same}${put.result.leftOut === null ? '' : ` (${put.result.leftOut})`}`,
  )
  await project.close()
  rmSync(join(folder, format), { recursive: true, force: true })
}

type Watched<Result> = {
  readonly result: Result
  readonly seconds: number
  readonly processor: number
  readonly held: number
  readonly turn: number
}

/** `held` and `turn`: of the longest turn, milliseconds of this thread's processor time and by the clock. */
async function watched<Result>(work: () => Promise<Result>): Promise<Watched<Result>> {
  let held = 0
  let turn = 0
  let last = { cpu: process.threadCpuUsage(), at: performance.now() }
  let watching = true
  const begun = last
  const spent = (cpu: NodeJS.CpuUsage) => (cpu.user + cpu.system) / 1000
  const tick = () => {
    held = Math.max(held, spent(process.threadCpuUsage(last.cpu)))
    turn = Math.max(turn, performance.now() - last.at)
    last = { cpu: process.threadCpuUsage(), at: performance.now() }
    if (watching) setImmediate(tick)
  }
  setImmediate(tick)
  const result = await work()
  watching = false
  tick()
  return {
    result,
    seconds: (performance.now() - begun.at) / 1000,
    processor: spent(process.threadCpuUsage(begun.cpu)) / 1000,
    held,
    turn,
  }
}

function told({ seconds, processor, held, turn }: Watched<unknown>): string {
  return `${seconds.toFixed(1)} s (${processor.toFixed(1)} s of processor, held ${held.toFixed(0)} ms, ${turn.toFixed(0)} ms by the clock)`
}

function compared(whole: readonly LabelRecord[], back: readonly LabelRecord[], all: boolean): string {
  const of = ({ latent, text, notes, scores, examples }: LabelRecord) =>
    JSON.stringify(all ? [latent, text, notes, scores, examples] : [latent, text])
  const lost = whole.filter((record, at) => back[at] === undefined || of(record) !== of(back[at])).length
  return lost === 0 && back.length === whole.length ? 'none lost' : `${lost} LOST OR OTHERWISE`
}

function openProject(name: string): { readonly project: ProjectWriting; readonly lens: number } {
  const place = join(folder, name)
  const nothing = () => {}
  const project = new ProjectWriting(
    { folder: place, store: place, resources: place, home: place, version: 'bench', host: 'bench' },
    {
      startProcess: () => {
        throw new Error('nothing is read here')
      },
      changed: nothing,
      jobs: nothing,
      logBug: nothing,
    },
  )
  const hook = 'blocks.6.hook_resid_pre'
  const { lens } = recordLens(project.db, {
    name: 'wide',
    hash: 'ab'.repeat(32),
    title: '',
    folder: place,
    manifest: {},
    dSae,
    hook,
  })
  return { project, lens }
}

function textOf(latent: number): string {
  const words = ['verbs of motion', 'code in Python', 'שלום greetings', 'an emoji 👋🏽', '"quoted", with commas', '=formula', 'dates']
  return `${words[latent % words.length]} ${latent.toString(36)} ${words[(latent * 5 + 3) % words.length]}`
}
