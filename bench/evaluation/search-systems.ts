import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  latentScale,
  rankWeights,
  searchLatents,
  type WeightedLatent,
} from '../../src/main/engine/analysis/retrieve/latent-scores.ts'
import { latentsByExample } from '../../src/main/engine/analysis/retrieve/latents-by-example.ts'
import { newScoreBoard } from '../../src/main/engine/analysis/retrieve/score-board.ts'
import { searchText } from '../../src/main/engine/analysis/retrieve/search-text.ts'
import { largestScores, type RankedList } from '../../src/main/engine/numerics/largest-scores.ts'
import { topK } from '../../src/main/engine/numerics/top-k.ts'
import { type DocumentSpace, placeOf, postingsIn, spaceOf } from '../../src/main/engine/operations/analyses/document-space.ts'
import { axisOf } from '../../src/main/engine/operations/analyses/similar.ts'
import { textIndexOf } from '../../src/main/engine/operations/analyses/text-indexes.ts'
import { totalsOf } from '../../src/main/engine/operations/latent-totals.ts'
import { ProjectReading } from '../../src/main/engine/operations/project-reading.ts'
import { readDocumentPooled } from '../../src/main/engine/store/activations/read-document.ts'
import { lensOf } from '../../src/main/engine/operations/lens-files.ts'
import { readSubjectOf } from '../../src/main/engine/operations/subjects.ts'
import { repository } from '../peer.ts'
import { type Matrix, readMatrix } from './read-npy.ts'
import type { Row } from './relevance.ts'

/** Of each list, as the product. */
const listed = 1000

/** Ways to search the documents of some corpora, numbered through. */
export type Search = {
  readonly documents: number
  readonly rows: readonly Row[]
  text(query: string): RankedList
  latents(lens: string, query: string, k: number, temperature: number): RankedList
  /** By example: like the first documents of a list, by at most `k` latents, as `like` does in the product. */
  alike(lens: string, list: RankedList, examples: number, k: number): RankedList
  /** Cosine with the documents' MiniLM vectors, above 0. */
  dense(vector: Float32Array): RankedList
}

