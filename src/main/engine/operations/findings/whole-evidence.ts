import { type Cluster, type ClusterResult, clusterTitle } from '../../../../contract/clusters.ts'
import type { CorrelateResult } from '../../../../contract/correlations.ts'
import type { DiffResult } from '../../../../contract/differences.ts'
import type { TrendResult } from '../../../../contract/trends.ts'
import { percent, points, small } from '../analyses/evidence-words.ts'
import { noEvidence } from './gathered.ts'
import { type AnalysisEvidence, missingRow, nameOf, propertyName } from './row-evidence.ts'

const keptRows = 20

/** A difference as a whole, or some of its rows beside each other. */
export function wholeDiffEvidence(result: DiffResult, latents: readonly number[] | undefined): AnalysisEvidence {
  const [target, ...others] = result.groups.map(({ name }) => name)
  const against = `${target ?? ''} against ${others.join(', ')}`
  const rows = latents === undefined ? result.rows.slice(0, keptRows) : latents.map((latent) => rowOf(result.rows, latent))
  return {
    title: latents === undefined ? `Differences: ${against}` : `${count(rows.length, 'latent')}, ${against}`,
    evidence: {
      ...noEvidence,
      statements: [
        found(result, 'differ'),
        ...documents(result.groups),
        ...shown(rows.length, result.total, latents !== undefined),
      ],
      warnings: result.warnings,
      table: {
        columns: ['latent', target ?? '', ...others, 'difference', '95 % interval', 'q'],
        rows: rows.map((row) => [
          nameOf(row),
          percent(row.target),
          ...row.others.map(percent),
          points(row.difference),
          `${points(row.interval[0])} to ${points(row.interval[1])}`,
          small(row.qAdjusted ?? row.qValue),
        ]),
      },
    },
  }
}

/** A trend as a whole, or some of its rows. */
export function wholeTrendEvidence(result: TrendResult, latents: readonly number[] | undefined): AnalysisEvidence {
  const names = result.groups.map(({ name }) => name)
  const over = `from ${names[0] ?? ''} to ${names.at(-1) ?? ''}`
  const rows = latents === undefined ? result.rows.slice(0, keptRows) : latents.map((latent) => rowOf(result.rows, latent))
  return {
    title: latents === undefined ? `Trends ${over}` : `${count(rows.length, 'latent')} ${over}`,
    evidence: {
      ...noEvidence,
      statements: [
        found(result, 'change'),
        ...documents(result.groups),
        ...shown(rows.length, result.total, latents !== undefined),
      ],
      warnings: result.warnings,
      table: {
        columns: ['latent', ...names, 'change', 'q'],
        rows: rows.map((row) => [
          nameOf(row),
          ...row.frequencies.map(percent),
          points(row.change),
          small(row.qAdjusted ?? row.qValue),
        ]),
      },
    },
  }
}

/** Pairs as a whole: what a network or a heat map shows. */
export function wholePairsEvidence(result: CorrelateResult): AnalysisEvidence {
  const rows = result.pairs.slice(0, keptRows)
  const corpora = [...new Set(result.recipe.inputs.map(({ corpus }) => corpus))].join(', ')
  return {
    title: `Pairs in ${corpora}`,
    evidence: {
      ...noEvidence,
      statements: [
        `${result.discoveries} of ${count(result.tested, 'tested pair')} go together beyond what rich documents explain.`,
        `Over ${count(result.documents, 'document')}, ${count(result.units, 'unit')}.`,
        ...shown(rows.length, result.total, false),
      ],
      warnings: result.warnings,
      table: {
        columns: ['first', 'second', 'NPMI', 'lower limit', 'together in', 'q'],
        rows: rows.map((row) => [
          propertyName(row.a),
          propertyName(row.b),
          row.npmi.toFixed(2),
          row.npmiLow.toFixed(2),
          count(row.support, 'document'),
          small(row.qValue),
        ]),
      },
    },
  }
}

/** A map of clusters as a whole. */
export function wholeClustersEvidence(result: ClusterResult): AnalysisEvidence {
  return {
    title: `${count(result.k, 'cluster')} of ${count(result.documents, 'document')}`,
    evidence: {
      ...noEvidence,
      statements: [
        `${result.unassigned} documents have nothing on the axis.`,
        ...(result.axisLatents.length === 0 ? [] : [`The axis: ${result.axisLatents.map(nameOf).join(', ')}.`]),
      ],
      warnings: result.warnings,
      table: {
        columns: ['cluster', 'documents', 'latents that set it apart'],
        rows: result.clusters.map((cluster) => [
          clusterTitle(cluster),
          String(cluster.size),
          cluster.latents.slice(0, 3).map(nameOf).join(', '),
        ]),
      },
    },
  }
}

/** Documents chosen on the map: how they spread over the clusters. @param points places in the map */
export function selectionEvidence(result: ClusterResult, points: readonly number[]): AnalysisEvidence {
  const { map, clusters } = result
  const outside = points.find((point) => point >= map.cluster.length)
  if (outside !== undefined) throw missingRow(`This map has no document at place ${outside}.`)
  const chosen = new Set(points)
  const titles = new Map(clusters.map((cluster: Cluster) => [cluster.id, clusterTitle(cluster)]))
  const counts = new Map<number, number>()
  for (const point of chosen) counts.set(map.cluster[point] ?? -1, (counts.get(map.cluster[point] ?? -1) ?? 0) + 1)
  const sizes = new Map(clusters.map(({ id, size }) => [id, size]))
  return {
    title: `${chosen.size} of ${count(map.cluster.length, 'document')} on the map`,
    evidence: {
      ...noEvidence,
      statements: ['Chosen by hand on the map of clusters: how they stand together was seen first, so it proves nothing.'],
      warnings: result.warnings,
      table: {
        columns: ['cluster', 'chosen', 'of'],
        rows: [...counts]
          .sort((a, b) => b[1] - a[1])
          .map(([cluster, many]) => [
            titles.get(cluster) ?? 'Nothing on the axis',
            String(many),
            String(sizes.get(cluster) ?? result.unassigned),
          ]),
      },
    },
  }
}

function rowOf<Row extends { readonly latent: number }>(rows: readonly Row[], latent: number): Row {
  const row = rows.find((each) => each.latent === latent)
  if (row === undefined) throw missingRow(`Latent ${latent} is not among the rows of this analysis.`)
  return row
}

function found(
  { tested, discoveries, adjustedDiscoveries }: Pick<DiffResult, 'tested' | 'discoveries' | 'adjustedDiscoveries'>,
  verb: string,
): string {
  return `Of ${count(tested, 'tested latent')} ${discoveries} ${verb}, ${adjustedDiscoveries} of them also at like length.`
}

const documents = (groups: readonly { readonly name: string; readonly documents: number }[]): readonly string[] => [
  `${groups.map((group) => `${group.name}: ${count(group.documents, 'document')}`).join('; ')}.`,
]

const shown = (rows: number, total: number, byHand: boolean): readonly string[] =>
  byHand || rows >= total ? [] : [`The first ${rows} of ${total} rows:`]

const count = (many: number, noun: string) => `${many} ${noun}${many === 1 ? '' : 's'}`
