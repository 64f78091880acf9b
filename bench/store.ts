/**
 * What a store of real text takes on disk, and how long one document takes to come out of it.
 *
 *     npm run bench:store -- [--documents 6598] [--project FOLDER, read already]
 */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { activationCounts } from '../test/support/activation-counts.ts'
import { readDocumentActivations, readDocumentPooled } from '../src/main/engine/store/activations/read-document.ts'
import { readPostings } from '../src/main/engine/store/activations/read-postings.ts'
import { listEncodings } from '../src/main/engine/store/encodings.ts'
import { closeStore, openStoreForReading } from '../src/main/engine/store/open-store.ts'
import { measureCommand } from './measure-command.ts'
import { sampleTexts } from './sample-texts.ts'

const { values } = parseArgs({ options: { documents: { type: 'string', default: '6598' }, project: { type: 'string' } } })
const folder = mkdtempSync(join(tmpdir(), 'etalon-store-'))
try {
  const project = values.project ?? (await readProject())
  const store = join(project, '.etalon')
  const db = openStoreForReading(store)
  const encodings = listEncodings(db)
  const counts = encodings.map(({ encoding }) => activationCounts(db, encoding))
  const nonzeros = sum(counts.map((each) => each.nonzeros))
  const bytes = (name: keyof (typeof counts)[number]['bytes']) => sum(counts.map((each) => each.bytes[name])) / nonzeros
  console.log(
    `${sum(counts.map((each) => each.documents))} documents, ${sum(counts.map((each) => each.tokens))} tokens, ${nonzeros} non-zeros (${(nonzeros / sum(counts.map((each) => each.tokens))).toFixed(1)} a token)`,
  )
  for (const name of Object.keys(counts[0]?.bytes ?? {}) as (keyof (typeof counts)[number]['bytes'])[])
    console.log(`  ${name.padEnd(16)} ${bytes(name).toFixed(3)} bytes a non-zero`)
  console.log(
    `  whole file       ${(statSync(join(store, 'project.sqlite')).size / nonzeros).toFixed(3)} bytes a non-zero, texts and full-text index included`,
  )
  const [first] = encodings
  if (first !== undefined) {
    const ordinals = Array.from({ length: 200 }, (_, at) => Math.floor((at * first.documents) / 200))
    timed('activations of one document', ordinals, (ordinal) => readDocumentActivations(db, first.encoding, ordinal))
    timed('latents of one document', ordinals, (ordinal) => readDocumentPooled(db, first.encoding, ordinal))
    timed(
      'postings of one latent',
      ordinals.map((_, at) => at * 7),
      (latent) => readPostings(db, first.encoding, latent),
    )
  }
  closeStore(db)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function readProject(): Promise<string> {
  const project = join(folder, 'project')
  mkdirSync(project)
  writeFileSync(
    join(project, 'answers.jsonl'),
    sampleTexts(Number(values.documents))
      .map((text) => `${JSON.stringify({ text })}\n`)
      .join(''),
  )
  for (const command of ['import', 'encode']) {
    const run = await measureCommand([command, project, '--json'], { ETALON_HOME: join(folder, 'home') })
    if (run.code !== 0) throw new Error(run.stderr)
    console.log(`${command}: ${run.seconds.toFixed(1)} s, ${run.peakMegabytes.toFixed(0)} MB peak`)
  }
  return project
}

function timed(what: string, keys: readonly number[], read: (key: number) => unknown): void {
  const times = keys.map((key) => {
    const start = performance.now()
    read(key)
    return performance.now() - start
  })
  times.sort((a, b) => a - b)
  console.log(
    `  ${what}: median ${times[times.length >> 1]?.toFixed(1)} ms, 95th percentile ${times[Math.floor(times.length * 0.95)]?.toFixed(1)} ms`,
  )
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
