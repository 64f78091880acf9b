import { basename } from 'node:path'
import { anyLength } from '../checkpoint-tensors.ts'
import { encoderOf, type OpenedSae } from '../sae-encoder.ts'
import type { SaeFile, SaeFileFormat } from '../sae-format.ts'

/** Goodfire's SAEs: Llama-3.1-8B-Instruct-SAE-l19.pth, Llama-3.3-70B-Instruct-SAE-l50.pt. */
export const goodfire = linearPair('Goodfire (encoder_linear, decoder_linear)', 'encoder_linear', 'decoder_linear')

/** As those of qresearch: DeepSeek-R1-Distill-Llama-8B-SAE-l19.pt; also dictionary_learning's AutoEncoderNew without its config. */
export const linearAutoencoder = linearPair('encoder and decoder of torch.nn.Linear (qresearch)', 'encoder', 'decoder')

/** Two modules of torch.nn.Linear with ReLU between, nothing before; weights [out, in]. */
function linearPair(name: string, encoder: string, decoder: string): SaeFileFormat {
  const needed = [`${encoder}.weight`, `${encoder}.bias`, `${decoder}.weight`, `${decoder}.bias`]
  return {
    name,
    recognises: ({ tensors }) => tensors.size === needed.length && needed.every((each) => tensors.has(each)),
    async open({ path, tensors }: SaeFile): Promise<OpenedSae> {
      const weights = tensors.transposed(`${encoder}.weight`, [anyLength, anyLength])
      const [dIn = 0, dSae = 0] = weights.shape
      const opened = encoderOf({
        weights,
        bias: await tensors.floats(`${encoder}.bias`, [dSae]),
        activation: { kind: 'relu', scale: null },
        decoder: tensors.transposed(`${decoder}.weight`, [dIn, dSae]),
        decoderBias: await tensors.floats(`${decoder}.bias`, [dIn]),
      })
      const [, model = null, layer] = /^(.+)-SAE-l(\d+)\.\w+$/.exec(basename(path)) ?? []
      return { encoder: opened, hook: layer === undefined ? null : `blocks.${layer}.hook_resid_post`, names: { model, sae: null } }
    },
  }
}
