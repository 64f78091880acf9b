import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decoderNeighbours } from '../../../src/main/engine/sae/decoder-neighbours.ts'
import { openSae } from '../../../src/main/engine/sae/open-sae.ts'
import { readFloats } from '../../../src/main/engine/tensor-files/read-floats.ts'
import { openSafetensors } from '../../../src/main/engine/tensor-files/safetensors.ts'
import { encodeResiduals } from '../../support/encode-residuals.ts'
import { expectActivations, goldenSae, goldenSaeFolder } from '../../support/golden-saes.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { writeSafetensors } from '../../support/write-safetensors.ts'

const golden = (name: string) => join(goldenSaeFolder, name)

type Json = Record<string, unknown>

/** A copy of a golden checkpoint's folder, its config changed; what is undefined is left out. */
function changed(name: string, config: string, change: (config: Json) => Json): string {
  const folder = temporaryFolder()
  cpSync(golden(name), folder, { recursive: true })
  const path = join(folder, config)
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')) as Json)))
  return folder
}

const saeLens = (change: Json, name = 'sae-lens/standard') => changed(name, 'cfg.json', (config) => ({ ...config, ...change }))
const sparsify = (change: Json) => changed('sparsify/layers.5', 'cfg.json', (config) => ({ ...config, ...change }))
const openMoss = (change: Json, name = 'jumprelu') =>
  changed(`open-moss/${name}`, 'config.json', (config) => ({ ...config, ...change }))
const gemma = (change: Json) =>
  changed('gemma-scope-2/gemma-scope-2-1b-it/resid_post/layer_13_width_16k_l0_medium', 'config.json', (config) => ({
    ...config,
    ...change,
  }))
const trained = (change: Json, buffer: Json | null = null) =>
  changed('dictionary-learning/AutoEncoderTopK/trainer_0', 'config.json', ({ trainer }) => ({
    trainer: { ...(trainer as Json), ...change },
    ...(buffer === null ? {} : { buffer }),
  }))

describe('what cannot be read faithfully is refused with the reason', () => {
  test.for([
    ['temporal', () => saeLens({ architecture: 'temporal' }), /temporal: the latents of a token depend on the tokens before/],
    ['matching pursuit', () => saeLens({ architecture: 'matching_pursuit' }), /one after the other/],
    ['transcoder', () => saeLens({ architecture: 'jumprelu_skip_transcoder' }), /transcoder/],
    ['signed topk', () => saeLens({ architecture: 'abstopk' }), /may be negative/],
    ['a checkpoint of training', () => saeLens({ architecture: 'matryoshka_batchtopk' }), /finished one as jumprelu/],
    ['a new architecture', () => saeLens({ architecture: 'crosscoder' }), /architecture is crosscoder/],
    ['another activation', () => saeLens({ activation_fn: 'tanh-relu' }), /tanh-relu/],
    ['an unknown scale', () => saeLens({ normalize_activations: 'expected_average_only_in' }), /factor that it does not hold/],
    [
      'whitening',
      () => saeLens({ normalize_activations: 'covariance_whitening' }),
      /normalisation of inputs is covariance_whitening/,
    ],
    ['attention heads', () => saeLens({ reshape_activations: 'hook_z' }), /hook_z/],
    ['a k above the latents', () => saeLens({ k: 17 }, 'sae-lens/topk'), /keeps 17 latents of a token, of 16/],
    ['gated topk', () => saeLens({ architecture: 'gated', activation_fn_str: 'topk' }), /gated with topk/],
    ['no k', () => saeLens({ k: undefined }, 'sae-lens/topk'), /how many latents of a token/],
    ['a sparsify transcoder', () => sparsify({ transcode: true }), /transcoder/],
    ['signed sparsify', () => sparsify({ signed: true }), /negative/],
    ['a sparsify transcoder of before', () => sparsify({ skip_connection: true }), /transcoder/],
    ['uneven groups', () => sparsify({ activation: 'groupmax', k: 5 }), /do not divide into 5 groups/],
    ['another sparsify activation', () => sparsify({ activation: 'softmax' }), /softmax/],
    ['an unknown class', () => trained({ dict_class: 'constructor' }), /class is constructor/],
    [
      'a dictionary_learning crosscoder',
      () => trained({ dict_class: 'BatchTopKCrossCoder' }),
      /CrossCoder: crosscoders read several layers or models/,
    ],
    ['a Gemma crosscoder', () => gemma({ type: 'crosscoder' }), /crosscoder: crosscoders read several/],
    ['a Gemma cross-layer transcoder', () => gemma({ type: 'clt' }), /cross-layer transcoders read what goes into MLPs/],
    [
      'a Gemma transcoder by its folder',
      () => join(temporaryFolder({ 'clt/width_262k/params.safetensors': '' }), 'clt/width_262k'),
      /type is clt/,
    ],
    ['a Gemma transcoder', () => gemma({ hf_hook_point_out: 'model.layers.13.post_feedforward_layernorm.output' }), /transcoder/],
    ['another Gemma architecture', () => gemma({ architecture: 'batch_topk' }), /batch_topk/],
    ['an OpenMOSS transcoder', () => openMoss({ hook_point_out: 'blocks.15.hook_mlp_out' }), /transcoder, from blocks.15/],
    ['GLU', () => openMoss({ use_glu_encoder: true }), /GLU/],
    ['a crosscoder', () => openMoss({ sae_type: 'crosscoder' }), /type is crosscoder: crosscoders read several/],
    ['batches', () => openMoss({ act_fn: 'batchtopk' }), /among other texts/],
    ['batch-wise', () => openMoss({ norm_activation: 'batch-wise' }), /batch-wise/],
    ['no mean length', () => golden('open-moss/L15R'), /factor that it does not hold/],
  ] as const)('%s', async ([, make, reason]) => {
    const message = expect.stringMatching(reason) as string
    await expect(openSae(make())).rejects.toMatchObject({ code: 'unsupported', message })
  })

  test.for([
    ['conf.yaml', /temporal/],
    ['wanb-config.yaml', /transcoder/],
    ['W_enc_3.safetensors', /cross-layer transcoder/],
    ['gpt2-small_L5_Hcat_z_lr1.20e-03_v9.pt', /attention heads/],
  ] as const)('a folder with %s', async ([file, reason]) => {
    const message = expect.stringMatching(reason) as string
    await expect(openSae(temporaryFolder({ [file]: '' }))).rejects.toMatchObject({ code: 'unsupported', message })
  })
})

