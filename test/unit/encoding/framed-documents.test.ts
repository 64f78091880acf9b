import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { DocumentReading } from '../../../src/contract/project.ts'
import { readingOf } from '../../../src/main/engine/encoding/open-reading.ts'
import { readBlock, type Reading } from '../../../src/main/engine/encoding/read-block.ts'
import { forkProcess } from '../../../src/main/engine/inference/fork-process.ts'
import type { TokenBatch } from '../../../src/main/engine/inference/inference-model.ts'
import { openLens } from '../../../src/main/engine/lens/open-lens.ts'
import { tokenizeFramed } from '../../../src/main/engine/reader/chat/framed-document.ts'
import { openTokenizer } from '../../../src/main/engine/reader/tokenizer.ts'
import { mirrorSae } from '../../support/read-residual.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** test/golden/framed/make.py says what each holds. */
type Expected = {
  readonly ids: number[]
  readonly before: number
  readonly after: number
  readonly places: [number, number][]
  readonly windows: number[][]
  readonly stream?: number[][]
}
const home = join(import.meta.dirname, '../../golden/framed')
const golden = JSON.parse(gunzipSync(readFileSync(join(home, 'expected.json.gz'))).toString('utf8')) as {
  readonly contextSize: number
  readonly documents: string[]
  readonly of: Record<string, Record<'user' | 'assistant', Expected[]>>
}
const width = 16

/** A lens whose latents are the residual stream after the first block, place by place, first above zero, then below. */
async function framedLens(reader: string, settings: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = temporaryFolder({
    'reader/config.json': JSON.stringify({ num_hidden_layers: 2, hidden_size: width, num_key_value_heads: 1, head_dim: 16 }),
    'lens.json': JSON.stringify({
      format: 1,
      name: `framed-${reader}`,
      reader: {
        graph: 'reader/model.onnx',
        tokenizer: 'reader/tokenizer.json',
        tokenizerConfig: 'reader/tokenizer_config.json',
        config: 'reader/config.json',
      },
      hook: 'blocks.0.hook_resid_post',
      sae: 'sae',
      contextSize: golden.contextSize,
      ...settings,
    }),
  })
  writeFileSync(join(folder, 'reader/model.onnx'), brotliDecompressSync(readFileSync(join(home, 'model.onnx.br'))))
  for (const file of readdirSync(join(home, reader))) copyFileSync(join(home, reader, file), join(folder, 'reader', file))
  mkdirSync(join(folder, 'sae'))
  await mirrorSae(join(folder, 'sae'), width)
  return folder
}

/** The template of Llama 3 begins with the BOS, which must not come twice. */
function asMessage(reader: string, as: 'user' | 'assistant'): { documents: DocumentReading } {
  return { documents: { as, outer: reader === 'headers' ? 'bos' : 'none' } }
}

const roles = Object.keys(golden.of).flatMap((reader) => (['user', 'assistant'] as const).map((as) => ({ reader, as })))

test.for(roles)('$reader cuts what $as says into the tokens that transformers does', async ({ reader, as }) => {
  const lens = await openLens(await framedLens(reader, asMessage(reader, as)))
  const [tokenizer, frame] = await Promise.all([openTokenizer(lens.tokenizerFiles), lens.frame()])
  const expected = golden.of[reader]?.[as] ?? []
  expect(expected).toHaveLength(golden.documents.length)
  for (const [at, { ids, before, after, places }] of expected.entries()) {
    const { lead, document, trail } = tokenizeFramed(tokenizer, frame, golden.documents[at] ?? '', lens.documents.outer)
    expect([...lead, ...document.ids, ...trail]).toEqual(ids)
    expect([lead.length, trail.length]).toEqual([before, after])
    expect(Array.from(document.starts, (start, token) => [start, document.ends[token]])).toEqual(places)
  }
})

/** The reading of a lens, and the rows of tokens that it has read. */
async function startedReading(folder: string): Promise<{ reading: Reading; rows: number[][] }> {
  const started = await readingOf(await openLens(folder), { device: 'cpu', threads: 1 }, forkProcess)
  onTestFinished(() => started.session.close())
  const rows: number[][] = []
  const run = (batch: TokenBatch) => {
    batch.lengths.forEach((length, row) => rows.push([...batch.ids.subarray(row * batch.sequence, row * batch.sequence + length)]))
    return started.session.run(batch)
  }
  return { reading: { ...started, session: { run } as Reading['session'] }, rows }
}

