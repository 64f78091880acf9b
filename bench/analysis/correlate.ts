/**
 * All pairs of latents by NPMI with conditional tests, beside scipy's bare product of the same filtered matrix, `X @ X.T`, which only counts;
 * and, where a clone is named, interp_embed's `calculate_npmi`.
 *
 *     node bench/analysis/correlate.ts [--present 150 --present 1000] [--documents 10000] [--latents 65536] [--lowest 0.001]
 *       [--support 10] [--runs 4] [--python PYTHON] [--clone FOLDER of interp_embed]
 *
 * Synthetic data, seeded: frequencies by power law, no associations but by how rich documents are. Each side runs in its own process: first
 * run and best of the later ones, wall and processor seconds, and the peak of resident memory over what it was with the data loaded.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { correlate } from '../../src/main/engine/analysis/correlate/correlate.ts'
import type { BinaryMatrix } from '../../src/main/engine/numerics/binary-matrix.ts'
import { syntheticProperties } from '../../test/support/synthetic-properties.ts'
import { runPython } from '../peer.ts'

type Measured = {
  readonly name: string
  readonly first: number
  readonly warm: number
  readonly processor: number
  readonly megabytes: number
  readonly note: string
}

const { values } = parseArgs({
  options: {
    present: { type: 'string', multiple: true, default: ['150', '1000'] },
    documents: { type: 'string', default: '10000' },
    latents: { type: 'string', default: '65536' },
    lowest: { type: 'string', default: '0.001' },
    support: { type: 'string', default: '10' },
    python: { type: 'string' },
    clone: { type: 'string' },
    runs: { type: 'string', default: '4' },
    measure: { type: 'string' },
  },
})
const band = [Number(values.lowest), 0.5] as const
const minimumSupport = Number(values.support)
if (values.measure !== undefined) console.log(JSON.stringify(measure(values.measure)))
else for (const present of values.present) compare(Number(present))

function compare(present: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'etalon-correlate-'))
  try {
    const sizes = { properties: Number(values.latents), documents: Number(values.documents), present, spread: 0.5, seed: 1 }
    writeMatrix(folder, syntheticProperties(sizes))
    const shared = ['--lowest', values.lowest, '--support', values.support, '--runs', values.runs]
    const own = spawnSync(process.execPath, [import.meta.filename, '--measure', folder, ...shared], { encoding: 'utf8' })
    if (own.status !== 0) throw new Error(own.stderr)
    const clone = values.clone === undefined ? [] : ['--clone', values.clone]
    const peers = runPython(values.python, join(import.meta.dirname, 'correlate-peer.py'), [folder, ...shared, ...clone])
    const rows = [own.stdout, ...peers.trim().split('\n')].map((line) => JSON.parse(line) as Measured)
    const ours = rows[0]!
    console.log(`${sizes.documents} documents, ${sizes.properties} latents, about ${present} present a document`)
    for (const { name, first, warm, processor, megabytes, note } of rows)
      console.log(
        `  ${name.padEnd(26)} first ${first.toFixed(2)} s, warm ${warm.toFixed(2)} s (processor ${processor.toFixed(2)} s), +${megabytes.toFixed(0)} MB;` +
          ` ${(processor / ours.processor).toFixed(1)} x the time, ${(megabytes / ours.megabytes).toFixed(1)} x the memory; ${note}`,
      )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** header.json, and [rows + 1] and [nonzeros] as 32-bit numbers, little-endian. */
function writeMatrix(folder: string, { rows, columns, starts, indices }: BinaryMatrix): void {
  writeFileSync(join(folder, 'header.json'), JSON.stringify({ rows, columns }))
  writeFileSync(join(folder, 'starts.bin'), starts)
  writeFileSync(join(folder, 'indices.bin'), indices)
}

function readMatrix(folder: string): BinaryMatrix {
  const numbers = (name: string) => new Uint32Array(new Uint8Array(readFileSync(join(folder, name))).buffer)
  const header = JSON.parse(readFileSync(join(folder, 'header.json'), 'utf8')) as { rows: number; columns: number }
  return { ...header, starts: numbers('starts.bin'), indices: numbers('indices.bin') }
}

function measure(folder: string): Measured {
  const a = readMatrix(folder)
  const corpus = new Uint16Array(a.columns)
  const unit = Uint32Array.from(corpus.keys())
  const before = process.resourceUsage().maxRSS / 1024
  let note = ''
  const seconds = Array.from({ length: Number(values.runs) }, () => {
    const wall = performance.now()
    const { user, system } = process.cpuUsage()
    const { tested, discoveries, keptA } = correlate({ a, b: null, corpus, unit, richness: 'a', band, minimumSupport, limit: 1000 })
    note = `${keptA} latents kept, ${tested} pairs tested, ${discoveries} discoveries`
    const used = process.cpuUsage()
    return { wall: (performance.now() - wall) / 1000, processor: (used.user - user + used.system - system) / 1e6 }
  })
  const warm = seconds.length > 1 ? seconds.slice(1) : seconds
  return {
    name: 'etalon correlate',
    first: seconds[0]!.wall,
    warm: Math.min(...warm.map((each) => each.wall)),
    processor: Math.min(...warm.map((each) => each.processor)),
    megabytes: process.resourceUsage().maxRSS / 1024 - before,
    note,
  }
}
