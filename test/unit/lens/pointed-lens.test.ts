import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { noteAdded, ownLenses } from '../../../src/main/engine/lens/added-lenses.ts'
import { openLens } from '../../../src/main/engine/lens/open-lens.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { writeTinyLens } from '../../support/tiny-lens.ts'

type Manifest = { reader: Record<string, unknown>; [field: string]: unknown }

/** A lens that names a reader on this machine and an SAE of a repository that was downloaded. */
async function pointedLens() {
  const home = temporaryFolder()
  const elsewhere = temporaryFolder()
  writeTinyLens(elsewhere)
  const commit = 'a'.repeat(40)
  const snapshot = join(home, 'hub', 'models--lab--sae', 'snapshots', commit)
  cpSync(join(elsewhere, 'sae'), join(snapshot, 'layer_1'), { recursive: true })
  const folder = join(ownLenses(home), 'tiny')
  mkdirSync(folder, { recursive: true })
  const whole = JSON.parse(readFileSync(join(elsewhere, 'lens.json'), 'utf8')) as Manifest
  const at = (path: unknown) => ({ file: join(elsewhere, String(path)) })
  const { contents, hash } = await openLens(elsewhere)
  const manifest: Manifest = {
    ...whole,
    reader: Object.fromEntries(Object.entries(whole.reader).map(([name, path]) => [name, at(path)])),
    sae: { repository: 'lab/sae', commit, path: 'layer_1' },
    labels: at('labels.jsonl'),
    thresholds: undefined,
    added: 'a word',
    contents,
  }
  const write = (changes: object) => writeFileSync(join(folder, 'lens.json'), JSON.stringify({ ...manifest, ...changes }))
  write({})
  await noteAdded(home, 'tiny', 'a word')
  return { home, elsewhere, snapshot, folder, hash, write }
}

test('a lens that was added here reads with files that lie elsewhere, and reads as one that holds them', async () => {
  const { home, folder, hash } = await pointedLens()
  const lens = await openLens(folder, { home })
  expect(lens.hash).toBe(hash)
  expect(await lens.labels()).toHaveLength(1)
})

test('places outside the folder are not followed for a lens that came from elsewhere', async () => {
  const { home, folder, write } = await pointedLens()
  const refused = { code: 'lens-invalid', message: expect.stringContaining('was not added here') as string }
  await expect(openLens(folder)).rejects.toMatchObject(refused)
  const stranger = join(ownLenses(home), 'stranger')
  cpSync(folder, stranger, { recursive: true })
  await expect(openLens(stranger, { home })).rejects.toMatchObject(refused)
  const project = join(temporaryFolder(), 'tiny')
  cpSync(folder, project, { recursive: true })
  await expect(openLens(project, { home })).rejects.toMatchObject(refused)
  for (const added of [undefined, '', 'another word']) {
    write({ added })
    await expect(openLens(folder, { home })).rejects.toMatchObject(refused)
  }
  await noteAdded(home, 'tiny', null)
  write({})
  await expect(openLens(folder, { home })).rejects.toMatchObject(refused)
})

test.for([
  { file: 'relative/model.onnx' },
  { repository: 'lab/sae', commit: 'main', path: 'layer_1' },
  { repository: 'lab/sae', commit: 'a'.repeat(40), path: '../../../../etc' },
  { file: '/a', more: 1 },
])('refuses %j as a place', async (sae) => {
  const { home, folder, write } = await pointedLens()
  write({ sae })
  await expect(openLens(folder, { home })).rejects.toThrow(/is not a lens: sae/)
})

test('says which file was moved or has changed since', async () => {
  const { home, elsewhere, snapshot, folder } = await pointedLens()
  const tokenizer = join(elsewhere, 'reader/tokenizer.json')
  renameSync(tokenizer, `${tokenizer}.bak`)
  await expect(openLens(folder, { home })).rejects.toThrow(`${tokenizer}, which the lens reads with, was moved or removed.`)
  renameSync(`${tokenizer}.bak`, tokenizer)
  const weights = join(snapshot, 'layer_1/sae_weights.safetensors')
  const bytes = readFileSync(weights)
  writeFileSync(weights, bytes.with(bytes.length - 1, 1))
  await expect(openLens(folder, { home })).rejects.toThrow(`${weights} has changed since the lens tiny was added.`)
  renameSync(snapshot, `${snapshot}.bak`)
  await expect(openLens(folder, { home })).rejects.toThrow('layer_1 was downloaded of lab/sae')
})