test.for([
  { reader: 'chatml', as: 'assistant' },
  { reader: 'headers', as: 'user' },
] as const)('$reader reads what $as says as PyTorch does, and keeps the document alone', async ({ reader, as }) => {
  const { reading, rows } = await startedReading(await framedLens(reader, asMessage(reader, as)))
  const block = await readBlock(reading, 0, golden.documents)
  const expected = golden.of[reader]?.[as] ?? []

  const byText = (row: number[]) => row.join()
  expect(rows.map(byText).sort()).toEqual(expected.flatMap(({ windows }) => windows.map(byText)).sort())
  expect(Math.max(...rows.map((row) => row.length))).toBe(golden.contextSize)
  expect([...block.tokenIds]).toEqual(expected.flatMap(({ ids, before, after }) => ids.slice(before, ids.length - after)))
  expect(Array.from(block.starts, (start, token) => [start, block.ends[token]])).toEqual(expected.flatMap(({ places }) => places))

  const found = Array.from(block.tokenIds, () => new Array<number>(width).fill(0))
  block.activationToken.forEach((token, at) => {
    const latent = block.activationLatent[at] ?? 0
    const value = block.activationValue[at] ?? NaN
    ;(found[token] ?? [])[latent % width] = latent < width ? value : -value
  })
  const { specialIds } = await openTokenizer({ tokenizer: join(home, reader, 'tokenizer.json'), config: null })
  // Special tokens within a text are read, but say nothing of it.
  const wanted = expected
    .flatMap(({ stream }) => stream ?? [])
    .map((row, token) => (specialIds.has(block.tokenIds[token] ?? -1) ? row.map(() => 0) : row))
  expect(found).toHaveLength(wanted.length)
  expect(block.tokenIds.some((id) => specialIds.has(id))).toBe(true)
  const most = Math.max(...wanted.flatMap((row, token) => row.map((each, at) => Math.abs(each - (found[token]?.[at] ?? NaN)))))
  expect(most).toBeLessThan(1e-4)
})

describe('how documents are read', () => {
  const hashOf = async (folder: string) => (await openLens(folder)).hash
  const changed = (folder: string, change: Readonly<Record<string, unknown>>) => {
    const path = join(folder, 'lens.json')
    writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...change }))
  }

  test('tells lenses apart, and so does the template where it is used', async () => {
    const folder = await framedLens('headers', { prependBos: true })
    const raw = await hashOf(folder)
    writeFileSync(join(folder, 'reader/chat_template.jinja'), '{{ messages[-1].content }}')
    expect(await hashOf(folder)).toBe(raw)
    changed(folder, { prependBos: undefined, documents: { outer: 'bos' } })
    expect(await hashOf(folder)).toBe(raw)
    const hashes = [raw]
    for (const documents of [
      { outer: 'own' },
      { as: 'user', outer: 'bos' },
      { as: 'user', outer: 'none' },
      { as: 'assistant', outer: 'bos' },
    ]) {
      changed(folder, { documents })
      hashes.push(await hashOf(folder))
    }
    writeFileSync(join(folder, 'reader/chat_template.jinja'), 'A: {{ messages[-1].content }}')
    hashes.push(await hashOf(folder))
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  test.for<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['no chat template', { documents: { as: 'assistant', outer: 'bos' } }, /has no chat template.*what an assistant says/],
    ['a role that is none', { documents: { as: 'system', outer: 'bos' } }, /documents\.as/],
    ['both', { prependBos: true, documents: { outer: 'bos' } }, /prependBos: must be given, or "outer"/],
    ['neither', { documents: { as: 'raw' } }, /prependBos: must be given, or "outer"/],
  ])('is refused where a lens has or says %s', async ([, settings, message]) => {
    const folder = await framedLens('headers', settings)
    writeFileSync(join(folder, 'reader/tokenizer_config.json'), '{}')
    rmSync(join(folder, 'reader/chat_template.jinja'))
    await expect(openLens(folder)).rejects.toThrow(message)
  })

  test.for<[string, number, DocumentReading, RegExp]>([
    ['a message in 31 tokens', 72, { as: 'user', outer: 'bos' }, /Of the 72 tokens .* 41 stand around the document/],
    ['a text in none', 2, { as: 'raw', outer: 'own' }, /Of the 2 tokens .* 2 stand around the document/],
  ])('does not read %s', async ([, contextSize, documents, message]) => {
    const folder = await framedLens('headers', { contextSize, documents })
    const config = join(folder, 'reader/tokenizer_config.json')
    writeFileSync(config, readFileSync(config, 'utf8').replace('{', '{"add_eos_token": true,'))
    await expect(readingOf(await openLens(folder), { device: 'cpu' }, forkProcess)).rejects.toThrow(message)
  })
})
