import { type Difference, enough, type Nothing } from './read-differences.ts'
import type { Property } from './wordings.ts'

/** One property planted with one seed, read with one lens. */
export type Planting = {
  readonly property: string
  readonly seed: number
  readonly texts: string
  readonly lens: string
  /** Documents of the planted half. */
  readonly documents: number
  /** Mean share of a document that was planted: about what a latent that fires anywhere has of its strongest tokens there. */
  readonly share: number
  readonly differences: readonly Difference[]
}

export type NothingPlanted = Nothing & { readonly seed: number; readonly texts: string; readonly lens: string }

/** The first of the differences whose strongest tokens lie on the planted text; null where there is none. */
export function foundBy({ differences }: Planting, least = enough): Difference | null {
  return differences.find(({ onPlanted }) => onPlanted >= least) ?? null
}

/** Plantings of a lens that were found, of all. */
export function foundShare(plantings: readonly Planting[], lens: string, least = enough): number {
  const own = plantings.filter((planting) => planting.lens === lens)
  return own.filter((planting) => foundBy(planting, least) !== null).length / Math.max(1, own.length)
}

/** Mean, over the plantings of a lens, of the largest reach of a latent that finds; 0 where none does. */
export function meanReach(plantings: readonly Planting[], lens: string): number {
  const own = plantings.filter((planting) => planting.lens === lens)
  const largest = own.map(({ differences }) =>
    differences.reduce((most, { onPlanted, reach }) => (onPlanted >= enough ? Math.max(most, reach) : most), 0),
  )
  return largest.reduce((sum, each) => sum + each, 0) / Math.max(1, own.length)
}

/** Properties of manner found at least once, where no single token carries over half of the latent that found it, with any seed. */
export function carriedByNoToken(plantings: readonly Planting[], lens: string, properties: readonly Property[]): readonly string[] {
  return properties
    .filter(({ manner, name }) => {
      const found = plantings.filter((each) => each.lens === lens && each.property === name).flatMap((each) => foundBy(each) ?? [])
      return manner && found.length > 0 && found.every(({ tokenShare }) => tokenShare <= 0.5)
    })
    .map(({ name }) => name)
}

/** The table of properties, one row each: Markdown. `chance` is the lens that knows nothing. */
export function tableOf(
  plantings: readonly Planting[],
  properties: readonly Property[],
  { lens, chance }: { readonly lens: string; readonly chance: string | null },
): string {
  const lines = properties.map(({ name, manner }) => {
    const of = (by: string) => plantings.filter((each) => each.property === name && each.lens === by)
    const count = (by: string | null) =>
      by === null ? '' : `${of(by).filter((each) => foundBy(each) !== null).length} of ${of(by).length}`
    const each = (shown: (difference: Difference) => string) =>
      of(lens)
        .map((planting) => foundBy(planting))
        .map((difference) => (difference === null ? '–' : shown(difference)))
        .join(', ')
    return [
      name + (manner ? ' (manner)' : ''),
      count(lens),
      count(chance),
      each(({ rank }) => String(rank)),
      each(({ onPlanted }) => onPlanted.toFixed(2)),
      each(({ reach }) => reach.toFixed(2)),
      each(({ tokenShare, token }) => `${tokenShare.toFixed(2)} ${quoted(token)}`),
      each(({ latent, label }) => `${latent}${label === null ? '' : ` ${label.replaceAll('|', '\\|')}`}`),
    ]
  })
  const head = ['planted', lens, chance ?? '', 'rank', 'strongest on planted', 'reach', 'largest token', 'latent']
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function quoted(token: string): string {
  return JSON.stringify(token).replaceAll('|', '\\|')
}

/** What the table comes to, a sentence each. */
export function sentencesOf(
  plantings: readonly Planting[],
  nothing: readonly NothingPlanted[],
  properties: readonly Property[],
  { lens, chance }: { readonly lens: string; readonly chance: string | null },
): readonly string[] {
  const percent = (share: number) => `${Math.round(100 * share)} %`
  const carried = carriedByNoToken(plantings, lens, properties)
  const named = chance === null ? [lens] : [lens, chance]
  const both = (figure: (by: string) => number) => named.map((by) => `${by} ${percent(figure(by))}`).join(', ')
  const counts = nothing.map((each) => `${each.lens} seed ${each.seed} ${each.adjustedDiscoveries} (raw ${each.discoveries})`)
  return [
    `Found among the first five: ${both((by) => foundShare(plantings, by))}.`,
    `With 70 % of the strongest tokens on planted text: ${both((by) => foundShare(plantings, by, 0.7))}; with 90 %: ${both((by) => foundShare(plantings, by, 0.9))}.`,
    `Planted documents that the widest such latent reaches, on average: ${both((by) => meanReach(plantings, by))}.`,
    `Of manner, no token over half: ${carried.length}${carried.length > 0 ? ` (${carried.join(', ')})` : ''}.`,
    `Differences with nothing planted: ${counts.join('; ')}.`,
  ]
}