test.for([
  [() => saeLens({ d_sae: 17 }), /W_enc has shape \[8, 16\] instead of \[8, 17\]/],
  [() => saeLens({ d_in: 'eight' }), /config of SAELens: d_in/],
  [() => sparsify({ num_latents: 31 }), /encoder.weight has shape/],
  [() => trained({ dict_size: 1e15 }), /encoder.weight has shape/],
  [() => openMoss({ d_model: 0 }), /config of OpenMOSS: d_model/],
] as const)('what does not fit is named: %#', async ([make, reason]) => {
  const message = expect.stringMatching(reason) as string
  await expect(openSae(make())).rejects.toMatchObject({ code: 'lens-invalid', message })
})

test('a config that is no file, or far too large, is not read', async () => {
  const folder = saeLens({})
  writeFileSync(join(folder, 'cfg.json'), `{"d_in": 8, "padding": "${'x'.repeat(5_000_000)}"}`)
  await expect(openSae(folder)).rejects.toThrow(/not a file of settings/)
  rmSync(join(folder, 'cfg.json'))
  mkdirSync(join(folder, 'cfg.json'))
  await expect(openSae(folder)).rejects.toThrow(/not a file of settings/)
})

describe('what a checkpoint leaves unsaid', () => {
  const qwen = goldenSae('qwen-scope/SAE-Res-Qwen3-1.7B-Base-W32K-L0_8/layer12.sae.pt')

  test('is said by settings, and asked for without', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'layer12.sae.pt')
    cpSync(qwen.path, path)
    await expect(openSae(path)).rejects.toThrow(/how many latents/)
    const { encoder, hook } = await openSae(folder, { k: 8 })
    expectActivations(await encodeResiduals(encoder, qwen.x), qwen)
    expect([hook, encoder.settings]).toEqual(['blocks.12.hook_resid_post', { k: 8 }])
    await expect(openSae(path, { k: 33 })).rejects.toThrow(/keeps 33 latents/)
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ model_type: 'topk_sae', k: 9, hook_point: 'resid_post' }))
    expect((await openSae(path)).encoder.settings).toEqual({ k: 9 })
  })

  test('is part of what it computes when only the name of a folder says it', async () => {
    expect((await openSae(qwen.path)).encoder.settings).toEqual({ k: 8 })
  })

  test('cannot be said where it is not asked for', async () => {
    await expect(openSae(golden('sae-lens/standard'), { k: 5 })).rejects.toMatchObject({ code: 'bad-input' })
    await expect(openSae(golden('open-moss/L15R'), { inputScale: 0 })).rejects.toThrow(/above 0|cannot scale/)
    await expect(openSae(qwen.path, { inputScale: 2 })).rejects.toThrow(/no use for the setting inputScale/)
  })
})

