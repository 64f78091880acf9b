import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { adjustedRand } from '../measures/cluster-agreement.ts'
import { runPython } from '../peer.ts'
import { plantedClusters } from './planted-clusters.ts'

/**
 * Clustering beside the paper's route, on the same documents with planted clusters: seconds, agreement with the plant, peak memory.
 *
 * node bench/analysis/cluster.ts [--rows 10000] [--mode graph] [--python PYTHON] [--densities 150,1000]
 *
 * Each side runs in a process of its own, one after the other; the matrix comes from a file. Ours is first and warm.
 */
const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000' },
    mode: { type: 'string', default: 'graph' },
    densities: { type: 'string', default: '150,1000' },
    python: { type: 'string' },
  },
})

/** So hard that the peer finds about 0.93 of the plant: signature columns of each cluster, and how many times as frequent they are. */
const plants: Readonly<Record<string, { signature: number; lift: number }>> = {
  150: { signature: 400, lift: 7.6 },
  1000: { signature: 800, lift: 6.9 },
}
const columns = 65_536
const k = 8
const folder = mkdtempSync(join(tmpdir(), 'etalon-cluster-'))
try {
  for (const density of options.densities.split(',')) console.log(JSON.stringify(compare(Number(density)), null, 2))
} finally {
  rmSync(folder, { recursive: true })
}

type Run = { seconds: number[]; processorSeconds: number[]; peakMegabytes: number; startMegabytes: number; labels: number[] }

function compare(present: number) {
  const rows = Number(options.rows)
  const plant = plants[present] ?? { signature: 400, lift: 8 }
  const { documents, truth } = plantedClusters({ rows, columns, present, clusters: k, ...plant, seed: 1 })
  const file = join(folder, 'matrix')
  writeFileSync(file, documents.starts)
  writeFileSync(file, documents.indices, { flag: 'a' })
  const args = [file, String(rows), String(columns), String(k)]
  const script = join(import.meta.dirname, 'cluster-own.ts')
  const run = spawnSync(process.execPath, [script, ...args, options.mode], { encoding: 'utf8', maxBuffer: 1e9 })
  if (run.status !== 0) throw new Error(run.stderr)
  const own = JSON.parse(run.stdout) as Run
  const peer = JSON.parse(runPython(options.python, join(import.meta.dirname, 'cluster-peer.py'), args)) as Omit<
    Run,
    'seconds' | 'processorSeconds'
  > & { seconds: number; processorSeconds: number; affinitySeconds: number; peer: string }
  const [first = NaN, warm = NaN] = own.seconds
  return {
    rows,
    present,
    mode: options.mode,
    peer: peer.peer,
    seconds: { first, warm, peer: peer.seconds, ofThatAffinity: peer.affinitySeconds },
    processorSeconds: { first: own.processorSeconds[0], warm: own.processorSeconds[1], peer: peer.processorSeconds },
    timesFaster: { first: peer.seconds / first, warm: peer.seconds / warm },
    adjustedRand: { own: adjustedRand(truth, own.labels), peer: adjustedRand(truth, peer.labels) },
    peakMegabytes: { own: own.peakMegabytes, ownWithMatrixOnly: own.startMegabytes, peer: peer.peakMegabytes },
  }
}
