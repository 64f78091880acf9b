import type { PairRow, Property } from '../../../contract/correlations.ts'
import type { GraphPair } from '../../charts/network/pair-graph.ts'
import { type Line, propertyName } from './pair-order.ts'

/** By what a property is known in every pair it stands in. */
export const propertyKey = (property: Property): string =>
  property.kind === 'latent'
    ? `latent ${property.latent} ${property.channel}`
    : `value ${JSON.stringify([property.column, property.value])}`

/** Lines of the table as a chart wants them. */
export function graphPairs(lines: readonly Line[]): readonly GraphPair[] {
  return lines.map(({ pair, index }) => ({
    index,
    a: endOf(pair.a, pair.documentsA),
    b: endOf(pair.b, pair.documentsB),
    npmi: pair.npmi,
    npmiLow: pair.npmiLow,
    support: pair.support,
  }))
}

function endOf(property: Property, documents: number) {
  return { key: propertyKey(property), name: propertyName(property), documents }
}

/** What a key stands for, in a few words; null where no pair has it. */
export function nameOfKey(pairs: readonly PairRow[], key: string): string | null {
  for (const { a, b } of pairs) {
    const found = [a, b].find((property) => propertyKey(property) === key)
    if (found !== undefined) return propertyName(found)
  }
  return null
}
