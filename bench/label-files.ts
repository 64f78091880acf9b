/**
 * Label files of a large SAE in every layout: whether what was written is read back, in what time, with what memory; and the merge of
 * as many labels.
 *
 *     node bench/label-files.ts [--labels 65536] [--layout neuronpedia]
 *
 * Neuronpedia's batches get embeddings as in its dump (256 numbers a line as text), which the reading passes over.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { LabelFormat } from '../src/contract/label-files.ts'
import type { LabelEntry } from '../src/main/engine/labels/formats/label-entry.ts'
import { readLabels } from '../src/main/engine/labels/formats/read-labels.ts'
import { withoutRoom } from '../src/main/engine/labels/formats/without-room.ts'
import { writeLabelFolder } from '../src/main/engine/labels/formats/write-label-folder.ts'
import { labelText, type LabelFileFormat } from '../src/main/engine/labels/formats/write-labels.ts'
import { compareLabels, labelsToWrite } from '../src/main/engine/labels/merge-labels.ts'

const { values } = parseArgs({ options: { labels: { type: 'string', default: '65536' }, layout: { type: 'string' } } })
const wanted = <Format extends string>(formats: readonly Format[]) => formats.filter((each) => (values.layout ?? each) === each)
const dSae = Number(values.labels)
const hook = 'blocks.6.hook_resid_pre'
const about = { model: 'gpt2-small', sae: '6-res-jb', hook, dSae, lens: '0123456789ab' }
const folder = mkdtempSync(join(tmpdir(), 'etalon-labels-'))
const labels = Array.from({ length: dSae }, (_, latent) => labelOf(latent))

console.log(
  `${dSae} labels with notes, score and example; ${labels.filter(({ current }) => !current).length} of them earlier versions`,
)
try {
  for (const format of wanted(['jsonl', 'json', 'csv', 'neuronpedia', 'goodfire', 'goodfire-json', 'saedashboard'] as const))
    await file(format)
  for (const format of wanted(['neuronpedia', 'delphi'] as const)) await wholeFolder(format)
  if (values.layout === undefined || values.layout === 'jsonl') await merge()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function file(format: LabelFileFormat): Promise<void> {
  const path = join(folder, `labels.${format}`)
  const written = timed(() => writeFileSync(path, [...labelText(format, labels, about)].join('')))
  await readBack(format, path, written, statSync(path).size)
}

async function wholeFolder(format: 'neuronpedia' | 'delphi'): Promise<void> {
  const path = join(folder, format)
  const start = performance.now()
  await writeLabelFolder(path, format, labels, about)
  const written = performance.now() - start
  if (format === 'neuronpedia') addEmbeddings(join(path, 'explanations'))
  const inside = join(path, 'explanations')
  const bytes = readdirSync(inside).reduce((sum, name) => sum + statSync(join(inside, name)).size, 0)
  await readBack(`${format} folder`, path, written, bytes, format)
}

async function readBack(name: string, path: string, written: number, bytes: number, format = name as LabelFormat): Promise<void> {
  const start = performance.now()
  const cpu = process.cpuUsage()
  const found = await readLabels(path, { dSae, hook })
  const read = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  const same = found.labels.filter(({ current }) => current).length
  const texts = new Map(labels.filter(({ current }) => current).map(({ latent, text }) => [latent, text]))
  const right = found.labels.every((label) => !label.current || texts.get(label.latent) === label.text) && same === texts.size
  const whole = withoutRoom(format, labels) === null && JSON.stringify(found.labels) === JSON.stringify(labels)
  const megabytes = (bytes / 1e6).toFixed(1)
  console.log(
    `${name.padEnd(20)} written ${written.toFixed(0)} ms, read ${read.toFixed(0)} ms (${((user + system) / 1000).toFixed(0)} ms of processor), ${megabytes} MB; ${whole ? 'all equal' : right ? 'current labels equal' : 'DIFFERENT'}; ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB resident`,
  )
}

async function merge(): Promise<void> {
  const path = join(folder, 'labels.jsonl')
  const found = await readLabels(path, { dSae, hook })
  const standing = new Map(
    labels.map(({ latent, text }) => [
      latent,
      { text: latent % 3 === 0 ? `${text}!` : text, notes: '', origin: 'import' as const, author: 'x', score: null },
    ]),
  )
  const start = performance.now()
  const merged = compareLabels(standing, found.labels)
  const writes = labelsToWrite(merged, { all: 'both', each: new Map(), file: 'labels.jsonl', person: 'p', keepPersons: false })
  console.log(
    `merge                ${(performance.now() - start).toFixed(0)} ms: ${merged.conflicts.length} conflicts, ${writes.length} versions to write`,
  )
}

/** Writes each batch again with an embedding a line. */
function addEmbeddings(inside: string): void {
  const embedding = JSON.stringify(JSON.stringify(Array.from({ length: 256 }, (_, at) => Math.sin(at + 1))))
  for (const name of readdirSync(inside)) {
    const text = gunzipSync(readFileSync(join(inside, name))).toString()
    writeFileSync(join(inside, name), gzipSync(text.replaceAll('"embedding":null', `"embedding":${embedding}`), { level: 1 }))
  }
}

function labelOf(latent: number): LabelEntry {
  const words = [
    'verbs of motion',
    'code in Python',
    'שלום greetings',
    'an emoji 👋🏽',
    '"quoted", with commas',
    '=formula',
    'line\nbreaks',
    'dates',
  ]
  const text = `${words[latent % words.length]} ${latent.toString(36)} ${words[(latent * 7 + 3) % words.length]}`
  return {
    latent: latent % 50 === 1 ? latent - 1 : latent,
    text,
    notes: latent % 4 === 0 ? `Seen in ${words[latent % 5]}.` : '',
    origin: 'language-model',
    author: 'gpt-4o-mini',
    change: null,
    scores: [{ method: 'detection', value: Math.round(500 + 500 * Math.sin(latent)) / 1000 }],
    examples: [`an example of <<${text}>>`],
    at: '2026-01-01T00:00:00.000Z',
    current: latent % 50 !== 0,
  }
}

function timed(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}
