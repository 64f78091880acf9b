import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { readCheckpointConfig } from '../checkpoint-config.ts'
import { anyLength } from '../checkpoint-tensors.ts'
import { encoderOf, type OpenedSae, type SaeSettings } from '../sae-encoder.ts'
import type { SaeFile, SaeFileFormat } from '../sae-format.ts'
import { topK } from '../top-k.ts'

/** Qwen-Scope: SAE-Res-Qwen3-1.7B-Base-W32K-L0_50/layer12.sae.pt; k is in the name of the repository, after L0, and in its config.json. */
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
  const kept = keptByName === undefined ? await keptByConfig(path) : Number(keptByName)
  const activation = topK(path, settings.k ?? kept, dSae)
  const encoder = encoderOf({
    weights,
    bias: await tensors.floats('b_enc', [dSae]),
    activation,
    decoder: tensors.transposed('W_dec', [dIn, dSae]),
    decoderBias: await tensors.floats('b_dec', [dIn]),
    settings: { k: activation.k },
  })
  const layer = /^layer(\d+)\.sae\.pt$/.exec(basename(path))?.[1]
  return { encoder, hook: layer === undefined ? null : `blocks.${layer}.hook_resid_post`, names: { model, sae: null } }
}

const configSchema = z.object({ model_type: z.literal('topk_sae'), k: z.number().int().positive() })

/** k as the config beside all layers has it; null without one, or where it is of something else. */
async function keptByConfig(path: string): Promise<number | null> {
  const config = join(dirname(path), 'config.json')
  const read = await readCheckpointConfig(config, configSchema, 'Qwen-Scope').catch(() => null)
  return read?.k ?? null
}
