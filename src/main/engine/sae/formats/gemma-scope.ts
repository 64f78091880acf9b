import { join } from 'node:path'
import { anyLength, CheckpointTensors } from '../checkpoint-tensors.ts'
import { encoderOf, type OpenedSae } from '../sae-encoder.ts'
import type { SaeFolderFormat } from '../sae-format.ts'

const weightsName = 'params.npz'

/** Gemma Scope, SAEs of Gemma 2 by Google DeepMind: layer_20/width_16k/average_l0_71/params.npz. */
export const gemmaScope: SaeFolderFormat = {
  name: `Gemma Scope (${weightsName})`,
  weights: weightsName,
  recognises: (files) => files.includes(weightsName),
  open: openGemmaScope,
}

async function openGemmaScope(folder: string): Promise<OpenedSae> {
  const tensors = await CheckpointTensors.open(join(folder, weightsName))
  // Early releases write w_enc.
  const named = (name: string) => (tensors.has(name) ? name : name.toLowerCase())
  const weights = tensors.get(named('W_enc'), [anyLength, anyLength])
  const [dIn = 0, dSae = 0] = weights.shape
  const { hook, model, isOfEmbeddings } = whatItReads(folder)
  // Trained on Gemma's embeddings before they are multiplied by sqrt(dIn), with which the residual stream begins.
  const scaling = isOfEmbeddings ? { inputScale: 1 / Math.sqrt(dIn), settings: { inputScale: 1 / Math.sqrt(dIn) } } : {}
  const encoder = encoderOf({
    weights,
    bias: await tensors.floats('b_enc', [dSae]),
    activation: { kind: 'jumprelu', threshold: await tensors.floats('threshold', [dSae]) },
    decoder: tensors.has(named('W_dec')) ? tensors.get(named('W_dec'), [dSae, dIn]) : null,
    decoderBias: await tensors.floatsIfThere(named('b_dec'), [dIn]),
    ...scaling,
  })
  const active = /average_l0_(\d+)(?!\d)/.exec(folder)?.[1]
  const training = { contextSize: 1024, bos: true, ...(active === undefined ? {} : { active: Number(active) }) }
  return { encoder, hook, names: { model, sae: null }, training }
}

const hooks: Readonly<Record<string, string>> = {
  res: 'hook_resid_post',
  mlp: 'hook_mlp_out',
  att: 'attn.hook_z',
  transcoders: 'ln2.hook_normalized',
}

/** The file says nothing of the place it reads; the names of its repository and folder do. */
function whatItReads(folder: string): { hook: string | null; model: string | null; isOfEmbeddings: boolean } {
  const repository = /gemma-scope-(\d+b)-(pt|it)-(res|mlp|att|transcoders)(?![a-z])/.exec(folder)
  if (repository === null) return { hook: null, model: null, isOfEmbeddings: false }
  const [, size = '', tuning, site = ''] = repository
  const inside = folder.slice(repository.index)
  const model = `gemma-2-${size}${tuning === 'it' ? '-it' : ''}`
  const isOfEmbeddings = site === 'res' && /(?:^|[\\/])embedding(?:[\\/]|$)/.test(inside)
  if (isOfEmbeddings) return { hook: 'blocks.0.hook_resid_pre', model, isOfEmbeddings }
  const layer = /(?:^|[\\/])layer_(\d+)(?:[\\/]|$)/.exec(inside)?.[1]
  return { hook: layer === undefined ? null : `blocks.${layer}.${hooks[site]}`, model, isOfEmbeddings }
}
