import { expect, test } from 'vitest'
import { parseHookPoint } from '../../../src/main/engine/reader/hook-point.ts'

test.for([
  ['blocks.0.hook_resid_pre', 0],
  ['blocks.6.hook_resid_post', 7],
  ['layers.5', 6],
  ['h.5', 6],
  ['model.layers.13.output', 14],
  ['model.layers.13.input', 13],
  ['model.language_model.layers.9.output', 10],
  ['transformer.h.8', 9],
  ['gpt_neox.layers.3', 4],
  ['encoder.layer.2', 3],
  ['bert.encoder.layer.2.output', 3],
] as const)('%s is after %i blocks', ([hook, blocks]) => {
  expect(parseHookPoint(hook)).toEqual({ blocks, middle: false })
})

test('hook_resid_mid is between attention and MLP', () => {
  expect(parseHookPoint('blocks.4.hook_resid_mid')).toEqual({ blocks: 4, middle: true })
})

test.for([
  ['blocks.3.attn.hook_z', /attention/],
  ['blocks.3.hook_attn_out', /attention/],
  ['model.layers.3.self_attn.o_proj.input', /attention/],
  ['encoder.layer.2.attention.output', /attention/],
  ['layers.5.mlp', /MLP/],
  ['blocks.3.hook_mlp_out', /MLP/],
  ['blocks.3.ln2.hook_normalized', /MLP/],
  ['model.layers.3.pre_feedforward_layernorm.output', /MLP/],
  ['model.norm', /normalisation/],
  ['hook_embed', /single tokens/],
  ['embed_tokens', /single tokens/],
  ['vision_tower.layers.3', /is not in the residual stream\.$/],
  ['blocks.-1.hook_resid_post', /is not in the residual stream\.$/],
  [`blocks.${'9'.repeat(400)}.hook_resid_post`, /…/],
] as const)('%s is refused with the reason', ([hook, reason]) => {
  expect(() => parseHookPoint(hook)).toThrow(reason)
})
