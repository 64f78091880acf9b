import { z } from 'zod'
import { hookName, modelName, readCheckpointConfig } from '../checkpoint-config.ts'
import { unknownPart } from '../refused-sae.ts'
import type { SaeTraining } from '../sae-encoder.ts'

/** What decides an SAE's encoder in SAELens' cfg.json, and what it is called; versions before 6 brought to the form of version 6. */
export type SaeLensConfig = {
  readonly architecture: string
  readonly dIn: number
  readonly dSae: number
  readonly applyBDecToInput: boolean
  readonly normalizeActivations: string
  readonly reshapeActivations: string
  readonly k: number | null
  readonly rescaleActsByDecoderNorm: boolean
  readonly hookName: string | null
  readonly centred: boolean
  /** of the model that it was trained on, as TransformerLens calls it: "gpt2-small" */
  readonly modelName: string | null
  /** "gpt2-small/6-res-jb" */
  readonly neuronpediaId: string | null
  readonly training: SaeTraining
}

const modelKwargs = z.object({ center_writing_weights: z.boolean().nullish() }).nullish()

const contextSize = z.number().int().positive().nullish().catch(null)
const flag = z.boolean().nullish().catch(null)

/** Version 6 keeps what concerns the reader under `metadata`; before it all stood at the top, the hook point under either name. */
const configSchema = z.object({
  architecture: z.string().nullish(),
  d_in: z.number().int().positive(),
  d_sae: z.number().int().positive(),
  apply_b_dec_to_input: z.boolean().nullish(),
  normalize_activations: z.union([z.string(), z.boolean()]).nullish(),
  reshape_activations: z.string().nullish(),
  activation_fn: z.string().nullish(),
  activation_fn_str: z.string().nullish(),
  activation_fn_kwargs: z.object({ k: z.number().int().positive().nullish() }).nullish(),
  k: z.number().int().positive().nullish(),
  rescale_acts_by_decoder_norm: z.boolean().nullish(),
  hook_name: hookName,
  hook_point: hookName,
  model_from_pretrained_kwargs: modelKwargs,
  model_name: modelName,
  neuronpedia_id: modelName,
  prepend_bos: flag,
  context_size: contextSize,
  metadata: z
    .object({
      hook_name: hookName,
      model_from_pretrained_kwargs: modelKwargs,
      model_name: modelName,
      neuronpedia_id: modelName,
      prepend_bos: flag,
      context_size: contextSize,
    })
    .nullish(),
})

export async function readSaeLensConfig(path: string): Promise<SaeLensConfig> {
  const config = await readCheckpointConfig(path, configSchema, 'SAELens')
  const hook = config.metadata?.hook_name ?? config.hook_name ?? config.hook_point ?? null
  const activation = config.activation_fn ?? config.activation_fn_str ?? 'relu'
  if (!['relu', 'topk'].includes(activation)) throw unknownPart(path, 'activation function', activation)
  const architecture = config.architecture ?? 'standard'
  // Before version 6 topk was an activation function of the standard architecture.
  if (activation === 'topk' && !['standard', 'topk'].includes(architecture))
    throw unknownPart(path, 'architecture', `${architecture} with topk`)
  const normalise = config.normalize_activations
  const kwargs = config.metadata?.model_from_pretrained_kwargs ?? config.model_from_pretrained_kwargs
  return {
    architecture: activation === 'topk' ? 'topk' : architecture,
    dIn: config.d_in,
    dSae: config.d_sae,
    applyBDecToInput: config.apply_b_dec_to_input ?? true,
    normalizeActivations: normalise === true ? 'expected_average_only_in' : normalise === false ? 'none' : (normalise ?? 'none'),
    reshapeActivations: config.reshape_activations ?? (hook?.includes('hook_z') === true ? 'hook_z' : 'none'),
    k: config.k ?? config.activation_fn_kwargs?.k ?? null,
    rescaleActsByDecoderNorm: config.rescale_acts_by_decoder_norm ?? false,
    hookName: hook,
    centred: kwargs?.center_writing_weights ?? false,
    modelName: config.metadata?.model_name ?? config.model_name ?? null,
    neuronpediaId: config.metadata?.neuronpedia_id ?? config.neuronpedia_id ?? null,
    training: trainingOf(config.metadata ?? {}, config),
  }
}

type Said = Pick<z.infer<typeof configSchema>, 'prepend_bos' | 'context_size'>

/** SAELens began texts with a BOS unless it was told not to. */
function trainingOf(later: Said, earlier: Said): SaeTraining {
  const size = later.context_size ?? earlier.context_size
  return { bos: later.prepend_bos ?? earlier.prepend_bos ?? true, ...(typeof size === 'number' ? { contextSize: size } : {}) }
}
