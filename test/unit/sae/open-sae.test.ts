import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { decoderNeighbours } from '../../../src/main/engine/sae/decoder-neighbours.ts'
import { openSae } from '../../../src/main/engine/sae/open-sae.ts'
import { openSafetensors } from '../../../src/main/engine/tensor-files/safetensors.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { writeSafetensors } from '../../support/write-safetensors.ts'

const goldenFolder = join(import.meta.dirname, '../../golden/sae')

/** A copy of a golden folder with its config changed. */
function changed(name: string, change: Readonly<Record<string, unknown>>): string {
  const folder = temporaryFolder()
  cpSync(join(goldenFolder, name), folder, { recursive: true })
  const path = join(folder, 'cfg.json')
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), ...change }))
  return folder
}

test.for([
  [{ architecture: 'temporal' }, /architecture is temporal/],
  [{ normalize_activations: 'expected_average_only_in' }, /expected_average_only_in/],
  [{ reshape_activations: 'hook_z' }, /hook_z/],
] as const)('refuses what it cannot read faithfully, with the reason: %j', async ([change, reason]) => {
  await expect(openSae(changed('standard', change))).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(reason) as string,
  })
})

test.for([
  [{ d_sae: 17 }, /b_enc|W_enc/],
  [{ d_in: 'eight' }, /d_in/],
] as const)('names what does not fit: %j', async ([change, reason]) => {
  await expect(openSae(changed('standard', change))).rejects.toMatchObject({
    code: 'lens-invalid',
    message: expect.stringMatching(reason) as string,
  })
})

test('reads configs from before version 6', async () => {
  const folder = changed('topk', {
    architecture: undefined,
    k: undefined,
    metadata: undefined,
    activation_fn_str: 'topk',
    activation_fn_kwargs: { k: 3 },
    hook_point: 'blocks.4.hook_resid_pre',
  })
  const { encoder, hook } = await openSae(folder)
  expect(encoder.activation).toMatchObject({ kind: 'topk', k: 3 })
  expect(hook).toBe('blocks.4.hook_resid_pre')
})

test('says which formats it knows', async () => {
  await expect(openSae(temporaryFolder({ 'ae.bin': '' }))).rejects.toMatchObject({
    code: 'lens-invalid',
    hint: expect.stringContaining('SAELens') as string,
  })
})

test('finds the latents whose decoder directions are nearest', async () => {
  const folder = temporaryFolder()
  const rows = [
    [1, 0, 0],
    [0, 1, 0],
    [2, 0.2, 0],
    [-1, 0, 0],
    [0, 0, 0],
  ]
  writeFileSync(
    join(folder, 'w.safetensors'),
    writeSafetensors({ W_dec: { shape: [5, 3], values: Float32Array.from(rows.flat()) } }),
  )
  const decoder = (await openSafetensors(join(folder, 'w.safetensors'))).tensors.get('W_dec')
  if (decoder === undefined) throw new Error('not written')
  const found = await decoderNeighbours(decoder, 0, 2)
  expect(found.map((each) => each.latent)).toEqual([2, 1])
  expect(found[0]?.cosine).toBeCloseTo(2 / Math.hypot(2, 0.2), 6)
  expect(await decoderNeighbours(decoder, 5, 2)).toEqual([])
})
