import { z } from 'zod'
import { Failure } from '../../../../contract/failure.ts'

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
}

const name = z.string().nullish().catch(null)
const modelKwargs = z.object({ center_writing_weights: z.boolean().nullish() }).nullish()

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
  hook_name: z.string().nullish(),
  hook_point: z.string().nullish(),
  model_from_pretrained_kwargs: modelKwargs,
  model_name: name,
  neuronpedia_id: name,
  metadata: z
    .object({ hook_name: z.string().nullish(), model_from_pretrained_kwargs: modelKwargs, model_name: name, neuronpedia_id: name })
    .nullish(),
})

export function parseSaeLensConfig(json: string, path: string): SaeLensConfig {
  const parsed = configSchema.safeParse(parseJson(json, path))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Failure(
      'lens-invalid',
      `${path} is not an SAELens config: ${issue?.path.join('.')}: ${issue?.message}.`,
      'Download the SAE again.',
    )
  }
  const config = parsed.data
  const hookName = config.metadata?.hook_name ?? config.hook_name ?? config.hook_point ?? null
  const topk = (config.activation_fn ?? config.activation_fn_str) === 'topk'
  const normalise = config.normalize_activations
  const kwargs = config.metadata?.model_from_pretrained_kwargs ?? config.model_from_pretrained_kwargs
  return {
    architecture: topk ? 'topk' : (config.architecture ?? 'standard'),
    dIn: config.d_in,
    dSae: config.d_sae,
    applyBDecToInput: config.apply_b_dec_to_input ?? true,
    normalizeActivations: normalise === true ? 'expected_average_only_in' : normalise === false ? 'none' : (normalise ?? 'none'),
    reshapeActivations: config.reshape_activations ?? (hookName?.includes('hook_z') === true ? 'hook_z' : 'none'),
    k: config.k ?? config.activation_fn_kwargs?.k ?? null,
    rescaleActsByDecoderNorm: config.rescale_acts_by_decoder_norm ?? false,
    hookName,
    centred: kwargs?.center_writing_weights ?? false,
    modelName: config.metadata?.model_name ?? config.model_name ?? null,
    neuronpediaId: config.metadata?.neuronpedia_id ?? config.neuronpedia_id ?? null,
  }
}

function parseJson(json: string, path: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    throw new Failure('lens-invalid', `${path} is not JSON.`, 'Download the SAE again.', { cause: error })
  }
}
