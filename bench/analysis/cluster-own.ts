import { readFileSync } from 'node:fs'
import type { ClusterMode } from '../../src/main/engine/analysis/cluster/cluster-documents.ts'
import { clusterDocuments } from '../../src/main/engine/analysis/cluster/cluster-documents.ts'

/** Our side of cluster.ts, in a process of its own: FILE ROWS COLUMNS K MODE, as cluster-peer.py has them. Prints one line of JSON. */
const [path = '', rowsText, columnsText, kText, mode] = process.argv.slice(2)
const [rows, columns, k] = [Number(rowsText), Number(columnsText), Number(kText)]
const bytes = readFileSync(path)
const starts = new Uint32Array(bytes.buffer, bytes.byteOffset, rows + 1)
const indices = new Uint32Array(bytes.buffer, bytes.byteOffset + 4 * (rows + 1), starts[rows]!)
const startMegabytes = process.resourceUsage().maxRSS / 1024
const seconds: number[] = []
const processorSeconds: number[] = []
let labels: number[] = []
for (let run = 0; run < 2; run++) {
  const began = performance.now()
  const processor = process.cpuUsage()
  const { cluster } = clusterDocuments({ documents: { rows, columns, starts, indices }, k, mode: mode as ClusterMode, seed: 1 })
  seconds.push((performance.now() - began) / 1000)
  const { user, system } = process.cpuUsage(processor)
  processorSeconds.push((user + system) / 1e6)
  labels = Array.from(cluster)
}
console.log(
  JSON.stringify({ seconds, processorSeconds, peakMegabytes: process.resourceUsage().maxRSS / 1024, startMegabytes, labels }),
)
