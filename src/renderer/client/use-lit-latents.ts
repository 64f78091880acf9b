import { useLatent } from './latent-queries.ts'
import { usePlaces } from './lit-latents.ts'

export type LitLatents = {
  /** What is lit in each place; null: nothing, or switched off. */
  readonly on: readonly (number | null)[]
  /** The same with those that are switched off. */
  readonly places: readonly (number | null)[]
  /** Of each place; null where nothing is lit or its latent is not known yet. */
  readonly labels: readonly (string | null)[]
  /** Of each place the latent's largest activation in the corpora, the fullest heat; 0 where it is not known yet. */
  readonly maxima: readonly number[]
}

/** The latents that are lit in this tab, with what is said of them. */
export function useLitLatents(): LitLatents {
  const { places, on } = usePlaces()
  const [first = null, second = null, third = null, fourth = null] = places
  const pages = [useLatent(first), useLatent(second), useLatent(third), useLatent(fourth)]
  const known = pages.map(({ data }, place) => (places[place] === null ? undefined : data))
  return {
    on,
    places,
    labels: known.map((page) => page?.label?.text ?? null),
    maxima: known.map((page) => page?.maxActivation ?? 0),
  }
}
