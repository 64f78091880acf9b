import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type ModelGraph } from '../../../src/main/engine/graph/model-graph.ts'
import { readModel } from '../../../src/main/engine/graph/read-model.ts'
import type { ReaderConfig } from '../../../src/main/engine/lens/reader-config.ts'
import type { SaeEncoder } from '../../../src/main/engine/sae/sae-encoder.ts'
import { mirrorSae, readResidual } from '../../support/read-residual.ts'
import { suiteFolder } from '../../support/temporary-folder.ts'

/** test/golden/readers/make.py says what each holds. */
type Golden = {
  readonly config: ReaderConfig
  readonly ids: number[][]
  readonly lengths: number[]
  readonly streams: number[][][]
  readonly middles: number[][][]
}

/** Beside the small ones, all-MiniLM-L6-v2 with its real weights, where make.py has put it. */
const homes = [join(import.meta.dirname, '../../golden/readers'), process.env['ETALON_READERS'] ?? '']
const exports = homes
  .filter((home) => home !== '' && existsSync(home))
  .flatMap((home) => readdirSync(home).map((name) => ({ home, name })))
  .filter(({ name }) => name.includes('.') && !/\.(json|json\.gz|py)$/.test(name))
/** How far rounded weights may lead away from the stream of the model as it was: length of the difference against its own. */
const rounding: Readonly<Record<string, number>> = {
  fp16: 1e-3,
  int8: 0.1,
  uint8: 0.1,
  q4: 0.3,
  q4f16: 0.3,
  'genai-fp16': 1e-3,
  'genai-int4': 0.3,
}

const folder = suiteFolder()
const mirrors = new Map<number, Promise<SaeEncoder>>()

function mirrorOf(width: number): Promise<SaeEncoder> {
  const home = join(folder, `mirror-${width}`)
  if (!mirrors.has(width)) mkdirSync(home)
  const mirror = mirrors.get(width) ?? mirrorSae(home, width)
  mirrors.set(width, mirror)
  return mirror
}

async function opened(home: string, name: string): Promise<ModelGraph> {
  mkdirSync(join(folder, name))
  for (const each of readdirSync(join(home, name)))
    writeFileSync(join(folder, name, basename(each, '.br')), brotliDecompressSync(readFileSync(join(home, name, each))))
  return readModel(join(folder, name, 'model.onnx'))
}

test.for(exports)('the residual stream of $name is what transformers says', async ({ home, name }) => {
  const [architecture = '', exported = ''] = name.split('.')
  const golden = JSON.parse(readFileSync(join(home, `${architecture}.json`), 'utf8')) as Golden
  const { config, ids, lengths, streams, middles } = golden
  const graph = await opened(home, name)
  const mirror = await mirrorOf(config.width ?? 0)
  const batch = { ids: Int32Array.from(ids.flat()), lengths: Int32Array.from(lengths), rows: 2, sequence: ids[0]?.length ?? 0 }
  const places = [
    ...streams.map((wanted, blocks) => ({ hook: { blocks, middle: false }, wanted })),
    ...middles.map((wanted, blocks) => ({ hook: { blocks, middle: true }, wanted })).slice(-1),
  ]
  for (const { hook, wanted } of places) {
    const found = (await readResidual(graph, { hook, config, mirror }, batch)).flat()
    const all = wanted.flat()
    const differences = all.map((each, at) => each - (found[at] ?? NaN))
    const most = Math.max(...differences.map(Math.abs))
    const relative = Math.hypot(...differences) / Math.hypot(...all)
    if (process.env['ETALON_READERS'] !== undefined) console.log(name, hook, { most, relative })
    const limit = rounding[exported]
    expect(found.length).toBe(all.length)
    if (limit === undefined) expect(most, `after ${JSON.stringify(hook)}`).toBeLessThan(1e-4)
    else expect(relative, `after ${JSON.stringify(hook)}`).toBeLessThan(limit)
  }
})
