import { cpSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLens } from '../../../src/main/engine/lens/open-lens.ts'
import { listLenses } from '../../../src/main/engine/lens/list-lenses.ts'
import { inferenceModelOf } from '../../../src/main/engine/lens/inference-model-of.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { tiny, writeTinyLens } from '../../support/tiny-lens.ts'

const bundled = join(import.meta.dirname, '../../../resources/lenses/etalon-small')

function tinyLens(): string {
  const folder = temporaryFolder()
  writeTinyLens(folder)
  return folder
}

function changeJson(path: string, change: Readonly<Record<string, unknown>>): void {
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...change }))
}

test('opens a lens with all that is in it', async () => {
  const lens = await openLens(tinyLens())
  expect(lens).toMatchObject({
    name: 'tiny',
    title: 'Tiny',
    hook: 'blocks.1.hook_resid_post',
    contextSize: 16,
    documents: { as: 'raw', outer: 'bos' },
    dSae: tiny.dSae,
    dModel: tiny.dModel,
    reader: { layers: 2, width: 8, cache: { heads: null, width: null } },
  })
  expect(lens.thresholds).toEqual(new Float32Array(tiny.dSae).fill(0.5))
  expect(await lens.labels()).toEqual([{ latent: 3, label: 'the third', origin: 'statistics' }])
  const nearest = await lens.neighbours(0, 3)
  expect(nearest).toHaveLength(3)
  expect(nearest.every(({ latent, cosine }) => latent !== 0 && Math.abs(cosine) <= 1)).toBe(true)
})

test('opens the bundled lens', async () => {
  const lens = await openLens(bundled)
  const model = await inferenceModelOf(lens, { device: 'cpu' })
  expect(model.readout).toMatchObject({ kind: 'groups', latents: lens.dSae })
  // Only the cut graph: the weights stay in their files.
  expect(model.graph.length).toBeLessThan(400_000)
  expect((await lens.labels()).length).toBeGreaterThan(0)
})

test('its hash follows what is read, not where it lies or what it is called', async () => {
  const folder = tinyLens()
  const { hash } = await openLens(folder)
  const copy = temporaryFolder()
  cpSync(folder, copy, { recursive: true })
  changeJson(join(copy, 'lens.json'), { title: 'Other', description: 'other' })
  writeFileSync(join(copy, 'labels.jsonl'), '')
  expect((await openLens(copy)).hash).toBe(hash)
  changeJson(join(copy, 'lens.json'), { contextSize: 12 })
  expect((await openLens(copy)).hash).not.toBe(hash)
  changeJson(join(copy, 'lens.json'), { contextSize: 16 })
  changeJson(join(copy, 'sae/cfg.json'), { apply_b_dec_to_input: false })
  expect((await openLens(copy)).hash).not.toBe(hash)
})

test('digests are kept from one time to the next, and follow a changed file', async () => {
  const folder = tinyLens()
  const digestCache = join(temporaryFolder(), 'cache', 'digests.json')
  const { hash } = await openLens(folder, { digestCache })
  const kept = JSON.parse(readFileSync(digestCache, 'utf8')) as Record<string, { sha256: string }>
  expect(Object.keys(kept)).toHaveLength(5)
  // What stands in the cache is taken as it is …
  for (const each of Object.values(kept)) each.sha256 = '0'.repeat(64)
  writeFileSync(digestCache, JSON.stringify(kept))
  const cached = (await openLens(folder, { digestCache })).hash
  expect(cached).not.toBe(hash)
  // … unless the file changed, or the cache is damaged.
  writeFileSync(join(folder, 'reader/tokenizer_config.json'), JSON.stringify({ bos_token: '<|endoftext|>', added: true }))
  expect((await openLens(folder, { digestCache })).hash).not.toBe(cached)
  writeFileSync(digestCache, '{"damaged":')
  expect((await openLens(folder, { digestCache })).hash).toBe((await openLens(folder)).hash)
})

test.for([
  'lens.json',
  'reader/model.onnx',
  'reader/tokenizer.json',
  'reader/config.json',
  'sae',
  'sae/sae_weights.safetensors',
  'thresholds.safetensors',
])('says so when %s is missing', async (path) => {
  const folder = tinyLens()
  rmSync(join(folder, path), { recursive: true })
  const file = path.split('/').at(-1) ?? ''
  const wanted = path === 'sae/sae_weights.safetensors' ? 'holds no SAE in a known format' : file
  await expect(openLens(folder)).rejects.toMatchObject({ code: 'lens-invalid', message: expect.stringContaining(wanted) as string })
})

test.for(['reader/model.onnx', 'sae/sae_weights.safetensors', 'thresholds.safetensors'])(
  'says so when %s is cut short',
  async (path) => {
    const folder = tinyLens()
    truncateSync(join(folder, path), Math.floor(statSync(join(folder, path)).size / 2))
    await expect(openLens(folder)).rejects.toMatchObject({
      code: 'lens-invalid',
      message: expect.stringContaining(path.split('/').at(-1) ?? '') as string,
    })
  },
)

test.for([
  ['lens.json', { format: 2 }, /format/],
  ['lens.json', { reader: { graph: '../elsewhere.onnx', tokenizer: 't' } }, /must be a file in the lens/],
  ['lens.json', { hook: 'blocks.0.hook_resid_post' }, /trained on blocks.1/],
  ['lens.json', { contextSize: 1 }, /contextSize/],
  ['reader/config.json', { hidden_size: 9 }, /9 wide, but its SAE reads 8/],
] as const)('says so when %s holds %j', async ([path, change, message]) => {
  const folder = tinyLens()
  changeJson(join(folder, path), change)
  await expect(openLens(folder)).rejects.toMatchObject({ code: 'lens-invalid', message: expect.stringMatching(message) as string })
})

test.for(['{"latent":1}', '{"latent":32,"label":"one too many"}', 'no JSON'])(
  'says which row of the labels is wrong: %s',
  async (row) => {
    const folder = tinyLens()
    writeFileSync(join(folder, 'labels.jsonl'), `{"latent":0,"label":"fine"}\n\n${row}\n`)
    const lens = await openLens(folder)
    await expect(lens.labels()).rejects.toMatchObject({ code: 'lens-invalid', message: expect.stringContaining('Row 3') as string })
  },
)

test('lists the lenses of several folders, those that cannot be used with the reason', async () => {
  const folder = temporaryFolder({ 'a file.txt': '', '.hidden/lens.json': '{}', 'broken/lens.json': '{' })
  writeTinyLens(join(folder, 'whole'))
  const found = await listLenses([join(folder, 'nowhere'), folder])
  expect(found.map((each) => [each.name, each.lens?.dSae ?? each.problem?.code])).toEqual([
    ['broken', 'lens-invalid'],
    ['tiny', tiny.dSae],
  ])
})
