import type { DocumentRow, Mark } from '../../../contract/documents.ts'
import { heatLevel } from '../../../contract/lit-segments.ts'
import type { LitLatents } from '../../client/use-lit-latents.ts'
import type { Span } from '../../widgets/marked-segments.ts'

/** The tokens that a latent is active on in a row's excerpt; none where the row was not asked for it. */
export function marksOf(document: DocumentRow, latent: number, chosen: number | null): readonly Mark[] {
  return latent === chosen ? document.marks : (document.beside.find((each) => each.latent === latent)?.marks ?? [])
}

/** Pooled activation of a lit latent; null where the document was not read, undefined where it was not asked for. */
export function activationOf(document: DocumentRow, latent: number, chosen: number | null): number | null | undefined {
  return latent === chosen ? document.activation : document.beside.find((each) => each.latent === latent)?.activation
}

/** Every stretch of a row's excerpt that is marked: tokens of the latents that are on, and words that were found. */
export function litSpans(document: DocumentRow, lights: LitLatents, chosen: number | null): readonly Span[] {
  const lit = lights.on.flatMap((latent, slot) =>
    latent === null
      ? []
      : marksOf(document, latent, chosen).map(({ start, end, activation }) => ({
          start,
          end,
          slot,
          title: '',
          activation,
          heat: heatLevel(activation, (lights.maxima[slot] ?? 0) || activation),
        })),
  )
  return [...lit, ...document.found.map(({ start, end }) => ({ start, end, slot: -1, title: '' }))]
}