describe('an SAE is found', () => {
  test('by its file of weights as by its folder', async () => {
    const files = ['sae-lens/topk/sae_weights.safetensors', 'open-moss/Llama3_1-8B-Base-L15R-8x/checkpoints/final.safetensors']
    for (const file of files) {
      const { encoder, hook } = await openSae(golden(file))
      const folder = await openSae(golden(file.replace(/(\/checkpoints)?\/[^/]+$/, '')))
      expect([encoder.weights, hook]).toEqual([folder.encoder.weights, folder.hook])
    }
  })

  test('with how many latents its one threshold lets through', async () => {
    expect((await openSae(golden('open-moss/Llama3_1-8B-Base-L15R-8x'))).training).toEqual({ active: 50 })
  })

  test('only where it is clear which', async () => {
    const folder = temporaryFolder()
    const source = goldenSae('goodfire/Llama-3.1-8B-Instruct-SAE-l19.pth').path
    cpSync(source, join(folder, 'a.pth'))
    expect((await openSae(folder)).hook).toBeNull()
    cpSync(source, join(folder, 'b.pth'))
    await expect(openSae(folder)).rejects.toMatchObject({ message: expect.stringContaining('2 files of weights') as string })
    await expect(openSae(temporaryFolder({ 'notes.txt': '' }))).rejects.toMatchObject({
      code: 'lens-invalid',
      hint: expect.stringMatching(/SAELens.*Goodfire/) as string,
    })
  })

  test.for([
    [{ submodule_name: 'mlp_out_layer_7' }, {}, 'blocks.7.hook_mlp_out'],
    [{ submodule_name: 'attention_out_layer_7' }, {}, 'blocks.7.hook_attn_out'],
    [{ submodule_name: null }, { io: 'in' }, 'blocks.7.hook_resid_pre'],
    [{ submodule_name: null }, {}, 'blocks.7.hook_resid_post'],
    [{ layer: null }, {}, null],
  ] as const)('with the hook that its config describes: %j %j', async ([trainer, buffer, expected]) => {
    expect((await openSae(trained(trainer, buffer))).hook).toBe(expected)
  })

  test.for([
    ['gemma-scope-9b-pt-mlp/layer_3/width_16k/average_l0_9', 'blocks.3.hook_mlp_out'],
    ['gemma-scope-2b-pt-att/layer_3/width_16k/average_l0_9', 'blocks.3.attn.hook_z'],
    ['models--google--gemma-scope-27b-pt-res/snapshots/0a1b/layer_10/width_131k/average_l0_9', 'blocks.10.hook_resid_post'],
    ['anything', null],
  ] as const)('with the hook that its folders name: %s', async ([path, expected]) => {
    const folder = join(temporaryFolder(), path)
    mkdirSync(folder, { recursive: true })
    cpSync(golden('gemma-scope/gemma-scope-2b-pt-res/layer_20/width_16k/average_l0_71'), folder, { recursive: true })
    expect((await openSae(folder)).hook).toBe(expected)
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

test('finds them in a decoder that its file keeps as [dIn, dSae] too', async () => {
  const { encoder } = await openSae(goldenSae('goodfire/Llama-3.1-8B-Instruct-SAE-l19.pth').path)
  const decoder = encoder.decoder!
  const values = await readFloats(decoder)
  const path = join(temporaryFolder(), 'w.safetensors')
  writeFileSync(path, writeSafetensors({ W_dec: { shape: decoder.shape, values } }))
  const plain = (await openSafetensors(path)).tensors.get('W_dec')!
  expect(decoder.shape).toEqual([encoder.dSae, encoder.dIn])
  expect(await decoderNeighbours(decoder, 3, 5)).toEqual(await decoderNeighbours(plain, 3, 5))
  expect(dirname(decoder.file)).toBe(golden('goodfire'))
})

test('a centring that a checkpoint does not say is a setting, and one that it says is none', async () => {
  const centred = await openSae(golden('sae-lens/standard'), { centre: true })
  expect(centred.encoder).toMatchObject({ centre: true, settings: { centre: true } })
  expect((await openSae(golden('sae-lens/centred'), { centre: true })).encoder).toMatchObject({ centre: true, settings: {} })
})

test.for([
  ['sae-lens/version-3', { bos: true, contextSize: 128 }],
  ['sae-lens/standard', { bos: true }],
  ['gemma-scope-2/gemma-scope-2-1b-it/resid_post/layer_13_width_16k_l0_medium', { bos: true, contextSize: 1024 }],
  ['goodfire/Llama-3.1-8B-Instruct-SAE-l19.pth', undefined],
] as const)('of %s it is known how texts were read in training', async ([name, training]) => {
  const opened = await openSae(golden(name))
  if (training === undefined) expect(opened.training).toBe(undefined)
  else expect(opened.training).toMatchObject(training)
})
