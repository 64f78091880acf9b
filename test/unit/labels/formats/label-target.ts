import type { LabelEntry } from '../../../../src/main/engine/labels/formats/label-entry.ts'
import type { LabelTarget } from '../../../../src/main/engine/labels/formats/refuse-other-sae.ts'
import type { WrittenAbout } from '../../../../src/main/engine/labels/formats/write-labels.ts'

export const target: LabelTarget = {
  name: 'gpt2 layer 6',
  dSae: 32,
  hook: 'blocks.6.hook_resid_pre',
  hash: '0123456789abcdef0123456789abcdef',
  model: 'openai-community/gpt2',
  saes: ['gpt2-small/6-res-jb'],
}

export const about: WrittenAbout = {
  model: 'gpt2-small',
  sae: '6-res-jb',
  hook: target.hook,
  dSae: target.dSae,
  lens: target.hash.slice(0, 12),
}

export const plain: Omit<LabelEntry, 'latent' | 'text'> = {
  notes: '',
  origin: null,
  author: '',
  change: null,
  scores: [],
  examples: [],
  at: null,
  current: true,
}
