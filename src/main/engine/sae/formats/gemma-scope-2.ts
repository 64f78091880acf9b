import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { hookName, modelName, readCheckpointConfig } from '../checkpoint-config.ts'
import { anyLength, CheckpointTensors } from '../checkpoint-tensors.ts'
import { refusedSae, unknownPart } from '../refused-sae.ts'
import { encoderOf, type OpenedSae } from '../sae-encoder.ts'
import type { SaeFolderFormat } from '../sae-format.ts'

const weightsName = 'params.safetensors'
const configName = 'config.json'

/** Gemma Scope 2, SAEs of Gemma 3 by Google DeepMind: resid_post/layer_13_width_16k_l0_medium/params.safetensors, mostly with a config. */
export const gemmaScope2: SaeFolderFormat = {
  name: `Gemma Scope 2 (${weightsName})`,
  weights: weightsName,
  recognises: (files) => files.includes(weightsName),
  open: openGemmaScope2,
}

const configSchema = z.object({
  architecture: z.string().nullish(),
  hf_hook_point_in: hookName,
  hf_hook_point_out: hookName,
  model_name: modelName,
  type: hookName.catch(null),
  l0: z.number().positive().nullish().catch(null),
})

async function openGemmaScope2(folder: string): Promise<OpenedSae> {
  const path = join(folder, weightsName)
  const config = await configIn(folder)
  const { architecture } = config
  // Folders are called <site>/layer_<L>_width_<...> or, of all layers, clt/width_<...>.
  const kind = config.type ?? /^(?:transcoder|clt|crosscoder)/.exec(basename(dirname(folder)))?.[0] ?? 'sae'
  if (kind !== 'sae') throw unknownPart(path, 'type', kind)
  const tensors = await CheckpointTensors.open(path)
  const isTranscoder =
    tensors.has('affine_skip_connection') ||
    (typeof config.hf_hook_point_out === 'string' && config.hf_hook_point_out !== config.hf_hook_point_in)
  if (isTranscoder) throw refusedSae(path, 'it is a transcoder, which reads what goes into an MLP, not the residual stream')
  if (typeof architecture === 'string' && architecture !== 'jump_relu') throw unknownPart(path, 'architecture', architecture)
  const weights = tensors.get('w_enc', [anyLength, anyLength])
  const [dIn = 0, dSae = 0] = weights.shape
  const encoder = encoderOf({
    weights,
    bias: await tensors.floats('b_enc', [dSae]),
    activation: { kind: 'jumprelu', threshold: await tensors.floats('threshold', [dSae]) },
    decoder: tensors.has('w_dec') ? tensors.get('w_dec', [dSae, dIn]) : null,
    decoderBias: await tensors.floatsIfThere('b_dec', [dIn]),
    files: config.files,
  })
  // The configs call the models gemma-v3-1b-it or google/gemma-3-1b-it.
  const model = config.model_name?.split('/').at(-1)?.replace('-v3', '-3') ?? modelOf(folder)
  const training = { contextSize: 1024, bos: true, ...(typeof config.l0 === 'number' ? { active: config.l0 } : {}) }
  return { encoder, hook: config.hf_hook_point_in ?? hookOf(folder), names: { model, sae: null }, training }
}

/** Some folders have none. */
async function configIn(folder: string): Promise<z.infer<typeof configSchema> & { readonly files: readonly string[] }> {
  const path = join(folder, configName)
  try {
    return { ...(await readCheckpointConfig(path, configSchema, 'Gemma Scope 2')), files: [path] }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { files: [] }
    throw error
  }
}

const sites: readonly (readonly [RegExp, string])[] = [
  [/^resid_post/, 'output'],
  [/^attn_out/, 'self_attn.o_proj.input'],
  [/^mlp_out/, 'post_feedforward_layernorm.output'],
]

/** The place it reads by the names of its folders, <site>/layer_<L>_width_<...>. */
function hookOf(folder: string): string | null {
  const layer = /^layer_(\d+)_/.exec(basename(folder))?.[1]
  const site = sites.find(([pattern]) => pattern.test(basename(dirname(folder))))?.[1]
  return layer === undefined || site === undefined ? null : `model.layers.${layer}.${site}`
}

function modelOf(folder: string): string | null {
  const [, model] = /gemma-scope-2-(\d+[mb]-(?:pt|it))(?![a-z])/.exec(folder) ?? []
  return model === undefined ? null : `gemma-3-${model}`
}
