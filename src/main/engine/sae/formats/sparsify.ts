import { basename, join } from 'node:path'
import { z } from 'zod'
import { readCheckpointConfig } from '../checkpoint-config.ts'
import { CheckpointTensors } from '../checkpoint-tensors.ts'
import { refusedSae, unknownPart } from '../refused-sae.ts'
import { encoderOf, type OpenedSae, type SaeActivation } from '../sae-encoder.ts'
import type { SaeFolderFormat } from '../sae-format.ts'
import { topK } from '../top-k.ts'

const configName = 'cfg.json'
const weightsName = 'sae.safetensors'

/** sparsify (EleutherAI/sparsify, sparse_coder.py): a folder is called after the module it reads, as layers.5. */
export const sparsify: SaeFolderFormat = {
  name: `sparsify (${configName} and ${weightsName})`,
  weights: weightsName,
  recognises: (files) => files.includes(configName) && files.includes(weightsName),
  open: openSparsify,
}

const count = z.number().int().nonnegative()
const flag = z.boolean().nullish()
/** Later versions leave out fields of earlier ones (`signed`) and the other way round. */
const configSchema = z.object({
  d_in: count.positive(),
  activation: z.string().nullish(),
  expansion_factor: count.nullish(),
  num_latents: count.nullish(),
  k: count.positive(),
  transcode: flag,
  skip_connection: flag,
  signed: flag,
})

async function openSparsify(folder: string): Promise<OpenedSae> {
  const configPath = join(folder, configName)
  const config = await readCheckpointConfig(configPath, configSchema, 'sparsify')
  // Earlier versions wrote down only that there is a connection past the latents, which SAEs have none of.
  if (config.transcode === true || config.skip_connection === true)
    throw refusedSae(configPath, 'it is a transcoder, which predicts what a module makes of its input')
  if (config.signed === true) throw refusedSae(configPath, 'its latents may be negative (signed)')
  const dIn = config.d_in
  // 0 stands for none stated.
  const dSae = (config.num_latents ?? 0) || dIn * (config.expansion_factor ?? 32)
  const tensors = await CheckpointTensors.open(join(folder, weightsName))
  const encoder = encoderOf({
    weights: tensors.transposed('encoder.weight', [dSae, dIn]),
    bias: await tensors.floats('encoder.bias', [dSae]),
    inputBias: await tensors.floats('b_dec', [dIn]),
    activation: activationOf(config.activation ?? 'topk', config.k, dSae, configPath),
    decoder: tensors.has('W_dec') ? tensors.get('W_dec', [dSae, dIn]) : null,
    files: [configPath],
  })
  const name = basename(folder)
  const isModule = /^(?:\w+\.)*(?:layers?|h)\.\d+(?:\.|$)|^embed_tokens$|^wte$/.test(name)
  return { encoder, hook: isModule ? name : null, names: { model: null, sae: null } }
}

/** ReLU comes before the choice of the largest, which changes nothing: what is not above 0 is not kept. */
function activationOf(activation: string, k: number, dSae: number, path: string): SaeActivation {
  if (activation === 'topk') return topK(path, k, dSae)
  if (activation !== 'groupmax') throw unknownPart(path, 'activation function', activation)
  if (dSae % k !== 0) throw refusedSae(path, `its ${dSae} latents do not divide into ${k} groups`)
  return { kind: 'groupmax', groups: k }
}
