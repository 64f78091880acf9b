import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { activationCounts } from '../test/support/activation-counts.ts'
import { coactivating } from '../src/main/engine/store/activations/coactivating.ts'
import { commitBlock } from '../src/main/engine/store/activations/commit-block.ts'
import { finishEncoding } from '../src/main/engine/store/activations/finish-encoding.ts'
import { packBlock } from '../src/main/engine/store/activations/pack-block.ts'
import { PartCache } from '../src/main/engine/store/activations/part-cache.ts'
import {
  readDocumentActivations,
  readDocumentPooled,
  readDocumentTokens,
} from '../src/main/engine/store/activations/read-document.ts'
import { readExamples } from '../src/main/engine/store/activations/read-examples.ts'
import { readLatentTokens } from '../src/main/engine/store/activations/read-latent-tokens.ts'
import { readPostings } from '../src/main/engine/store/activations/read-postings.ts'
import { readStatistics } from '../src/main/engine/store/activations/read-statistics.ts'
import { readTopTokens } from '../src/main/engine/store/activations/top-tokens.ts'
import { openActivationStore } from '../test/support/activation-store.ts'
import { syntheticBlocks } from '../test/support/synthetic-activations.ts'

/**
 * Sizes and times of the activation store on synthetic activations, as JSON.
 *
 * node bench/activation-store.ts [documents] [tokens per document] [dSae] [L0] [documents per block]
 */
const [documents = 1000, tokensPerDocument = 300, dSae = 2048, l0 = 36, blockDocuments = 54] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'etalon-measure-'))
const file = join(folder, 'activations.sqlite')
const db = openActivationStore(file)
db.pragma('synchronous = FULL')
const thresholds = new Float32Array(dSae).fill(0.3)

/** Processor time so far in milliseconds, all threads: on a machine shared with others it says more than the clock. */
const processor = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
let committing = 0
let committingProcessor = 0
let packing = 0
let longest = 0
let index = 0
for (const block of syntheticBlocks({ documents, tokensPerDocument, dSae, l0, vocabulary: 16_384, blockDocuments, seed: 7 })) {
  const begun = performance.now()
  const begunProcessor = processor()
  const packed = packBlock(block, dSae)
  packing += performance.now() - begun
  commitBlock(db, 1, index++, block, thresholds, packed)
  const took = performance.now() - begun
  committing += took
  committingProcessor += processor() - begunProcessor
  longest = Math.max(longest, took)
}
const before = statSync(file).size
const steps: Record<string, { milliseconds: number; longest: number }> = {}
let last = performance.now()
const finishBegun = processor()
for (const { doing } of finishEncoding(db, 1, thresholds)) {
  const now = performance.now()
  const step = (steps[doing] ??= { milliseconds: 0, longest: 0 })
  step.milliseconds += now - last
  step.longest = Math.max(step.longest, now - last)
  last = performance.now()
}
const finishProcessor = processor() - finishBegun
db.pragma('wal_checkpoint(TRUNCATE)')

const counts = activationCounts(db, 1)
const pooled = readStatistics(db, 1).documentsActive.reduce((sum, count) => sum + count, 0)
const perNonzero = Object.fromEntries(Object.entries(counts.bytes).map(([name, bytes]) => [name, bytes / counts.nonzeros]))
const cache = new PartCache()
const ordinals = Array.from({ length: 20 }, (_, at) => Math.floor((at * documents) / 20))
console.log(
  JSON.stringify(
    {
      nonzeros: counts.nonzeros,
      nonzerosPerToken: counts.nonzeros / counts.tokens,
      pooledPerDocument: pooled / counts.documents,
      bytesPerNonzero: perNonzero,
      fileBytesPerNonzero: statSync(file).size / counts.nonzeros,
      fileBytesPerNonzeroUnfinished: before / counts.nonzeros,
      nonzerosPerSecond: (counts.nonzeros / committing) * 1000,
      nonzerosPerProcessorSecond: (counts.nonzeros / committingProcessor) * 1000,
      packingShare: packing / committing,
      longestCommitMilliseconds: longest,
      finishProcessorMilliseconds: finishProcessor,
      finish: steps,
      readMilliseconds: {
        tokens: median(ordinals, (ordinal) => readDocumentTokens(db, 1, ordinal)),
        activations: median(ordinals, (ordinal) => readDocumentActivations(db, 1, ordinal)),
        pooled: median(ordinals, (ordinal) => readDocumentPooled(db, 1, ordinal)),
        postings: median(ordinals, (latent) => readPostings(db, 1, latent)),
        examples: median(ordinals, (latent) => readExamples(db, 1, latent)),
        topTokens: median(ordinals, (latent) => readTopTokens(db, 1, latent)),
        statistics: median(ordinals, () => readStatistics(db, 1)),
        coactivating: median(ordinals, (latent) => coactivating(db, 1, latent % dSae, 10, thresholds)),
        latentTokensCold: median(ordinals, (ordinal) => readLatentTokens(db, 1, 5, [ordinal], new PartCache())),
        latentTokensOfTwenty: median([1, 2, 3, 4, 5], (latent) => readLatentTokens(db, 1, latent, ordinals, cache)),
      },
      memoryMegabytes: process.resourceUsage().maxRSS / 1024,
    },
    (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value),
    2,
  ),
)
db.close()
rmSync(folder, { recursive: true })

/** Clock, in milliseconds. */
function median(values: readonly number[], work: (value: number) => unknown): number {
  const times = values.map((value) => {
    const begun = performance.now()
    work(value)
    return performance.now() - begun
  })
  return times.sort((a, b) => a - b)[times.length >> 1]!
}
