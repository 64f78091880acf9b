import type { DocumentLatent, ReadText } from '../../../contract/documents.ts'
import { firstAtLeast } from '../../widgets/token-segments.ts'

/** The latents active on one token of a text that was read, strongest first. */
export function latentsAt({ latents }: Pick<ReadText, 'latents'>, token: number): readonly DocumentLatent[] {
  return latents
    .flatMap(({ latent, label, positions, activations }) => {
      const at = firstAtLeast(positions, token)
      return positions[at] === token ? [{ latent, label, activation: activations[at] ?? 0, tokens: 1 }] : []
    })
    .sort((a, b) => b.activation - a.activation || a.latent - b.latent)
}
