import { basename } from 'node:path'
import { anyLength } from '../checkpoint-tensors.ts'
import { encoderOf, type OpenedSae, type SaeSettings } from '../sae-encoder.ts'
import type { SaeFile, SaeFileFormat } from '../sae-format.ts'
import { topK } from '../top-k.ts'

/** Qwen-Scope: SAE-Res-Qwen3-1.7B-Base-W32K-L0_50/layer12.sae.pt; k is in no file but in the name of the repository, after L0. */
export const qwenScope: SaeFileFormat = {
  name: 'Qwen-Scope (layer12.sae.pt)',
  recognises({ tensors }) {
    const shapes = ['W_enc', 'W_dec', 'b_enc', 'b_dec'].map((each) => tensors.get(each)?.shape ?? [])
    const [encoder = [], decoder = [], [dSae] = [], [dIn] = []] = shapes
    // Others of these names keep the decoder, or both, the other way round.
    return tensors.size === 4 && encoder.join() === `${dSae},${dIn}` && decoder.join() === `${dIn},${dSae}`
  },
  open: openQwenScope,
}

/** The decoder's bias is not subtracted. */
async function openQwenScope({ path, tensors }: SaeFile, settings: SaeSettings): Promise<OpenedSae> {
  const weights = tensors.transposed('W_enc', [anyLength, anyLength])
  const [dIn = 0, dSae = 0] = weights.shape
  const [, model = null, keptByName] = /SAE-Res-([\w.-]+)-W\d+K-L0_(\d+)(?!\d)/.exec(path) ?? []
  const activation = topK(path, settings.k ?? (keptByName === undefined ? null : Number(keptByName)), dSae)
  const encoder = encoderOf({
    weights,
    bias: await tensors.floats('b_enc', [dSae]),
    activation,
    decoder: tensors.transposed('W_dec', [dIn, dSae]),
    settings: { k: activation.k },
  })
  const layer = /^layer(\d+)\.sae\.pt$/.exec(basename(path))?.[1]
  return { encoder, hook: layer === undefined ? null : `blocks.${layer}.hook_resid_post`, names: { model, sae: null } }
}