/** Opens the project of a work folder; `queries` are all that will be asked. */
export async function openSearch(
  work: string,
  corpora: readonly string[],
  lenses: readonly string[],
  queries: readonly string[],
): Promise<Search> {
  const folder = join(work, 'project')
  const place = {
    folder,
    store: null,
    resources: join(repository, 'resources'),
    home: join(work, 'home'),
    version: '',
    host: 'bench',
  }
  const project = new ProjectReading(place)
  const rows = corpora.flatMap((corpus) => rowsOf(join(folder, `${corpus}.jsonl`)))
  const spaces = new Map(
    lenses.map((lens) => [lens, spaceOf(corpora.map((corpus) => readSubjectOf(project, { corpus, channel: 'text', lens })))]),
  )
  const first = spaces.get(lenses[0]!)!
  const { documents } = first
  if (documents !== rows.length) throw new Error(`${documents} documents were read of ${rows.length} rows of ${corpora.join(', ')}`)
  const similarities = new Map<string, Float32Array>()
  for (const [lens, space] of spaces) {
    const stored = space.subjects[0]!.lens
    const { present } = totalsOf(project, space.subjects, stored.dSae)
    for (const query of queries) similarities.set(`${lens}\n${query}`, (await axisOf(project, stored, query, present)).similarities)
  }
  const thresholds = new Map<string, Float32Array>()
  for (const [lens, space] of spaces) thresholds.set(lens, (await lensOf(project, space.subjects[0]!.lens)).thresholds)
  const board = newScoreBoard(documents)
  const index = textIndexOf(project, first)
  const vectors = corpora.map((corpus) => readMatrix(join(work, 'dense', `${corpus}.npy`)))
  const latents = new Map<string, Omit<WeightedLatent, 'weight'>>()
  const lists = new Map<string, RankedList>()

  function kept(key: string, work: () => RankedList): RankedList {
    let list = lists.get(key)
    if (list === undefined) lists.set(key, (list = work()))
    return list
  }

  function scaled(lens: string, space: DocumentSpace, latent: number): Omit<WeightedLatent, 'weight'> {
    const key = `${lens} ${latent}`
    let found = latents.get(key)
    if (found === undefined) {
      const { ordinals, maxima } = postingsIn(project, space, latent)
      latents.set(key, (found = { latent, ordinals, maxima, scale: latentScale(maxima) }))
    }
    return found
  }

  function exampleOf(lens: string, document: number): { latents: Uint32Array; maxima: Float32Array } {
    const { subject, ordinal } = placeOf(spaces.get(lens)!, document)
    const { latents: active, maxima } = readDocumentPooled(project.db, subject.encoding.encoding, ordinal)
    const present = Uint32Array.from(active.keys()).filter((at) => maxima[at]! > thresholds.get(lens)![active[at]!]!)
    present.sort((a, b) => active[a]! - active[b]!)
    return { latents: present.map((at) => active[at]!), maxima: Float32Array.from(present, (at) => maxima[at]!) }
  }

  return {
    documents,
    rows,
    alike: (lens, { ordinals }, examples, k) =>
      kept(`alike ${lens} ${k}\n${ordinals.subarray(0, examples).join(' ')}`, () => {
        const space = spaces.get(lens)!
        const liked = Array.from(ordinals.subarray(0, examples), (document) => exampleOf(lens, document))
        const frequencies = totalsOf(project, space.subjects, space.subjects[0]!.lens.dSae).present
        const scaleOf = (latent: number) => scaled(lens, space, latent).scale
        const weights = latentsByExample({ liked, disliked: [], frequencies, documents, scaleOf, limit: k })
        return searchLatents(
          board,
          weights.map(({ latent, weight }) => ({ ...scaled(lens, space, latent), weight })),
          { limit: listed },
        )
      }),
    text: (query) => kept(`text\n${query}`, () => searchText(board, index, query, { limit: listed })),
    latents: (lens, query, k, temperature) =>
      kept(`${lens} ${k} ${temperature}\n${query}`, () => {
        const best = topK(similarities.get(`${lens}\n${query}`)!, k)
        const weights = rankWeights(best.length, temperature)
        const asked = best.map((latent, rank) => ({ ...scaled(lens, spaces.get(lens)!, latent), weight: weights[rank]! }))
        return searchLatents(board, asked, { limit: listed })
      }),
    dense: (vector) =>
      largestScores(
        cosines(vector, vectors, documents),
        Uint32Array.from({ length: documents }, (_, at) => at),
        listed,
      ),
  }
}

/** Scores of a list over all documents, [documents]; 0 where it lacks one. */
export function scoresOf({ ordinals, scores }: RankedList, documents: number): Float64Array {
  const all = new Float64Array(documents)
  ordinals.forEach((ordinal, at) => (all[ordinal] = scores[at]!))
  return all
}

/** Reciprocal rank fusion, as `fuseByRank`, with any constant for its 60; [documents]. */
export function fusedScores(lists: readonly RankedList[], constant: number, documents: number): Float64Array {
  const all = new Float64Array(documents)
  for (const { ordinals } of lists) ordinals.forEach((ordinal, at) => (all[ordinal]! += 1 / (constant + at + 1)))
  return all
}

function rowsOf(path: string): Row[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Row)
}

function cosines(vector: Float32Array, matrices: readonly Matrix[], documents: number): Float32Array {
  const scores = new Float32Array(documents)
  let document = 0
  for (const { rows, row } of matrices)
    for (let at = 0; at < rows; at++, document++) {
      const other = row(at)
      let sum = 0
      for (let place = 0; place < vector.length; place++) sum += vector[place]! * other[place]!
      scores[document] = sum
    }
  return scores
}
