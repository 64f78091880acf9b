import { useMemo } from 'react'
import type { LightSlots } from './light-slots.ts'
import { lightsOf } from './light-slots.ts'
import type { TokenLights } from './token-segments.ts'
import { visibleText } from './visible-text.ts'

/** What lit text needs of each place: its lights, the largest activation among them, and the name of its latent. */
export type Lights = {
  readonly lights: readonly TokenLights[]
  readonly maxima: readonly number[]
  readonly names: readonly string[]
}

/** `found` are the lights at hand, `latents` those that have labels; both keep their identity while nothing changed. */
export function useLights(
  slots: LightSlots,
  found: readonly (TokenLights & { readonly latent: number })[] | undefined,
  latents: readonly { readonly latent: number; readonly label: string | null }[],
): Lights {
  const lights = useMemo(() => lightsOf(slots, found ?? []), [slots, found])
  const maxima = useMemo(
    () => lights.map(({ activations }) => activations.reduce((most, each) => Math.max(most, each), 0)),
    [lights],
  )
  const names = useMemo(
    () =>
      slots.map((latent) => {
        const label = latents.find((each) => each.latent === latent)?.label
        return latent === null ? '' : label == null ? `latent ${latent}` : visibleText(label)
      }),
    [slots, latents],
  )
  return { lights, maxima, names }
}
