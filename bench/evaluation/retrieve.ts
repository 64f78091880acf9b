/**
 * Searches by property on real text, beside BM25, all-MiniLM-L6-v2, and lenses made of chance.
 *
 *     node bench/evaluation/retrieve.ts [--work /tmp/evaluation]
 *
 * Reads `queries.json`; in the work folder `project` (read with the bundled lens, `random-sae` and `random-reader`) and `dense` (of dense.py). Settings are chosen
 * by the mean average precision of the development queries; the test queries are run once with them, and with the product's defaults. Every list is cut at
 * 1,000 documents, as the product's are; documents that a list lacks are equal below it. Writes `retrieval.json` into the work folder.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { averagePrecision, pairedBootstrap, precisionAt } from '../measures/ranking-measures.ts'
import type { RankedList } from '../../src/main/engine/numerics/largest-scores.ts'
import { fusedScores, openSearch, scoresOf, type Search } from './search-systems.ts'
import { fullWords, type Query, relevantRows, wordLift } from './relevance.ts'
import { readMatrix } from './read-npy.ts'

const { values } = parseArgs({ options: { work: { type: 'string', default: '/tmp/evaluation' } } })
const { work } = values
const { queries } = JSON.parse(readFileSync(join(import.meta.dirname, 'queries.json'), 'utf8')) as { queries: readonly Query[] }
const lenses = ['etalon-small', 'random-sae', 'random-reader'] as const
const resamples = 2000

/** As the product has them. */
const defaults = { k: 100, temperature: 0.2, constant: 60, examples: 10 }
const grid = {
  k: [5, 10, 20, 50, 100, 200],
  temperature: [0.1, 0.2, 0.5, 1],
  constant: [10, 30, 60, 120],
  examples: [5, 10, 20],
}
type Settings = typeof defaults

const queryVectors = readMatrix(join(work, 'dense', 'queries.npy'))
const searches = new Map<string, Promise<Search>>()
function searchOf(corpora: readonly string[]): Promise<Search> {
  const key = corpora.join(' ')
  let search = searches.get(key)
  if (search === undefined) {
    const asked = queries
      .filter((query) => query.corpora.join(' ') === key)
      .flatMap(({ query }) => [query, fullWords(query).join(' ')])
    searches.set(key, (search = openSearch(work, corpora, lenses, asked)))
  }
  return search
}

const judged = await Promise.all(
  queries.map(async (query, at) => {
    const search = await searchOf(query.corpora)
    const relevant = relevantRows(query, search.rows)
    return {
      query,
      full: fullWords(query.query).join(' '),
      vector: queryVectors.row(at),
      search,
      relevant,
      lift: wordLift(query, search.rows, relevant),
    }
  }),
)
type Judged = (typeof judged)[number]

/** Gives the scores of all documents; the settings that it heeds are chosen on the development queries. */
type System = { readonly heeds: readonly (keyof Settings)[]; scores(of: Judged, settings: Settings): Float64Array }

const fuse = (search: Search, lists: readonly RankedList[], constant: number) => fusedScores(lists, constant, search.documents)
const systems: Readonly<Record<string, System>> = {
  chance: { heeds: [], scores: ({ search }) => new Float64Array(search.documents) },
  text: { heeds: [], scores: ({ search, query }) => scoresOf(search.text(query.query), search.documents) },
  minilm: { heeds: [], scores: ({ search, vector }) => scoresOf(search.dense(vector), search.documents) },
  ...Object.fromEntries(
    lenses.flatMap((lens) => [
      [`latents ${lens}`, latentsAlone(lens)],
      [`fused ${lens}`, fusedWithText(lens)],
    ]),
  ),
  'minilm + text': {
    heeds: ['constant'],
    scores: ({ search, query, vector }, { constant }) => fuse(search, [search.dense(vector), search.text(query.query)], constant),
  },
  'minilm + text + latents': {
    heeds: ['k', 'temperature', 'constant'],
    scores: ({ search, query, vector }, { k, temperature, constant }) =>
      fuse(
        search,
        [search.dense(vector), search.text(query.query), search.latents(lenses[0], query.query, k, temperature)],
        constant,
      ),
  },
  // What the product does not do yet: function words of the query left out; the first hits of the text taken as examples.
  'fused, full words': {
    heeds: ['k', 'temperature', 'constant'],
    scores: ({ search, full }, { k, temperature, constant }) =>
      fuse(search, [search.latents(lenses[0], full, k, temperature), search.text(full)], constant),
  },
  ...Object.fromEntries(
    lenses.flatMap((lens) => [
      [`text + alike ${lens}`, likeTheFirst(lens, false)],
      [`text + alike + latents ${lens}`, likeTheFirst(lens, true)],
    ]),
  ),
}

/** The text's list, that of what is like its first documents, and that of the latents whose labels are like the query. */
function likeTheFirst(lens: string, withLatents: boolean): System {
  return {
    heeds: withLatents ? ['examples', 'k', 'temperature', 'constant'] : ['examples', 'constant'],
    scores: ({ search, full }, { examples, k, temperature, constant }) => {
      const text = search.text(full)
      const alike = search.alike(lens, text, examples, 30)
      return fuse(search, withLatents ? [text, alike, search.latents(lens, full, k, temperature)] : [text, alike], constant)
    },
  }
}

