import { join } from 'node:path'
import { CheckpointTensors } from '../checkpoint-tensors.ts'
import { missingInputScale, refusedSae, unknownPart } from '../refused-sae.ts'
import { rowNorms } from '../row-norms.ts'
import { encoderOf, type OpenedSae, type SaeActivation, type SaeEncoder, type SaeSettings } from '../sae-encoder.ts'
import type { SaeFolderFormat } from '../sae-format.ts'
import { topK } from '../top-k.ts'
import { type OpenMossConfig, readOpenMossConfig } from './open-moss-config.ts'

/** OpenMOSS (OpenMOSS/Language-Model-SAEs), the versions after Llama Scope. */
export const openMoss = folderFormat('OpenMOSS', 'config.json', 'sae_weights.safetensors')

/** fnlp/Llama3_1-8B-Base-LXR-8x: Llama3_1-8B-Base-L15R-8x/hyperparams.json and checkpoints/final.safetensors. */
export const llamaScope = folderFormat('Llama Scope', 'hyperparams.json', 'checkpoints/final.safetensors')

function folderFormat(name: string, configName: string, weights: string): SaeFolderFormat {
  const [first = ''] = weights.split('/')
  return {
    name: `${name} (${configName} and ${weights})`,
    weights,
    recognises: (files) => files.includes(configName) && files.includes(first),
    async open(folder, settings): Promise<OpenedSae> {
      const config = await readOpenMossConfig(join(folder, configName))
      const tensors = await CheckpointTensors.open(join(folder, weights))
      const encoder = await encoderIn(config, tensors, settings)
      const { hook_point_in: hook = null, jump_relu_threshold: one, top_k: active } = config
      // The one threshold was chosen so that as many latents are active on average.
      const training = typeof one === 'number' && typeof active === 'number' ? { training: { active } } : {}
      return { encoder, hook, names: { model: null, sae: null }, ...training }
    },
  }
}

async function encoderIn(config: OpenMossConfig, tensors: CheckpointTensors, settings: SaeSettings): Promise<SaeEncoder> {
  const { path, d_model: dIn, dSae } = config
  // Later versions keep [in, out] under names of their own, earlier ones are of torch.nn.Linear.
  const isLater = tensors.has('W_E')
  const matrix = (later: string, earlier: string, rows: number, columns: number) =>
    isLater ? tensors.get(later, [rows, columns]) : tensors.transposed(earlier, [columns, rows])
  const decoder = () => matrix('W_D', 'decoder.weight', dSae, dIn)
  const hasDecoder = tensors.has(isLater ? 'W_D' : 'decoder.weight')
  // Latents are compared as if their decoder directions had length 1, and divided back.
  const lengths = (config.sparsity_include_decoder_norm ?? true) ? await rowNorms(decoder()) : null
  const normalised = await normalisation(config, tensors, settings)
  return encoderOf({
    weights: matrix('W_E', 'encoder.weight', dIn, dSae),
    bias: await tensors.floats(isLater ? 'b_E' : 'encoder.bias', [dSae]),
    ...normalised,
    activation: await activationIn(config, tensors, { lengths, inputScale: normalised.inputScale ?? 1 }),
    decoder: hasDecoder ? decoder() : null,
    decoderBias: await tensors.floatsIfThere(isLater ? 'b_D' : 'decoder.bias', [dIn]),
    files: [path],
  })
}

type Normalisation = Partial<Pick<SaeEncoder, 'normalise' | 'inputScale' | 'settings'>>

async function normalisation(config: OpenMossConfig, tensors: CheckpointTensors, settings: SaeSettings): Promise<Normalisation> {
  const kind = config.norm_activation ?? 'dataset-wise'
  // `inference`: folded into the weights.
  if (kind === 'inference') return {}
  if (kind === 'token-wise') return { normalise: 'length' }
  if (kind !== 'dataset-wise') throw unknownPart(config.path, 'normalisation of inputs', kind)
  const stored = `dataset_average_activation_norm.${config.hook_point_in ?? ''}`
  const length = config.dataset_average_activation_norm?.in ?? (tensors.has(stored) ? await tensors.number(stored) : null)
  if (length !== null && length > 0) return { inputScale: Math.sqrt(config.d_model) / length }
  const { inputScale } = settings
  if (inputScale === undefined) throw missingInputScale(config.path)
  return { inputScale, settings: { inputScale } }
}

/**
 * Thresholds that are tensors were trained, and are of scaled inputs. The one threshold of Llama Scope was measured on weights that the
 * library had folded the scale into as it loaded them (sae.py and post_processing.py of October 2024): there activations are smaller by
 * the scale, and directions have length 1. With pre of scaled inputs: pre * length > threshold * scale. SAELens agrees but for the lengths.
 */
async function activationIn(
  { path, act_fn: name, dSae, jump_relu_threshold: one, top_k: k }: OpenMossConfig,
  tensors: CheckpointTensors,
  { lengths, inputScale }: { readonly lengths: Float32Array | null; readonly inputScale: number },
): Promise<SaeActivation> {
  if (name === 'relu') return { kind: 'relu', scale: null }
  if (name === 'topk') return { ...topK(path, k, dSae), scale: lengths, divided: lengths !== null }
  if (name === 'batchtopk')
    throw refusedSae(path, 'it keeps the largest of a batch, so that a text has other latents among other texts')
  if (name !== 'jumprelu') throw unknownPart(path, 'activation function', name ?? 'missing')
  const stored = ['activation_function.log_jumprelu_threshold', 'log_jumprelu_threshold'].find((each) => tensors.has(each))
  if (stored === undefined && typeof one !== 'number') throw refusedSae(path, 'its threshold is missing')
  const threshold =
    stored === undefined
      ? new Float32Array(dSae).fill((one ?? 0) * inputScale)
      : (await tensors.floats(stored, [dSae])).map(Math.exp)
  return {
    kind: 'jumprelu',
    threshold: lengths === null ? threshold : threshold.map((each, latent) => each / (lengths[latent] ?? 1)),
  }
}
