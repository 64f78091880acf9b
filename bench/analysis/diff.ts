/**
 * Differences of two corpora beside interp_embed's `diff_features`, on the same synthetic activations.
 *
 *     node bench/analysis/diff.ts --interp-embed FOLDER [--python PYTHON] [--densities 150,1000] [--documents 10000] [--latents 65536]
 *       [--keep FOLDER]
 *
 * FOLDER is a clone of github.com/nickjiang2378/interp-embed; its commit is printed. Each side runs in processes of its own, one after the
 * other; what they count is compared. Ours is read from a store on disk, whose file is put out of the system's cache before the first run.
 * `--keep` keeps the synthetic projects there (and takes them from there): to write one takes a minute or more.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runPython } from '../peer.ts'
import { writeSyntheticProject } from './synthetic-project.ts'

type Own = {
  readonly first: number
  readonly warm: number
  readonly median: number
  readonly firstProcessor: number
  readonly warmProcessor: number
  readonly megabytes: number
  readonly note: string
}

type Peer = {
  readonly peer: string
  readonly first: number
  readonly firstProcessor: number
  readonly cached: number
  readonly cachedProcessor: number
  readonly megabytes: number
}

const { values } = parseArgs({
  options: {
    'interp-embed': { type: 'string' },
    python: { type: 'string' },
    densities: { type: 'string', default: '150,1000' },
    documents: { type: 'string', default: '10000' },
    latents: { type: 'string', default: '65536' },
    keep: { type: 'string' },
  },
})
const folder = values.keep === undefined ? mkdtempSync(join(tmpdir(), 'etalon-diff-')) : resolve(values.keep)
try {
  for (const density of values.densities.split(',')) await compare(Number(density))
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true })
}

async function compare(present: number): Promise<void> {
  const project = join(folder, String(present))
  if (!existsSync(project)) {
    mkdirSync(project, { recursive: true })
    await writeSyntheticProject(project, {
      documents: Number(values.documents),
      latents: Number(values.latents),
      present,
      seed: 1,
    })
  }
  console.log(`${values.documents} + ${values.documents} documents, ${values.latents} latents, about ${present} present a document`)
  const clone = values['interp-embed']
  const peer = clone === undefined ? null : peerOf(project, resolve(clone))
  if (peer !== null) {
    row('interp_embed, first call', peer.first, peer.firstProcessor, peer.megabytes)
    row('interp_embed, cached', peer.cached, peer.cachedProcessor, peer.megabytes)
  }
  const own = (mode: string) => ownOf(project, mode)
  const [counts, disk, subset, whole] = [own('counts'), own('disk'), own('subset'), own('whole')]
  row('ours, from disk, fresh process', counts.first, counts.firstProcessor, counts.megabytes)
  row('ours, from disk', disk.warm, disk.warmProcessor, disk.megabytes)
  row('ours, warm', counts.warm, counts.warmProcessor, counts.megabytes)
  row('ours, half of the rows, first', subset.first, subset.firstProcessor, subset.megabytes)
  row('ours, half of the rows, warm', subset.warm, subset.warmProcessor, subset.megabytes)
  row('whole analysis, first', whole.first, whole.firstProcessor, whole.megabytes)
  row('whole analysis, warm', whole.warm, whole.warmProcessor, whole.megabytes)
  console.log(`  whole analysis: ${whole.note}`)
  if (peer === null) return
  const times = (mine: number, theirs: number) => (theirs / mine).toFixed(0)
  console.log(
    `  ours warm is ${times(counts.warmProcessor, peer.firstProcessor)} times as fast as its first call, ${times(counts.warmProcessor, peer.cachedProcessor)} times ` +
      `as its cached one (processor time; by the clock ${times(counts.warm, peer.first)} and ${times(counts.warm, peer.cached)}); ` +
      `the whole analysis ${times(whole.warmProcessor, peer.firstProcessor)} times its first call`,
  )
}

function ownOf(project: string, mode: string): Own {
  const run = spawnSync(process.execPath, [join(import.meta.dirname, 'diff-own.ts'), project, mode], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(run.stderr)
  return JSON.parse(run.stdout) as Own
}

function peerOf(project: string, clone: string): Peer {
  const script = join(import.meta.dirname, 'diff-peer.py')
  const peer = JSON.parse(runPython(values.python, script, [project, '--clone', clone, '--latents', values.latents])) as Peer
  const commit = spawnSync('git', ['-C', clone, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).stdout.trim()
  ownOf(project, 'counts')
  const same = readFileSync(join(project, 'own.counts')).equals(readFileSync(join(project, 'peer.counts')))
  console.log(`  ${peer.peer}, at ${commit === '' ? 'an unknown commit' : commit}; counts ${same ? 'agree' : 'DIFFER'}`)
  return peer
}

function row(what: string, seconds: number, processor: number, megabytes: number): void {
  const [wall, used] = [seconds, processor].map((each) => (1000 * each).toFixed(0).padStart(7))
  console.log(`  ${what.padEnd(32)} ${wall} ms, processor ${used} ms, ${megabytes.toFixed(0).padStart(6)} MB`)
}
