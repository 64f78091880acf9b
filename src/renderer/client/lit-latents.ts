import { mostPinned, type View } from './view.ts'
import { useWorkbench, workbench } from './workbench.ts'

type Lights = Pick<View, 'latent' | 'pinned' | 'dimmed'>

/** Which latents have a place: the chosen one the first, unless it is pinned, then those that are pinned, [1 + mostPinned]. */
export const placesOf = ({ latent, pinned }: Pick<Lights, 'latent' | 'pinned'>): readonly (number | null)[] => [
  pinned.includes(latent) ? null : latent,
  ...pinned,
]

/** The same without those that are switched off. */
export const lightsOn = (view: Lights): readonly (number | null)[] =>
  placesOf(view).map((latent) => (latent === null || view.dimmed.includes(latent) ? null : latent))

/** The places and what is lit in them; both keep their identity while nothing changes. */
export function usePlaces(): { readonly places: readonly (number | null)[]; readonly on: readonly (number | null)[] } {
  const key = useWorkbench((view) => JSON.stringify([placesOf(view), lightsOn(view)]))
  const kept = seen.get(key)
  if (kept !== undefined) return kept
  const [places, on] = JSON.parse(key) as readonly (readonly (number | null)[])[]
  const made = { places: places ?? [], on: on ?? [] }
  if (seen.size > 100) seen.clear()
  seen.set(key, made)
  return made
}

const seen = new Map<string, ReturnType<typeof usePlaces>>()

/** A latent lit or no longer: the chosen one is switched, any other takes a place (the last where all are taken) or leaves it. */
export function withToggled(view: Lights, latent: number): Partial<Lights> {
  const { pinned, dimmed } = view
  if (dimmed.includes(latent) && placesOf(view).includes(latent)) return { dimmed: dimmed.filter((each) => each !== latent) }
  if (pinned.includes(latent)) return { pinned: pinned.map((each) => (each === latent ? null : each)) }
  if (view.latent === latent) return { dimmed: [...dimmed, latent] }
  if (view.latent === null) return { latent, dimmed: without(dimmed, latent) }
  return withPinned(view, latent)
}

/** A latent in a place of its own, so that it stays lit when another is chosen. */
export function withPinned({ pinned, dimmed }: Lights, latent: number): Partial<Lights> {
  if (pinned.includes(latent)) return {}
  const free = pinned.indexOf(null)
  const place = free < 0 ? mostPinned - 1 : free
  return { pinned: pinned.with(place, latent), dimmed: without(dimmed, latent) }
}

const without = (list: readonly number[], latent: number) => list.filter((each) => each !== latent)

/** The acts on lit latents of the tab that is worked in. */
export const lit = {
  toggle: (latent: number): void => change((view) => withToggled(view, latent)),
  pin: (latent: number): void => change((view) => withPinned(view, latent)),
  pinChosen: (): void => change((view) => (view.latent === null ? {} : withPinned(view, view.latent))),
  unpin: (latent: number): void =>
    change(({ pinned, dimmed }) => ({
      pinned: pinned.map((each) => (each === latent ? null : each)),
      dimmed: without(dimmed, latent),
    })),
  /** On or off, in its place. */
  switch: (latent: number): void =>
    change(({ dimmed }) => ({ dimmed: dimmed.includes(latent) ? without(dimmed, latent) : [...dimmed, latent] })),
}

function change(of: (view: Lights) => Partial<Lights>): void {
  const view = workbench.getState()
  const next = of(view)
  if (Object.keys(next).length > 0) view.put(next)
}
