/**
 * Fused search over a large corpus, beside SQLite's own full-text search of the same texts and words.
 *
 *     node bench/analysis/search.ts [--documents 100000] [--queries 100] [--words 200] [--active 150] [--seed 1]
 *
 * Words are drawn from Zipf's law, latents are active in a share of the documents that falls with a power of their rank. A query has four words and 100
 * latents of any frequency. Ours: latent scores (scales known) and BM25, 1,000 of each kept, fused by rank. The peer: FTS5, the words joined by
 * OR, ranked by bm25(), the first 1,000, in memory.
 */
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { fuseByRank } from '../../src/main/engine/analysis/retrieve/fuse.ts'
import {
  latentScale,
  type Postings,
  rankWeights,
  searchLatents,
  type WeightedLatent,
} from '../../src/main/engine/analysis/retrieve/latent-scores.ts'
import { newScoreBoard } from '../../src/main/engine/analysis/retrieve/score-board.ts'
import { searchText } from '../../src/main/engine/analysis/retrieve/search-text.ts'
import { startTextIndex } from '../../src/main/engine/analysis/retrieve/text-index.ts'
import { seededRandom } from '../../src/main/engine/numerics/seeded-random.ts'

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '100000' },
    queries: { type: 'string', default: '100' },
    words: { type: 'string', default: '200' },
    active: { type: 'string', default: '150' },
    seed: { type: 'string', default: '1' },
  },
})
const documents = Number(values.documents)
const queries = Number(values.queries)
const vocabulary = 200_000
const dSae = 65_536
const latentsAsked = 100
const kept = 1000
const random = seededRandom(Number(values.seed))

const builder = startTextIndex()
const db = new Database(':memory:')
db.exec("CREATE VIRTUAL TABLE texts USING fts5(content, content = '', tokenize = 'unicode61 remove_diacritics 2')")
const insert = db.prepare('INSERT INTO texts (rowid, content) VALUES (?, ?)')
let buildMs = 0
let peerBuildMs = 0
let characters = 0
const batch = 5000
for (let from = 0; from < documents; from += batch) {
  const texts = Array.from({ length: Math.min(batch, documents - from) }, () => zipfText(Number(values.words)))
  characters += texts.reduce((sum, text) => sum + text.length, 0)
  buildMs += took(() => texts.forEach((text) => builder.add(text)))
  peerBuildMs += took(() => db.transaction(() => texts.forEach((text, at) => insert.run(from + at, text)))())
}
let index = startTextIndex().finish()
buildMs += took(() => (index = builder.finish()))
peerBuildMs += took(() => db.exec("INSERT INTO texts (texts) VALUES ('optimize')"))
const peerBytes = db.pragma('page_count', { simple: true }) as number
const pageSize = db.pragma('page_size', { simple: true }) as number
console.log(
  `${documents} documents, ${(characters / 1e6).toFixed(0)} million characters, ${index.terms.terms} words, ${(index.ordinals.length / 1e6).toFixed(1)} million postings`,
)
console.log(`  our index: ${(buildMs / 1000).toFixed(1)} s, ${(index.bytes / 1e6).toFixed(0)} MB in memory`)
console.log(
  `  FTS5 ${db.prepare('SELECT sqlite_version()').pluck().get() as string}: ${(peerBuildMs / 1000).toFixed(1)} s, ${((peerBytes * pageSize) / 1e6).toFixed(0)} MB`,
)

const board = newScoreBoard(documents)
const match = db
  .prepare('SELECT rowid, bm25(texts) AS score FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT 1000')
  .pluck()
