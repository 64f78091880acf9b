/**
 * Properties planted in half of a real corpus, and whether the first differences that the app finds are latents that read them.
 *
 *     node bench/planted/measure.ts [--lens FOLDER] [--chance FOLDER] [--property NAME]… [--seeds 1,2,3] [--documents 200]
 *         [--wordings testing|making] [--texts FILE]… [--work FOLDER] [--out FOLDER]
 *
 * For each seed documents of a real corpus are drawn, cut and dealt to two halves; in one half each property in turn is planted. Found: of the first five
 * differences towards the planted half that are discoveries, one has at least half of its 20 strongest tokens on planted text. The same with `--chance`, a
 * lens that knows nothing on the same reader (of bench/evaluation/make_lenses.py, its default place), and with nothing planted. Seeds, from 1, take the
 * corpora of `--texts` in turn (films, medical answers, model answers). Writes `results.json` and `results.md` into `--out` (bench/results/planted).
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { lensFolder, repository } from '../peer.ts'
import { drawHalves, plain, plantAll, plantedShare, type Planted } from './plant.ts'
import { differencesInNothing, firstDifferences, openPlanted } from './read-differences.ts'
import { foundShare, type NothingPlanted, type Planting, sentencesOf, tableOf } from './report.ts'
import { readWordings, sharedContentWords } from './wordings.ts'

const data = join(repository, '..', 'shared', 'data')
const { values } = parseArgs({
  options: {
    lens: { type: 'string' },
    chance: { type: 'string', default: '/tmp/evaluation/lenses/random-sae' },
    property: { type: 'string', multiple: true },
    seeds: { type: 'string', default: '1,2,3' },
    documents: { type: 'string', default: '200' },
    wordings: { type: 'string', default: 'testing' },
    texts: {
      type: 'string',
      multiple: true,
      default: ['wikipedia_movies', 'medquad', 'model-answers/gpt4_0613_verbose'].map((name) => join(data, `${name}.jsonl.gz`)),
    },
    work: { type: 'string' },
    out: { type: 'string', default: join(repository, 'bench', 'results', 'planted') },
  },
})
const began = performance.now()
const part = values.wordings === 'making' ? 'making' : 'testing'
const seeds = values.seeds.split(',').map(Number)
if (!seeds.every((seed) => Number.isInteger(seed) && seed > 0)) throw new Error(`seeds are whole numbers from 1: ${values.seeds}`)
const { functionWords, properties: all } = readWordings()
const properties = all.filter(({ name }) => values.property?.includes(name) ?? true)
const known = all.map(({ name }) => name).join(', ')
if (properties.length < (values.property?.length ?? 0)) throw new Error(`no such property; there are: ${known}`)
for (const property of properties) {
  const shared = sharedContentWords(property, functionWords)
  if (shared.length > 0) throw new Error(`wordings of ${property.name} share words: ${shared.join(', ')}`)
}
const lens = openedLens(lensFolder(values.lens))
const chance = values.chance === '' ? null : openedLens(resolve(values.chance))
if (chance !== null && chance.reader !== lens.reader)
  throw new Error(
    `${chance.folder} has another reader than ${lens.folder}; make it with bench/evaluation/make_lenses.py --lens, or leave it out with --chance ''`,
  )
const lenses = chance === null ? [lens] : [lens, chance]
if (new Set(lenses.map(({ name }) => name)).size < lenses.length) throw new Error(`both lenses are called ${lens.name}`)

const folder = values.work === undefined ? mkdtempSync(join(tmpdir(), 'etalon-planted-')) : resolve(values.work)
try {
  await measure()
} finally {
  if (values.work === undefined) rmSync(folder, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const corpora = seeds.flatMap(plantedCorpora)
  for (const { name, documents } of corpora) {
    const rows = documents.map(({ text }, at) => `${JSON.stringify({ id: `${name}-${at}`, text })}\n`)
    writeFileSync(join(folder, `${name}.jsonl`), rows.join(''))
  }
  etalon(['import', folder])
  const reading = lenses.map((each) => {
    const start = performance.now()
    const { encodings } = etalon(['encode', folder, '--lens', each.folder, '--channel', 'text']) as {
      encodings: readonly { readonly lensHash?: string; readonly tokens: number }[]
    }
    const tokens = encodings.reduce((sum, encoding) => sum + encoding.tokens, 0)
    return { lens: each.name, hash: encodings[0]?.lensHash, tokens, seconds: (performance.now() - start) / 1000 }
  })
  const plantings: Planting[] = []
  const nothing: NothingPlanted[] = []
  const project = openPlanted(folder)
  for (const { name: by } of lenses) {
    for (const { name, property, documents, seed, texts } of corpora) {
      const pair = [name, `rest-${seed}`] as const
      if (property === 'plain') nothing.push({ seed, texts, lens: by, ...(await differencesInNothing(project, by, pair)) })
      if (property === 'plain' || property === 'rest') continue
      const share = documents.reduce((sum, document) => sum + plantedShare(document), 0) / documents.length
      const differences = await firstDifferences(project, by, pair, documents)
      plantings.push({ property, seed, texts, lens: by, documents: documents.length, share, differences })
    }
  }
  await project.close()
  write(plantings, nothing, reading)
}

function write(plantings: readonly Planting[], nothing: readonly NothingPlanted[], reading: readonly object[]): void {
  const named = { lens: lens.name, chance: chance?.name ?? null }
  const command = ['node', 'bench/planted/measure.ts', ...process.argv.slice(2)].join(' ')
  const table = tableOf(plantings, properties, named)
  const sentences = sentencesOf(plantings, nothing, properties, named)
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string }
  const results = {
    command,
    etalon: version,
    node: process.versions.node,
    wordings: part,
    ...named,
    reading,
    found: lenses.map(({ name }) => ({ lens: name, share: foundShare(plantings, name) })),
    nothing,
    plantings,
    seconds: (performance.now() - began) / 1000,
  }
  const short = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value)
  mkdirSync(values.out, { recursive: true })
  writeFileSync(join(values.out, 'results.json'), `${JSON.stringify(results, short, 1)}\n`)
  const page = `${table}\n\n${sentences.map((sentence) => `- ${sentence}`).join('\n')}\n\n\`${command}\`\n`
  writeFileSync(join(values.out, 'results.md'), page)
  console.log(page)
}

type Corpus = {
  readonly name: string
  /** Name of what was planted; `plain`, the same half with nothing; `rest`, the other half. */
  readonly property: string
  readonly seed: number
  readonly texts: string
  readonly documents: readonly Planted[]
}

