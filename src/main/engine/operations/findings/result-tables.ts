import { type ClusterResult, clusterTitle } from '../../../../contract/clusters.ts'
import type { CorrelateResult, Property } from '../../../../contract/correlations.ts'
import type { DiffResult } from '../../../../contract/differences.ts'
import type { AnalysisResult } from '../../../../contract/recorded-analyses.ts'
import type { SearchResult } from '../../../../contract/search.ts'
import type { TrendResult } from '../../../../contract/trends.ts'
import type { ColumnType, TableColumn, TableRows } from '../../table-files/table.ts'

/** A table behind a finding; rows are given in pieces. */
export type ResultTable = {
  readonly name: string
  readonly columns: readonly TableColumn[]
  readonly rows: number
  pieces(): Iterable<TableRows>
}

type Value = number | string | null
type Column<Row> = TableColumn & { readonly of: (row: Row, at: number) => Value }

const rowsAtOnce = 4096

/** Every table of a result: its rows, and for clusters their members and latents. */
export function resultTables(of: AnalysisResult): readonly ResultTable[] {
  switch (of.kind) {
    case 'diff':
      return [diffTable(of.result)]
    case 'trend':
      return [trendTable(of.result)]
    case 'correlate':
      return [pairTable(of.result)]
    case 'cluster':
      return clusterTables(of.result)
    case 'search':
      return searchTables(of.result)
  }
}

function diffTable({ groups, rows }: DiffResult): ResultTable {
  type Row = DiffResult['rows'][number]
  const [target, ...others] = groups
  return table<Row>('differences', rows, [
    whole('latent', (row) => row.latent),
    text('label', (row) => row.label),
    text('origin', (row) => row.origin),
    maybe('family', 'int32', (row) => row.family),
    number(`frequency:${target?.name ?? ''}`, (row) => row.target),
    ...others.map((group, at) => number<Row>(`frequency:${group.name}`, (row) => row.others[at] ?? 0)),
    text('comparedWith', (row) => (row.comparedWith === null ? null : (others[row.comparedWith]?.name ?? null))),
    number('difference', (row) => row.difference),
    number('low', (row) => row.interval[0]),
    number('high', (row) => row.interval[1]),
    maybe('ratio', 'float64', (row) => row.ratio),
    number('meanActivationTarget', (row) => row.meanActivation[0]),
    number('meanActivationOther', (row) => row.meanActivation[1]),
    number('expectedFromLength', (row) => row.expectedFromLength),
    whole('testable', (row) => Number(row.testable)),
    number('pValue', (row) => row.pValue),
    number('qValue', (row) => row.qValue),
    maybe('adjustedDifference', 'float64', (row) => row.adjustedDifference),
    maybe('adjustedLow', 'float64', (row) => row.adjustedInterval?.[0] ?? null),
    maybe('adjustedHigh', 'float64', (row) => row.adjustedInterval?.[1] ?? null),
    maybe('pAdjusted', 'float64', (row) => row.pAdjusted),
    maybe('qAdjusted', 'float64', (row) => row.qAdjusted),
    maybe('replicated', 'int32', (row) => (row.replicated === null ? null : Number(row.replicated))),
    whole('flips', (row) => Number(row.flips)),
  ])
}

function trendTable({ groups, rows }: TrendResult): ResultTable {
  type Row = TrendResult['rows'][number]
  return table<Row>('trends', rows, [
    whole('latent', (row) => row.latent),
    text('label', (row) => row.label),
    text('origin', (row) => row.origin),
    ...groups.map((group, at) => number<Row>(`frequency:${group.name}`, (row) => row.frequencies[at] ?? 0)),
    number('slope', (row) => row.slope),
    number('change', (row) => row.change),
    whole('monotone', (row) => Number(row.monotone)),
    number('pValue', (row) => row.pValue),
    number('qValue', (row) => row.qValue),
    maybe('pAdjusted', 'float64', (row) => row.pAdjusted),
    maybe('qAdjusted', 'float64', (row) => row.qAdjusted),
  ])
}

function pairTable({ pairs }: CorrelateResult): ResultTable {
  type Row = CorrelateResult['pairs'][number]
  const side = (name: 'a' | 'b'): readonly Column<Row>[] => [
    maybe(`${name}Latent`, 'int32', (row) => (row[name].kind === 'latent' ? row[name].latent : null)),
    text(`${name}Label`, (row) => labelOf(row[name])),
    text(`${name}Channel`, (row) => (row[name].kind === 'latent' ? row[name].channel : null)),
    text(`${name}Column`, (row) => (row[name].kind === 'value' ? row[name].column : null)),
    text(`${name}Value`, (row) => (row[name].kind === 'value' ? row[name].value : null)),
  ]
  return table<Row>('pairs', pairs, [
    ...side('a'),
    ...side('b'),
    number('npmi', (row) => row.npmi),
    number('npmiLow', (row) => row.npmiLow),
    number('support', (row) => row.support),
    number('supportUnits', (row) => row.supportUnits),
    number('documentsA', (row) => row.documentsA),
    number('documentsB', (row) => row.documentsB),
    number('givenA', (row) => row.givenA),
    number('givenB', (row) => row.givenB),
    number('expected', (row) => row.expected),
    number('pIndependence', (row) => row.pIndependence),
    number('pValue', (row) => row.pValue),
    number('qValue', (row) => row.qValue),
    maybe('labelSimilarity', 'float64', (row) => row.labelSimilarity),
    maybe('sameToken', 'float64', (row) => row.sameToken),
  ])
}

