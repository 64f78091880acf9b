import type { PairRow, Property } from '../../../contract/correlations.ts'
import { visibleText } from '../../widgets/visible-text.ts'

export type Sort = 'npmiLow' | 'npmi' | 'support' | 'givenB' | 'givenA' | 'qValue' | 'labelSimilarity'
export type Order = {
  readonly sort: Sort
  readonly descending: boolean
  readonly search: string
  /** Bounds of what is listed and drawn: NPMI at least, documents with both; null: none. */
  readonly npmi: number | null
  readonly support: number | null
}
export const startOrder: Order = { sort: 'npmiLow', descending: true, search: '', npmi: null, support: null }

export const plots = ['none', 'network', 'heat'] as const
/** What is drawn beside the table. */
export type Plot = (typeof plots)[number]

/** A pair with its place in the recorded result, by which it is kept. */
export type Line = { readonly pair: PairRow; readonly index: number }

/** Pairs within the bounds, either side of which has the words, sorted; of equal rank in the order they came in. */
export function pairLines(pairs: readonly PairRow[], { sort, descending, search, npmi, support }: Order): readonly Line[] {
  const wanted = search.trim().toLowerCase()
  const names = (property: Property) =>
    property.kind === 'value' ? `${property.column} ${property.value}` : `${property.latent} ${property.label ?? ''}`
  return pairs
    .map((pair, index) => ({ pair, index }))
    .filter(({ pair }) => (npmi === null || pair.npmiLow >= npmi) && (support === null || pair.support >= support))
    .filter(({ pair: { a, b } }) => wanted === '' || `${names(a)}\n${names(b)}`.toLowerCase().includes(wanted))
    .sort((x, y) => ((x.pair[sort] ?? -2) - (y.pair[sort] ?? -2)) * (descending ? -1 : 1) || x.index - y.index)
}

/** A property in a few words, fit for a sentence. */
export function propertyName(property: Property): string {
  if (property.kind === 'value') return `${visibleText(property.column)} = ${visibleText(property.value)}`
  return property.label === null || property.label === '' ? `latent ${property.latent}` : visibleText(property.label)
}
