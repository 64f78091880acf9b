import type { TokenLights } from './token-segments.ts'

/** Which latents are lit, each in the place that gives it hue and line; null: free. */
export type LightSlots = readonly (number | null)[]

export const noLights = (places: number): LightSlots => Array.from({ length: places }, () => null)

/** With a latent lit, or no longer; where all places are taken the last one is given to it. */
export function toggled(slots: LightSlots, latent: number): LightSlots {
  if (slots.includes(latent)) return slots.map((each) => (each === latent ? null : each))
  const free = slots.indexOf(null)
  const place = free < 0 ? slots.length - 1 : free
  return slots.map((each, slot) => (slot === place ? latent : each))
}

const nothing: TokenLights = { positions: new Int32Array(), activations: new Float32Array() }

/** The lights of each place, from whatever lights of latents are at hand. */
export function lightsOf(slots: LightSlots, found: readonly (TokenLights & { readonly latent: number })[]): readonly TokenLights[] {
  return slots.map((latent) => found.find((each) => each.latent === latent) ?? nothing)
}

/** All positions that any latent lights, ascending. */
export function litPositions(lights: readonly TokenLights[]): Int32Array {
  return Int32Array.from(new Set(lights.flatMap(({ positions }) => [...positions]))).sort()
}

/** The position of the strongest light of the first place that has any; null where nothing is lit. */
export function strongestPosition(lights: readonly TokenLights[]): number | null {
  const first = lights.find(({ positions }) => positions.length > 0)
  if (first === undefined) return null
  let best = 0
  first.activations.forEach((activation, at) => {
    if (activation > (first.activations[best] ?? 0)) best = at
  })
  return first.positions[best] ?? null
}
