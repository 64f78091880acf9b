import { join } from 'node:path'
import { CheckpointTensors } from '../checkpoint-tensors.ts'
import { missingInputScale, refusedSae, unknownPart } from '../refused-sae.ts'
import { rowNorms } from '../row-norms.ts'
import { encoderOf, type OpenedSae, type SaeActivation, type SaeEncoder, type SaeSettings } from '../sae-encoder.ts'
import type { SaeFolderFormat } from '../sae-format.ts'
import { topK } from '../top-k.ts'
import { readSaeLensConfig, type SaeLensConfig } from './sae-lens-config.ts'

const configName = 'cfg.json'
const weightsName = 'sae_weights.safetensors'

/** SAELens (decoderesearch/SAELens, saes/*.py), versions 3 to 6. */
export const saeLens: SaeFolderFormat = {
  name: `SAELens (${configName} and ${weightsName})`,
  weights: weightsName,
  recognises: (files) => files.includes(configName) && files.includes(weightsName),
  open: openSaeLens,
}

async function openSaeLens(folder: string, settings: SaeSettings): Promise<OpenedSae> {
  const configPath = join(folder, configName)
  const config = await readSaeLensConfig(configPath)
  const { architecture, dIn, dSae } = config
  refuseUnreadable(config, configPath)
  const tensors = await CheckpointTensors.open(join(folder, weightsName))
  const decoderBias = config.applyBDecToInput ? await tensors.floats('b_dec', [dIn]) : await tensors.floatsIfThere('b_dec', [dIn])
  const encoder = encoderOf({
    weights: tensors.get('W_enc', [dIn, dSae]),
    bias: await tensors.floats(architecture === 'gated' ? 'b_gate' : 'b_enc', [dSae]),
    centre: config.centred,
    ...normalisation(config, configPath, settings),
    inputBias: config.applyBDecToInput ? decoderBias : null,
    decoderBias,
    activation: await activation(config, configPath, tensors),
    decoder: tensors.has('W_dec') ? tensors.get('W_dec', [dSae, dIn]) : null,
    files: [configPath],
  })
  return {
    encoder,
    hook: config.hookName,
    names: { model: config.modelName, sae: config.neuronpediaId },
    training: config.training,
  }
}

/** Architectures whose latents do not follow from one token of the residual stream and one matrix. */
const unreadable: readonly (readonly [RegExp, string])[] = [
  [/transcoder/, 'it is a transcoder, which reads what goes into an MLP, not the residual stream'],
  [/^temporal$/, 'its architecture is temporal: the latents of a token depend on the tokens before it'],
  [/^matching_pursuit$/, 'its architecture is matching pursuit: it chooses latents one after the other'],
  [/^abstopk$/, 'its architecture is abstopk: its latents may be negative'],
  [
    /batchtopk$/,
    'it is a checkpoint of its training, which keeps the largest of a batch; SAELens saves the finished one as jumprelu',
  ],
]

function refuseUnreadable({ architecture, reshapeActivations }: SaeLensConfig, path: string): void {
  const reason = unreadable.find(([pattern]) => pattern.test(architecture))?.[1]
  if (reason !== undefined) throw refusedSae(path, reason)
  if (!['standard', 'gated', 'jumprelu', 'topk'].includes(architecture)) throw unknownPart(path, 'architecture', architecture)
  if (reshapeActivations !== 'none')
    throw refusedSae(path, 'it reads the outputs of attention heads (hook_z), not the residual stream')
}

type Normalisation = Pick<SaeEncoder, 'normalise' | 'inputScale' | 'settings'>

/** Only what happens at run time; a scaling or whitening folded into the weights on saving leaves `none`. */
function normalisation({ normalizeActivations: kind }: SaeLensConfig, path: string, { inputScale }: SaeSettings): Normalisation {
  const plain: Normalisation = { normalise: 'none', inputScale: 1, settings: {} }
  if (kind === 'none') return plain
  if (kind === 'layer_norm') return { ...plain, normalise: 'layer-norm' }
  if (kind === 'constant_norm_rescale') return { ...plain, normalise: 'length' }
  if (kind !== 'expected_average_only_in') throw unknownPart(path, 'normalisation of inputs', kind)
  // SAELens itself warns and reads without the factor; its list of known SAEs has it as norm_scaling_factor.
  if (inputScale === undefined) throw missingInputScale(path)
  return { ...plain, inputScale, settings: { inputScale } }
}

async function activation(config: SaeLensConfig, path: string, tensors: CheckpointTensors): Promise<SaeActivation> {
  const { architecture, dIn, dSae, k, rescaleActsByDecoderNorm } = config
  if (architecture === 'jumprelu') return { kind: 'jumprelu', threshold: await tensors.floats('threshold', [dSae]) }
  if (architecture === 'gated') {
    const logScale = await tensors.floats('r_mag', [dSae])
    return { kind: 'gated', magnitudeScale: logScale.map(Math.exp), magnitudeBias: await tensors.floats('b_mag', [dSae]) }
  }
  if (architecture === 'standard') return { kind: 'relu', scale: null }
  const scale = rescaleActsByDecoderNorm ? await rowNorms(tensors.get('W_dec', [dSae, dIn])) : null
  return { ...topK(path, k, dSae), scale }
}
