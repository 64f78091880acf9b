import { basename } from 'node:path'
import { anyLength } from '../checkpoint-tensors.ts'
import { unknownPart } from '../refused-sae.ts'
import { encoderOf, type OpenedSae, type SaeActivation } from '../sae-encoder.ts'
import type { SaeFile, SaeFileFormat } from '../sae-format.ts'
import { topK } from '../top-k.ts'

/** OpenAI's SAEs of GPT-2 (openai/sparse_autoencoder, model.py): gpt2-small/resid_post_mlp_v5_32k/autoencoders/8.pt. */
export const openAi: SaeFileFormat = {
  name: 'OpenAI (pre_bias, latent_bias)',
  recognises: ({ tensors }) => ['encoder.weight', 'pre_bias', 'latent_bias'].every((each) => tensors.has(each)),
  open: openOpenAi,
}

async function openOpenAi({ path, tensors, values }: SaeFile): Promise<OpenedSae> {
  const weights = tensors.transposed('encoder.weight', [anyLength, anyLength])
  const [dIn = 0, dSae = 0] = weights.shape
  const activation = activationOf(path, values, dSae)
  const encoder = encoderOf({
    weights,
    bias: await tensors.floats('latent_bias', [dSae]),
    // Theirs says nothing of it: those with TopK were trained on normalised inputs, earlier ones were not.
    normalise: activation.kind === 'topk' ? 'layer-norm' : 'none',
    inputBias: await tensors.floats('pre_bias', [dIn]),
    activation,
    decoder: tensors.has('decoder.weight') ? tensors.transposed('decoder.weight', [dIn, dSae]) : null,
  })
  return { encoder, hook: hookOf(path), names: { model: /gpt2-small/.test(path) ? 'gpt2-small' : null, sae: null } }
}

function activationOf(path: string, values: SaeFile['values'], dSae: number): SaeActivation {
  const name = values.get('activation') ?? 'ReLU'
  if (name === 'ReLU') return { kind: 'relu', scale: null }
  if (name !== 'TopK') throw unknownPart(path, 'activation function', String(name))
  const after = values.get('activation_state_dict.postact_fn') ?? 'ReLU'
  if (after !== 'ReLU') throw unknownPart(path, 'activation function after its choice of the largest', String(after))
  const k = values.get('activation_state_dict.k')
  return topK(path, typeof k === 'number' ? k : null, dSae)
}

const sites: Readonly<Record<string, string>> = {
  resid_post_mlp: 'hook_resid_post',
  resid_post_attn: 'hook_resid_mid',
  resid_delta_mlp: 'hook_mlp_out',
  resid_delta_attn: 'hook_attn_out',
  mlp_post_act: 'mlp.hook_post',
}

/** <location>[_v5_32k]/autoencoders/<L>.pt */
function hookOf(path: string): string | null {
  const layer = /^(\d+)\.pt$/.exec(basename(path))?.[1]
  const site = /(resid_post_mlp|resid_post_attn|resid_delta_mlp|resid_delta_attn|mlp_post_act)[\w]*[\\/]autoencoders[\\/]/.exec(
    path,
  )
  return layer === undefined || site === null ? null : `blocks.${layer}.${sites[site[1] ?? '']}`
}
