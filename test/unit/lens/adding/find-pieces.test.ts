import { describe, expect, test } from 'vitest'
import { findReader } from '../../../../src/main/engine/lens/adding/find-reader.ts'
import { findSae, findSaes } from '../../../../src/main/engine/lens/adding/find-sae.ts'
import { parseReaderConfig } from '../../../../src/main/engine/lens/reader-config.ts'
import { saidOfSae } from '../../../../src/main/engine/lens/adding/said-of-sae.ts'
import { sameModel } from '../../../../src/main/engine/lens/adding/same-model.ts'
import { parseSource } from '../../../../src/main/engine/lens/adding/source.ts'
import { temporaryFolder } from '../../../support/temporary-folder.ts'

const filesOf = (...paths: string[]) => paths.map((path) => ({ path, size: 100 }))

describe('readers', () => {
  const onnxCommunity = filesOf(
    'config.json',
    'tokenizer.json',
    'tokenizer_config.json',
    'chat_template.jinja',
    'onnx/model_q4.onnx',
    'onnx/model_fp16.onnx',
    'onnx/model_fp16.onnx_data',
    'onnx/model.onnx',
    'onnx/model.onnx_data',
    'onnx/model.onnx_data_1',
    'onnx/decoder_with_past_model.onnx',
    'onnx/embed_tokens.onnx',
  )

  test('of several graphs the one in 32-bit floats, with its weights and what lies above it', () => {
    expect(findReader(onnxCommunity, '', 'it')).toEqual({
      graph: 'onnx/model.onnx',
      others: ['onnx/model_fp16.onnx', 'onnx/model_q4.onnx'],
      weights: ['onnx/model.onnx_data', 'onnx/model.onnx_data_1'],
      tokenizer: 'tokenizer.json',
      tokenizerConfig: 'tokenizer_config.json',
      config: 'config.json',
      chatTemplate: 'chat_template.jinja',
    })
  })

  test('the graph that was named', () => {
    expect(findReader(onnxCommunity, 'onnx/model_fp16.onnx', 'it')).toMatchObject({
      graph: 'onnx/model_fp16.onnx',
      weights: ['onnx/model_fp16.onnx_data'],
      tokenizer: 'tokenizer.json',
    })
  })

  test.for([
    [['model.onnx', 'model.onnx.data', 'genai_config.json', 'tokenizer.json'], 'model.onnx', ['model.onnx.data']],
    [['decoder_model_merged.onnx', 'decoder_model.onnx', 'tokenizer.json'], 'decoder_model.onnx', []],
    [['model_quantized.onnx', 'model_int8.onnx', 'tokenizer.json'], 'model_int8.onnx', []],
    // An old export: a file for each tensor.
    [
      ['model.onnx', 'onnx__MatMul_12', 'h.0.weight', 'README.md', 'tokenizer.json'],
      'model.onnx',
      ['onnx__MatMul_12', 'h.0.weight'],
    ],
  ] as const)('of %j', ([paths, graph, weights]) => {
    expect(findReader(filesOf(...paths), '', 'it')).toMatchObject({ graph, weights })
  })

  test('of onnxruntime-genai, whose config has names of its own', () => {
    const { config } = findReader(filesOf('model.onnx', 'genai_config.json', 'tokenizer.json'), '', 'it')
    expect(config).toBe('genai_config.json')
    const decoder = {
      head_size: 64,
      hidden_size: 2048,
      num_attention_heads: 32,
      num_hidden_layers: 16,
      num_key_value_heads: 8,
    }
    const text = JSON.stringify({ model: { context_length: 131_072, type: 'llama', decoder }, search: {} })
    expect(parseReaderConfig(text, 'it')).toEqual({
      layers: 16,
      width: 2048,
      cache: { heads: 8, width: 64 },
      longest: 131_072,
      tied: null,
    })
  })

  test.for([
    [['model.safetensors', 'tokenizer.json'], /holds no reader as ONNX/],
    [['model.onnx'], /holds no tokenizer.json\.$/],
    [['model.onnx', 'tokenizer.model'], /only a tokenizer.model, which is not read/],
  ] as const)('says what %j lacks', ([paths, message]) => {
    expect(() => findReader(filesOf(...paths), '', 'it')).toThrow(message)
  })
})