function plantedCorpora(seed: number): readonly Corpus[] {
  const file = values.texts[(seed - 1) % values.texts.length]!
  const bytes = readFileSync(file)
  const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').split('\n').filter(Boolean)
  const halves = drawHalves(
    lines.map((line) => (JSON.parse(line) as { text: string }).text),
    Number(values.documents),
    seed,
  )
  const corpus = (property: string, documents: readonly Planted[]): Corpus => {
    return { name: `${property}-${seed}`, property, seed, texts: basename(file).replace(/\.jsonl(\.gz)?$/u, ''), documents }
  }
  return [
    corpus('rest', halves.rest.map(plain)),
    corpus('plain', halves.planted.map(plain)),
    ...properties.map((property) => corpus(property.name, plantAll(halves.planted, property, part, seed))),
  ]
}

/** Name of a lens, and a digest of its reader's graph. */
function openedLens(at: string): { readonly folder: string; readonly name: string; readonly reader: string } {
  const manifest = join(at, 'lens.json')
  if (!existsSync(manifest))
    throw new Error(`no lens in ${at}; for the lens of chance run bench/evaluation/make_lenses.py, or --chance ''`)
  const { name, reader } = JSON.parse(readFileSync(manifest, 'utf8')) as { name: string; reader: { graph: string } }
  return {
    folder: at,
    name,
    reader: createHash('sha256')
      .update(readFileSync(join(at, reader.graph)))
      .digest('hex'),
  }
}

function etalon(args: readonly string[]): unknown {
  const entry = join(repository, 'src', 'main', 'cli', 'index.ts')
  const env = { ...process.env, ETALON_HOME: join(folder, 'home') }
  const run = spawnSync(process.execPath, [entry, ...args, '--json'], { encoding: 'utf8', env, maxBuffer: 1 << 28 })
  if (run.status !== 0) throw new Error(`etalon ${args.join(' ')}\n${run.stdout}${run.stderr}`)
  return JSON.parse(run.stdout)
}
