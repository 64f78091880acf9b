import { parentPort, workerData } from 'node:worker_threads'
import { previewCorpus } from '../../../src/main/engine/corpora/columns.ts'
import { describeSource } from '../../../src/main/engine/corpora/discover.ts'
import { readDocuments } from '../../../src/main/engine/corpora/documents.ts'

// A worker that reads a corpus and tells how many documents it has and the most memory its buffers took, in bytes.
const source = await describeSource(workerData as string)
const { mapping } = await previewCorpus(source)
let documents = 0
let buffers = 0
for await (const { items } of readDocuments(source, mapping)) {
  documents += items.length
  buffers = Math.max(buffers, process.memoryUsage().arrayBuffers)
}
parentPort?.postMessage({ documents, buffers })
