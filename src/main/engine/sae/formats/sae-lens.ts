import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '../../../../contract/failure.ts'
import { readFloats } from '../../tensor-files/read-floats.ts'
import { openSafetensors } from '../../tensor-files/safetensors.ts'
import type { TensorFile, TensorLocation } from '../../tensor-files/tensor-location.ts'
import { rowNorms } from '../row-norms.ts'
import type { OpenedSae, SaeActivation, SaeEncoder, SaeFormat } from '../sae-encoder.ts'
import { parseSaeLensConfig, type SaeLensConfig } from './sae-lens-config.ts'

const configName = 'cfg.json'
const weightsName = 'sae_weights.safetensors'

/** SAELens (decoderesearch/SAELens, saes/*.py), versions 3 to 6. */
export const saeLens: SaeFormat = {
  name: `SAELens (${configName} and ${weightsName})`,
  recognises: (files) => files.includes(configName) && files.includes(weightsName),
  open: openSaeLens,
}

async function openSaeLens(folder: string): Promise<OpenedSae> {
  const configPath = join(folder, configName)
  const config = parseSaeLensConfig(await readFile(configPath, 'utf8'), configPath)
  const file = await openSafetensors(join(folder, weightsName))
  const { dIn, dSae } = config
  const tensor = tensorsOf(file, join(folder, weightsName))
  const encoder: SaeEncoder = {
    dIn,
    dSae,
    weights: tensor('W_enc', [dIn, dSae]),
    transposed: false,
    bias: await readFloats(tensor(config.architecture === 'gated' ? 'b_gate' : 'b_enc', [dSae])),
    centre: config.centred,
    normalise: normalisation(config, configPath),
    inputScale: 1,
    inputBias: config.applyBDecToInput ? await readFloats(tensor('b_dec', [dIn])) : null,
    activation: await activation(config, configPath, tensor),
    decoder: file.tensors.has('W_dec') ? tensor('W_dec', [dSae, dIn]) : null,
    files: [configPath],
  }
  return { encoder, hook: config.hookName, names: { model: config.modelName, sae: config.neuronpediaId } }
}

type TensorLookup = (name: string, shape: readonly number[]) => TensorLocation

function tensorsOf(file: TensorFile, path: string): TensorLookup {
  return (name, shape) => {
    const found = file.tensors.get(name)
    if (found !== undefined && found.shape.join() === shape.join()) return found
    const problem = found === undefined ? 'is missing' : `has shape [${found.shape.join(', ')}] instead of [${shape.join(', ')}]`
    throw new Failure('lens-invalid', `${path} does not fit its cfg.json: ${name} ${problem}.`, 'Download the SAE again.')
  }
}

/** Only what happens at run time; a scaling folded into the weights on saving leaves `none`. */
function normalisation(config: SaeLensConfig, path: string): SaeEncoder['normalise'] {
  if (config.reshapeActivations !== 'none') {
    throw refused(path, `it reads ${config.reshapeActivations} activations, not the residual stream`)
  }
  const kind = config.normalizeActivations
  if (kind === 'none') return 'none'
  if (kind === 'layer_norm') return 'layer-norm'
  if (kind === 'constant_norm_rescale') return 'length'
  throw refused(path, `its inputs are normalised by ${kind}, whose factor the checkpoint does not hold`)
}

async function activation(config: SaeLensConfig, path: string, tensor: TensorLookup): Promise<SaeActivation> {
  const { architecture, dIn, dSae } = config
  if (architecture === 'standard') return { kind: 'relu' }
  if (architecture === 'jumprelu') return { kind: 'jumprelu', threshold: await readFloats(tensor('threshold', [dSae])) }
  if (architecture === 'gated') {
    const logScale = await readFloats(tensor('r_mag', [dSae]))
    return { kind: 'gated', magnitudeScale: logScale.map(Math.exp), magnitudeBias: await readFloats(tensor('b_mag', [dSae])) }
  }
  if (architecture !== 'topk') throw refused(path, `its architecture is ${architecture}`)
  if (config.k === null || config.k > dSae) throw refused(path, 'it does not say how many latents are kept (k)')
  const scale = config.rescaleActsByDecoderNorm ? await rowNorms(tensor('W_dec', [dSae, dIn])) : null
  return { kind: 'topk', k: config.k, scale }
}

function refused(path: string, reason: string): Failure {
  return new Failure(
    'unsupported',
    `The SAE of ${path} cannot be read faithfully: ${reason}.`,
    'Use an SAE on the residual stream of architecture standard, jumprelu, topk or gated.',
  )
}