describe('SAEs', () => {
  const repository = filesOf(
    'README.md',
    'model.safetensors',
    'layer_1/width_16k/average_l0_60/params.npz',
    'res/blocks.0/cfg.json',
    'res/blocks.0/sae_weights.safetensors',
    'res/blocks.0/sparsity.safetensors',
    'L15R-8x/hyperparams.json',
    'L15R-8x/checkpoints/final.safetensors',
    'trainer_0/ae.pt',
    'trainer_0/config.json',
    'layer3.sae.pt',
  )

  test('all in a repository, in every layout', () => {
    expect(findSaes(repository, '').map(({ path }) => path)).toEqual([
      'L15R-8x',
      'layer3.sae.pt',
      'layer_1/width_16k/average_l0_60',
      'res/blocks.0',
      'trainer_0',
    ])
    expect(() => findSae(repository, '', 'lab/sae')).toThrow('lab/sae holds 5 SAEs.')
  })

  test.for([
    ['L15R-8x', 'L15R-8x', ['L15R-8x/checkpoints/final.safetensors', 'L15R-8x/hyperparams.json']],
    ['L15R-8x/checkpoints/final.safetensors', 'L15R-8x', ['L15R-8x/checkpoints/final.safetensors', 'L15R-8x/hyperparams.json']],
    ['res', 'res/blocks.0', ['res/blocks.0/sae_weights.safetensors', 'res/blocks.0/cfg.json']],
    ['layer3.sae.pt', 'layer3.sae.pt', ['layer3.sae.pt']],
    ['layer_1', 'layer_1/width_16k/average_l0_60', ['layer_1/width_16k/average_l0_60/params.npz']],
  ] as const)('%s, with the files that are read of it', ([named, path, files]) => {
    expect(findSae(repository, named, 'it')).toMatchObject({ path, files })
  })

  test('what is known to be none is refused before anything is downloaded', () => {
    const transcoders = filesOf('layer_0.safetensors', 'layer_1.safetensors', 'wanb-config.yaml')
    expect(() => findSae(transcoders, '', 'lab/transcoders')).toThrow(/transcoder/)
    expect(() => findSae(transcoders, 'layer_1.safetensors', 'lab/transcoders')).toThrow(/transcoder/)
  })

  test('at the root of a repository', () => {
    expect(findSae(filesOf('cfg.json', 'sae_weights.safetensors'), '', 'it')).toMatchObject({
      path: '.',
      weights: 'sae_weights.safetensors',
    })
  })

  test('what settings say of hook point and model, in every layout', () => {
    expect(saidOfSae('{"hook_point": "blocks.1.hook_resid_pre", "model_name": "gpt2"}')).toEqual({
      hook: 'blocks.1.hook_resid_pre',
      model: 'gpt2',
    })
    expect(saidOfSae('{"metadata": {"hook_name": "x"}, "trainer": {"lm_name": "a/b"}}')).toEqual({ hook: 'x', model: 'a/b' })
    for (const text of ['', '[]', 'null', '{"hook_name": 3}', '[[[["hook_name"]]]]'])
      expect(saidOfSae(text)).toEqual({ hook: null, model: null })
  })
})

test.for([
  ['openai-community/gpt2', 'openai-community/gpt2', 'main', ''],
  ['lab/sae@v1.0:layer_1/width', 'lab/sae', 'v1.0', 'layer_1/width'],
  ['lab/sae:layer3.sae.pt', 'lab/sae', 'main', 'layer3.sae.pt'],
  ['https://huggingface.co/lab/sae/tree/main/layer_1/width_16k', 'lab/sae', 'main', 'layer_1/width_16k'],
  ['https://huggingface.co/lab/sae', 'lab/sae', 'main', ''],
] as const)('reads %s as a repository', async ([text, id, revision, path]) => {
  expect(await parseSource(text)).toEqual({ kind: 'hub', repository: { kind: 'model', id }, revision, path })
})

test('a path that is there is one on this machine; what looks like one and is not there is said so', async () => {
  const folder = temporaryFolder()
  expect(await parseSource(folder)).toEqual({ kind: 'local', path: folder })
  for (const text of ['./not-here', '/not/here', 'C:\\not\\here', '~/not'])
    await expect(parseSource(text)).rejects.toThrow(`There is no ${text}.`)
  for (const text of ['a/b:../../c', 'a/b@main:x/../../y', 'a/b@../x', 'a/b/c/d', 'lab/sae:/etc/../x'])
    await expect(parseSource(text)).rejects.toMatchObject({ code: 'bad-input' })
})

test('names of one model are told from those of another', () => {
  for (const [a, b] of [
    ['gpt2-small', 'Xenova/gpt2'],
    ['google/gemma-3-1b-it', 'onnx-community/gemma-3-1b-it-ONNX-GQA'],
    ['meta-llama/Llama-3.1-8B', 'Meta-Llama-3.1-8B'],
    ['gemma-v3-1b-it', 'google/gemma-3-1b-it'],
  ] as const)
    expect(sameModel(a, b), `${a} ${b}`).toBe(true)
  for (const [a, b] of [
    ['google/gemma-3-1b-pt', 'onnx-community/gemma-3-1b-it-ONNX'],
    ['gpt2-small', 'gpt2-medium'],
    ['Llama-3.1-8B', 'Llama-3.1-8B-Instruct'],
  ] as const)
    expect(sameModel(a, b), `${a} ${b}`).toBe(false)
})
