import { expect, test } from 'vitest'
import type { LabelsAbout } from '../../../../src/contract/label-files.ts'
import { nothingKnown } from '../../../../src/main/engine/labels/formats/label-entry.ts'
import { refuseOtherSae, type LabelTarget } from '../../../../src/main/engine/labels/formats/refuse-other-sae.ts'
import { target } from './label-target.ts'

const wide: LabelTarget = { ...target, dSae: 65_536, hook: 'blocks.19.hook_resid_post', model: 'google/gemma-2-2b', saes: [] }
const judge =
  (about: Partial<LabelsAbout>, of: LabelTarget = target) =>
  () =>
    refuseOtherSae('a.jsonl', { ...nothingKnown, ...about }, of)

test.each<[Partial<LabelsAbout>, LabelTarget?]>([
  [{}],
  [{ model: 'gpt2-small' }],
  [{ model: 'gpt2' }],
  [{ sae: '6-res-jb' }],
  [{ sae: '5-res-sm' }],
  [{ sae: 'layers.5' }],
  [{ sae: 'transformer.h.5' }],
  [{ hook: 'blocks.5.hook_resid_post', dSae: 32 }],
  [{ lens: target.hash.slice(0, 12), sae: 'whatever-16k' }],
  [{ sae: '19-llamascope-res-65k', model: 'gemma-2-2b' }, wide],
  [{ sae: 'my labels' }],
])('%j may belong', (about, of) => {
  expect(judge(about, of)).not.toThrow()
})

test.each<[Partial<LabelsAbout>, RegExp, LabelTarget?]>([
  [{ model: 'gpt2-medium' }, /of the model gpt2-medium, not of openai-community\/gpt2/],
  [{ model: 'gemma-2-2b-it' }, /of the model/, wide],
  [{ dSae: 24_576 }, /its SAE has 24,576 latents, that of gpt2 layer 6 32/],
  [{ hook: 'blocks.6.hook_resid_post' }, /of blocks.6.hook_resid_post, while/],
  [{ hook: 'blocks.6.hook_mlp_out' }, /hook_mlp_out/],
  [{ sae: '8-res-jb' }, /of another layer/],
  [{ sae: 'layers.6' }, /of another layer/],
  [{ sae: 'layers.5.mlp' }, /not in the residual stream/],
  [{ sae: '19-gemmascope-mlp-65k' }, /not in the residual stream/, wide],
  [{ sae: '19-gemmascope-res-16k' }, /has about 16,384 latents/, wide],
  [{ sae: '20-gemmascope-res-1m' }, /has about 1,048,576/, wide],
  [{ lens: 'ffffffffffff' }, /written for the lens ffffffffffff/],
])('%j is refused', (about, sentence, of) => {
  expect(judge(about, of)).toThrow(sentence)
})