function latentsAlone(lens: string): System {
  return {
    heeds: ['k', 'temperature'],
    scores: ({ search, query }, { k, temperature }) =>
      scoresOf(search.latents(lens, query.query, k, temperature), search.documents),
  }
}

function fusedWithText(lens: string): System {
  return {
    heeds: ['k', 'temperature', 'constant'],
    scores: ({ search, query }, { k, temperature, constant }) =>
      fuse(search, [search.latents(lens, query.query, k, temperature), search.text(query.query)], constant),
  }
}

const part = (name: Query['part']) => judged.filter(({ query }) => query.part === name)
const precisions = ({ scores }: System, of: readonly Judged[], settings: Settings) =>
  of.map((each) => averagePrecision(scores(each, settings), each.relevant))
const mean = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0) / list.length

/** Settings that serve a system best on the development queries; of equal ones the first of the grid. */
function chosen(system: System): { settings: Settings; development: number } {
  let tried: Settings[] = [defaults]
  for (const name of system.heeds) tried = tried.flatMap((each) => grid[name].map((value) => ({ ...each, [name]: value })))
  let best = { settings: defaults, development: -1 }
  for (const settings of tried) {
    const development = mean(precisions(system, part('development'), settings))
    if (development > best.development + 1e-9) best = { settings, development }
  }
  return best
}

const test = part('test')
const results = Object.entries(systems).map(([name, system]) => {
  const { settings, development } = chosen(system)
  const found = test.map((each) => {
    const scores = system.scores(each, settings)
    return { ap: averagePrecision(scores, each.relevant), p10: precisionAt(scores, each.relevant, 10) }
  })
  const byDefault = precisions(system, test, defaults)
  return { name, settings, development, found, byDefault }
})

const kinds = {
  all: test.map(() => true),
  content: test.map(({ query }) => query.kind === 'content'),
  form: test.map(({ query }) => query.kind === 'form'),
}
type Kind = keyof typeof kinds
const only = (list: readonly number[], kind: Kind) => list.filter((_, at) => kinds[kind][at])
const resultOf = (name: string) => results.find((each) => each.name === name)!
const apOf = (name: string) => resultOf(name).found.map(({ ap }) => ap)
const summary = results.map(({ name, settings, development, found, byDefault }) => ({
  system: name,
  settings,
  development: round(development),
  map: byKind((kind) =>
    mean(
      only(
        found.map(({ ap }) => ap),
        kind,
      ),
    ),
  ),
  p10: byKind((kind) =>
    mean(
      only(
        found.map(({ p10 }) => p10),
        kind,
      ),
    ),
  ),
  mapByDefault: byKind((kind) => mean(only(byDefault, kind))),
}))
const differences = [
  ['fused etalon-small', 'text'],
  ['fused etalon-small', 'latents etalon-small'],
  ['fused etalon-small', 'minilm'],
  ['fused etalon-small', 'minilm + text'],
  ['fused etalon-small', 'fused random-sae'],
  ['fused etalon-small', 'fused random-reader'],
  ['latents etalon-small', 'latents random-sae'],
  ['latents etalon-small', 'latents random-reader'],
  ['latents etalon-small', 'minilm'],
  ['minilm + text + latents', 'minilm + text'],
  ['fused, full words', 'fused etalon-small'],
  ['text + alike etalon-small', 'text'],
  ['text + alike etalon-small', 'fused etalon-small'],
  ['text + alike + latents etalon-small', 'fused etalon-small'],
  ['text + alike + latents etalon-small', 'text'],
  ['text + alike + latents etalon-small', 'latents etalon-small'],
  ['text + alike + latents etalon-small', 'minilm + text'],
  ['text + alike etalon-small', 'text + alike random-sae'],
  ['text + alike + latents etalon-small', 'text + alike + latents random-sae'],
  ['text + alike + latents etalon-small', 'text + alike + latents random-reader'],
].map(([a, b]) => ({
  a: a!,
  b: b!,
  ...byKind((kind) => {
    const { difference, low, high } = pairedBootstrap(only(apOf(a!), kind), only(apOf(b!), kind), 1, resamples)
    return [round(difference), round(low), round(high)]
  }),
}))

const perQuery = test.map(({ query, relevant, search, lift }, at) => ({
  id: query.id,
  query: query.query,
  relevant: relevant.reduce((sum, each) => sum + each, 0),
  documents: search.documents,
  wordLift: round(lift),
  ap: Object.fromEntries(results.map(({ name, found }) => [name, round(found[at]!.ap)])),
}))
writeFileSync(
  join(work, 'retrieval.json'),
  JSON.stringify({ defaults, grid, resamples, summary, differences, perQuery }, null, 1) + '\n',
)
for (const { system, settings, development, map, p10, mapByDefault } of summary)
  console.log(
    [
      system.padEnd(26),
      JSON.stringify(settings).padEnd(44),
      development,
      ...Object.values(map),
      '|',
      ...Object.values(p10),
      '|',
      ...Object.values(mapByDefault),
    ].join(' '),
  )
for (const each of differences) console.log(JSON.stringify(each))

function byKind<Value>(of: (kind: Kind) => Value): Record<Kind, Value> {
  const value = (kind: Kind) => {
    const found = of(kind)
    return typeof found === 'number' ? (round(found) as Value) : found
  }
  return { all: value('all'), content: value('content'), form: value('form') }
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