const times = { text: [] as number[], latents: [] as number[], fusion: [] as number[], fused: [] as number[], peer: [] as number[] }
/** Of all threads: on a machine shared with others it says more than the clock. */
const processor = { fused: [] as number[], peer: [] as number[] }
let agreement = 0
let scaleMs = 0
let postingsRead = 0
for (let query = 0; query < queries; query++) {
  const words = Array.from({ length: 4 }, () => zipfWord())
  const weights = rankWeights(latentsAsked)
  const postings = Array.from({ length: latentsAsked }, () => drawPostings(Math.floor(random() ** 3 * dSae)))
  const scales: number[] = []
  scaleMs += took(() => postings.forEach(({ maxima }) => scales.push(latentScale(maxima))))
  postingsRead += postings.reduce((sum, { ordinals }) => sum + ordinals.length, 0)
  const latents = postings.map((each, rank): WeightedLatent => ({
    ...each,
    latent: rank,
    weight: weights[rank]!,
    scale: scales[rank]!,
  }))
  let byText = new Uint32Array(0)
  let byLatents = new Uint32Array(0)
  const used = processorMs()
  const textMs = took(() => (byText = Uint32Array.from(searchText(board, index, words.join(' '), { limit: kept }).ordinals)))
  const latentMs = took(() => (byLatents = Uint32Array.from(searchLatents(board, latents, { limit: kept }).ordinals)))
  const fusionMs = took(() => fuseByRank([byLatents, byText], kept))
  processor.fused.push(processorMs() - used)
  let peer: number[] = []
  times.text.push(textMs)
  times.latents.push(latentMs)
  times.fusion.push(fusionMs)
  times.fused.push(textMs + latentMs + fusionMs)
  const usedBefore = processorMs()
  times.peer.push(took(() => (peer = match.all(words.map((word) => `"${word}"`).join(' OR ')) as number[])))
  processor.peer.push(processorMs() - usedBefore)
  const top = new Set(peer.slice(0, 10))
  agreement += byText.subarray(0, 10).filter((ordinal) => top.has(ordinal)).length / Math.max(1, top.size)
}
console.log(
  `${queries} queries of 4 words and ${latentsAsked} latents (${Math.round(postingsRead / queries)} postings a query), milliseconds at the 50th and 95th percentile`,
)
console.log(`  ${'first query, fused'.padEnd(20)} ${times.fused[0]!.toFixed(2).padStart(8)}`)
row('BM25', times.text)
row('latents', times.latents)
row('fusion', times.fusion)
row('fused search', times.fused)
row('FTS5 OR, text only', times.peer)
row('processor, fused', processor.fused)
row('processor, FTS5', processor.peer)
console.log(
  `  fused search is ${(percentile(times.peer, 0.5) / percentile(times.fused, 0.5)).toFixed(1)} times as fast as FTS5 OR at the 50th, ${(percentile(times.peer, 0.95) / percentile(times.fused, 0.95)).toFixed(1)} times at the 95th; BM25 alone ${(percentile(times.peer, 0.5) / percentile(times.text, 0.5)).toFixed(1)} and ${(percentile(times.peer, 0.95) / percentile(times.text, 0.95)).toFixed(1)}`,
)
console.log(`  scales of 100 latents, worked out once for a corpus: ${(scaleMs / queries).toFixed(1)} ms`)
console.log(`  first ten of BM25 and FTS5 in common: ${((100 * agreement) / queries).toFixed(0)} %`)
console.log(`  resident memory: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB, FTS5's pages included`)

/** A word of rank r with a chance of about 1/(r + 3): r = e^(u ln V). */
function zipfWord(): string {
  return `w${Math.floor(Math.exp(random() * Math.log(vocabulary))).toString(36)}`
}

function zipfText(mean: number): string {
  const length = Math.max(1, Math.round(mean * (0.3 + 1.4 * random())))
  return Array.from({ length }, () => zipfWord()).join(' ')
}

/** Postings of the latent of this rank: `--active` latents a document on average, shares falling as 1/(rank + 50). */
function drawPostings(rank: number): Postings {
  const total = Math.log((dSae + 50) / 50)
  const share = Math.min(0.9, Number(values.active) / total / (rank + 50))
  const ordinals: number[] = []
  for (let ordinal = gap(share); ordinal < documents; ordinal += 1 + gap(share)) ordinals.push(ordinal)
  return { ordinals: Uint32Array.from(ordinals), maxima: Float32Array.from(ordinals, () => 0.05 - 2 * Math.log(1 - random())) }
}

/** Misses before the next hit, a hit having chance `share`. */
function gap(share: number): number {
  return Math.floor(Math.log(1 - random()) / Math.log(1 - share))
}

function took(run: () => unknown): number {
  const start = performance.now()
  run()
  return performance.now() - start
}

function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function percentile(list: readonly number[], share: number): number {
  return list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(share * list.length))]!
}

function row(what: string, list: readonly number[]): void {
  console.log(
    `  ${what.padEnd(20)} ${percentile(list, 0.5).toFixed(2).padStart(8)} ${percentile(list, 0.95).toFixed(2).padStart(8)}`,
  )
}
