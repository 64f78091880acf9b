import { join } from 'node:path'
import { z } from 'zod'
import { modelName, readCheckpointConfig } from '../checkpoint-config.ts'
import { CheckpointTensors } from '../checkpoint-tensors.ts'
import { unknownPart } from '../refused-sae.ts'
import { rowNorms } from '../row-norms.ts'
import { encoderOf, type OpenedSae, type SaeActivation, type SaeEncoder } from '../sae-encoder.ts'
import type { SaeFolderFormat } from '../sae-format.ts'
import { topK } from '../top-k.ts'

const configName = 'config.json'
const weightsName = 'ae.pt'

/** dictionary_learning (saprmarks/dictionary_learning, dictionary.py and trainers/*.py): trainer_0/ae.pt and config.json. */
export const dictionaryLearning: SaeFolderFormat = {
  name: `dictionary_learning (${weightsName} and ${configName})`,
  weights: weightsName,
  recognises: (files) => files.includes(configName) && files.includes(weightsName),
  open: openDictionaryLearning,
}

const count = z.number().int().positive()
const configSchema = z.object({
  trainer: z.object({
    dict_class: z.string(),
    activation_dim: count,
    dict_size: count,
    k: count.nullish().catch(null),
    layer: z.number().int().nonnegative().nullish().catch(null),
    lm_name: modelName,
    submodule_name: modelName,
  }),
  buffer: z
    .object({ io: modelName, ctx_len: count.nullish().catch(null) })
    .nullish()
    .catch(null),
})

type Config = z.infer<typeof configSchema>
/** What every class is opened with. */
type Opened = { readonly path: string; readonly tensors: CheckpointTensors; readonly config: Config['trainer'] }

/** `norm_factor`, where there is one, is in the biases already. */
async function openDictionaryLearning(folder: string): Promise<OpenedSae> {
  const path = join(folder, configName)
  const config = await readCheckpointConfig(path, configSchema, 'dictionary_learning')
  const { dict_class: name, lm_name: model } = config.trainer
  const open = Object.hasOwn(classes, name) ? classes[name] : undefined
  if (open === undefined) throw unknownPart(path, 'class', name)
  const tensors = await CheckpointTensors.open(join(folder, weightsName))
  const encoder = { ...(await open({ path, tensors, config: config.trainer })), files: [path] }
  const contextSize = config.buffer?.ctx_len
  return {
    encoder,
    hook: hookOf(config),
    names: { model: model?.split('/').at(-1) ?? null, sae: null },
    ...(typeof contextSize === 'number' ? { training: { contextSize } } : {}),
  }
}

const classes: Readonly<Record<string, (opened: Opened) => Promise<SaeEncoder>>> = {
  async AutoEncoder(opened) {
    const matrices = linear(opened)
    return encoderOf({
      ...matrices,
      bias: await biasOf(opened),
      inputBias: await opened.tensors.floats('bias', [opened.config.activation_dim]),
      activation: { kind: 'relu', scale: await decoderLengths(matrices.decoder) },
    })
  },
  async AutoEncoderNew(opened) {
    const decoderBias = await opened.tensors.floatsIfThere('decoder.bias', [opened.config.activation_dim])
    return encoderOf({ ...linear(opened), bias: await biasOf(opened), decoderBias, activation: { kind: 'relu', scale: null } })
  },
  async GatedAutoEncoder(opened) {
    const { tensors, config } = opened
    const logScale = await tensors.floats('r_mag', [config.dict_size])
    return encoderOf({
      ...linear(opened),
      bias: await tensors.floats('gate_bias', [config.dict_size]),
      inputBias: await tensors.floats('decoder_bias', [config.activation_dim]),
      activation: {
        kind: 'gated',
        magnitudeScale: logScale.map(Math.exp),
        magnitudeBias: await tensors.floats('mag_bias', [config.dict_size]),
      },
    })
  },
  AutoEncoderTopK: async (opened) => shifted(opened, topK(opened.path, opened.config.k, opened.config.dict_size)),
  BatchTopKSAE: async (opened) => shifted(opened, await oneThreshold(opened)),
  async MatryoshkaBatchTopKSAE(opened) {
    const inputBias = await opened.tensors.floats('b_dec', [opened.config.activation_dim])
    return encoderOf({ ...(await plain(opened)), inputBias, activation: await oneThreshold(opened) })
  },
  async JumpReluAutoEncoder(opened) {
    const { activation_dim: dIn, dict_size: dSae } = opened.config
    const threshold = await opened.tensors.floats('threshold', [dSae])
    const decoderBias = await opened.tensors.floatsIfThere('b_dec', [dIn])
    return encoderOf({ ...(await plain(opened)), decoderBias, activation: { kind: 'jumprelu', threshold } })
  },
}

/** Matrices of torch.nn.Linear, which keeps [out, in]. */
function linear({ tensors, config }: Opened) {
  const { activation_dim: dIn, dict_size: dSae } = config
  return {
    weights: tensors.transposed('encoder.weight', [dSae, dIn]),
    decoder: tensors.transposed('decoder.weight', [dIn, dSae]),
  }
}

const biasOf = ({ tensors, config }: Opened) => tensors.floats('encoder.bias', [config.dict_size])

async function shifted(opened: Opened, activation: SaeActivation): Promise<SaeEncoder> {
  const inputBias = await opened.tensors.floats('b_dec', [opened.config.activation_dim])
  return encoderOf({ ...linear(opened), bias: await biasOf(opened), inputBias, activation })
}

async function plain({ tensors, config }: Opened) {
  const { activation_dim: dIn, dict_size: dSae } = config
  return {
    weights: tensors.get('W_enc', [dIn, dSae]),
    bias: await tensors.floats('b_enc', [dSae]),
    decoder: tensors.get('W_dec', [dSae, dIn]),
  }
}

/** One threshold for all latents, which stands for the largest of a batch in training; below 0 before it was set. */
async function oneThreshold({ tensors, config }: Opened): Promise<SaeActivation> {
  return { kind: 'jumprelu', threshold: new Float32Array(config.dict_size).fill(await tensors.number('threshold')) }
}

/** The library brings decoder directions to length 1 when it loads, and activations to what they were; null where they have it. */
async function decoderLengths(decoder: SaeEncoder['decoder']): Promise<Float32Array | null> {
  const norms = decoder === null ? null : await rowNorms(decoder)
  return norms?.some((each) => Math.abs(each - 1) > 1e-5) === true ? norms : null
}

/** Residual stream unless the name of the module says otherwise; `io` says which side of it was recorded. */
function hookOf({ trainer, buffer }: Config): string | null {
  const { layer, submodule_name: module } = trainer
  if (layer === null || layer === undefined) return null
  if (/mlp/i.test(module ?? '')) return `blocks.${layer}.hook_mlp_out`
  if (/att/i.test(module ?? '')) return `blocks.${layer}.hook_attn_out`
  return `blocks.${layer}.${/resid_pre/.test(module ?? '') || buffer?.io === 'in' ? 'hook_resid_pre' : 'hook_resid_post'}`
}