function clusterTables({ clusters, map }: ClusterResult): readonly ResultTable[] {
  type Row = ClusterResult['clusters'][number]
  const latents = clusters.flatMap(({ id, latents: of }) => of.map((latent) => ({ cluster: id, ...latent })))
  const documents = clusters.flatMap(({ id, documents: of }) => of.map((document) => ({ cluster: id, ...document })))
  return [
    table<Row>('clusters', clusters, [
      whole('cluster', (row) => row.id),
      text('name', clusterTitle),
      whole('documents', (row) => row.size),
      number('conductance', (row) => row.conductance),
    ]),
    table<(typeof latents)[number]>('latents', latents, [
      whole('cluster', (row) => row.cluster),
      whole('latent', (row) => row.latent),
      text('label', (row) => row.label),
      number('inside', (row) => row.inside),
      number('outside', (row) => row.outside),
      number('difference', (row) => row.difference),
      number('low', (row) => row.interval[0]),
      number('high', (row) => row.interval[1]),
      whole('onAxis', (row) => Number(row.onAxis)),
    ]),
    table<(typeof documents)[number]>('documents', documents, [
      whole('cluster', (row) => row.cluster),
      text('corpus', (row) => row.corpus),
      text('document', (row) => row.document),
      whole('ordinal', (row) => row.ordinal),
      number('affinity', (row) => row.affinity),
    ]),
    // Columns as Embedding Atlas takes them.
    table<number>('map', Array.from(map.cluster), [
      text('corpus', (_, at) => map.corpora[map.corpus[at] ?? 0] ?? ''),
      whole('ordinal', (_, at) => map.ordinal[at] ?? 0),
      whole('cluster', (row) => row),
      { ...number<number>('projection_x', (_, at) => map.x[at] ?? 0), type: 'float32' },
      { ...number<number>('projection_y', (_, at) => map.y[at] ?? 0), type: 'float32' },
    ]),
  ]
}

function searchTables({ hits, latents }: SearchResult): readonly ResultTable[] {
  return [
    table<SearchResult['hits'][number]>('hits', hits, [
      whole('rank', (_, at) => at + 1),
      text('corpus', (row) => row.corpus),
      text('document', (row) => row.document),
      whole('ordinal', (row) => row.ordinal),
      number('score', (row) => row.score),
      maybe('latentRank', 'int32', (row) => row.latentRank),
      maybe('textRank', 'int32', (row) => row.textRank),
      text('why', (row) =>
        JSON.stringify(row.why.map(({ latent, label, activation, share }) => ({ latent, label, activation, share }))),
      ),
      text('words', (row) => [...new Set(row.words.map(({ word }) => word))].join(' ')),
      text('quote', (row) => row.quote.text),
    ]),
    table<SearchResult['latents'][number]>('latents', latents, [
      whole('latent', (row) => row.latent),
      text('label', (row) => row.label),
      maybe('similarity', 'float64', (row) => row.similarity),
      number('weight', (row) => row.weight),
      number('scale', (row) => row.scale),
    ]),
  ]
}

function table<Row>(name: string, rows: readonly Row[], columns: readonly Column<Row>[]): ResultTable {
  return {
    name,
    columns: columns.map(({ name: column, type, nullable }) => ({
      name: column,
      type,
      ...(nullable === true ? { nullable } : {}),
    })),
    rows: rows.length,
    *pieces() {
      for (let from = 0; from < rows.length; from += rowsAtOnce) {
        const some = rows.slice(from, from + rowsAtOnce)
        yield columns.map(({ of }) => some.map((row, at) => of(row, from + at)))
      }
    },
  }
}

const number = <Row>(name: string, of: Column<Row>['of']): Column<Row> => ({ name, type: 'float64', of })
const whole = <Row>(name: string, of: Column<Row>['of']): Column<Row> => ({ name, type: 'int32', of })
const text = <Row>(name: string, of: Column<Row>['of']): Column<Row> => ({ name, type: 'text', nullable: true, of })
const maybe = <Row>(name: string, type: ColumnType, of: Column<Row>['of']): Column<Row> => ({ name, type, nullable: true, of })
const labelOf = (of: Property): string | null => (of.kind === 'latent' ? of.label : null)
