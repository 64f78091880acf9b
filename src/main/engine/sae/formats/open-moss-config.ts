import { z } from 'zod'
import { hookName, readCheckpointConfig } from '../checkpoint-config.ts'
import { refusedSae, unknownPart } from '../refused-sae.ts'

const count = z.number().int().positive()
const text = z.string().nullish()
const flag = z.boolean().nullish()

const configSchema = z.object({
  sae_type: text,
  d_model: count,
  d_sae: count.nullish(),
  expansion_factor: z.number().positive().nullish(),
  act_fn: text,
  jump_relu_threshold: z.number().nullish(),
  top_k: count.nullish(),
  norm_activation: text,
  dataset_average_activation_norm: z.object({ in: z.number().positive() }).nullish(),
  sparsity_include_decoder_norm: flag,
  apply_decoder_bias_to_pre_encoder: flag,
  use_glu_encoder: flag,
  hook_point_in: hookName,
  hook_point_out: hookName,
})

/** hyperparams.json of Llama Scope, config.json of later versions. */
export type OpenMossConfig = z.infer<typeof configSchema> & { readonly path: string; readonly dSae: number }

/** Reads a config and refuses what is not an SAE of one matrix on the residual stream. */
export async function readOpenMossConfig(path: string): Promise<OpenMossConfig> {
  const config = await readCheckpointConfig(path, configSchema, 'OpenMOSS')
  const { sae_type: type, hook_point_in: from, hook_point_out: to } = config
  if (typeof type === 'string' && type !== 'sae') throw unknownPart(path, 'type', type)
  if (typeof from === 'string' && typeof to === 'string' && from !== to)
    throw refusedSae(path, `it is a transcoder, from ${from} to ${to}`)
  if (config.use_glu_encoder === true) throw refusedSae(path, 'its encoder has a second matrix (GLU)')
  if (config.apply_decoder_bias_to_pre_encoder === true)
    throw refusedSae(path, "it subtracts its decoder's bias, before or after it normalises its inputs depending on the version")
  const dSae = config.d_sae ?? Math.round(config.d_model * (config.expansion_factor ?? NaN))
  if (!Number.isSafeInteger(dSae)) throw refusedSae(path, 'it says neither d_sae nor expansion_factor')
  return { ...config, path, dSae }
}
