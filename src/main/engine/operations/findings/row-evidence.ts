import type { Quote } from '../../../../contract/analyses.ts'
import { type ClusterName, type ClusterResult, clusterTitle } from '../../../../contract/clusters.ts'
import type { CorrelateResult, Property } from '../../../../contract/correlations.ts'
import type { DiffResult } from '../../../../contract/differences.ts'
import { Failure } from '../../../../contract/failure.ts'
import type { FindingEvidence, Quotation } from '../../../../contract/findings.ts'
import type { SearchResult } from '../../../../contract/search.ts'
import type { TrendResult } from '../../../../contract/trends.ts'
import { percent, points, small } from '../analyses/evidence-words.ts'
import { noEvidence } from './gathered.ts'

export type AnalysisEvidence = { readonly title: string; readonly evidence: FindingEvidence }

const keptDocuments = 10
const keptHits = 10

export function differenceEvidence(result: DiffResult, latent: number): AnalysisEvidence {
  const row = result.rows.find((each) => each.latent === latent)
  if (row === undefined) throw missingRow(`Latent ${latent} is not among the rows of this analysis.`)
  const [target, ...others] = result.groups
  const against = row.comparedWith === null ? 'any of the others' : (others[row.comparedWith]?.name ?? '')
  const statements = [
    `Present in ${percent(row.target)} of ${target?.name ?? ''}, against ${percent(comparedShare(row))} of ${against}: a difference of ${points(row.difference)} (95 % interval ${points(row.interval[0])} to ${points(row.interval[1])}).`,
    `Different lengths alone would make ${points(row.expectedFromLength)}.`,
    row.pAdjusted === null
      ? `Not adjusted for length: ${result.adjustment.why ?? 'it could not be done'}.`
      : `Adjusted for length: ${row.adjustedDifference === null ? '' : `${points(row.adjustedDifference)}, `}q ${small(row.qAdjusted)}; raw q ${small(row.qValue)}.`,
    row.replicated === null
      ? 'Not screened on half of the units.'
      : row.replicated
        ? 'Found on half of the units, it held on the other half.'
        : 'Found on half of the units, it did not hold on the other half.',
    ...(row.flips ? ['It changes sign or significance when the presence threshold is halved or doubled.'] : []),
  ]
  const { adjustedDifference } = row
  const difference = adjustedDifference === null ? points(row.difference) : `${points(adjustedDifference)} at like length`
  return {
    title: `${nameOf(row)}: ${difference} in ${target?.name ?? ''} against ${against}`,
    evidence: {
      ...noEvidence,
      latent,
      label: row.label,
      labelOrigin: row.origin,
      frequencies: result.groups.map((group, at) => ({
        corpus: group.name,
        channel: result.recipe.inputs[0]?.channel ?? '',
        documents: group.documents,
        present: Math.round((at === 0 ? row.target : (row.others[at - 1] ?? 0)) * group.documents),
      })),
      quotations: [...(row.examples?.target ?? []), ...(row.examples?.others ?? [])].map(quotation),
      statements,
      warnings: result.warnings,
    },
  }
}

export function trendEvidence(result: TrendResult, latent: number): AnalysisEvidence {
  const row = result.rows.find((each) => each.latent === latent)
  if (row === undefined) throw missingRow(`Latent ${latent} is not among the rows of this analysis.`)
  const names = result.groups.map(({ name: group }) => group)
  return {
    title: `${nameOf(row)}: ${points(row.change)} from ${names[0] ?? ''} to ${names.at(-1) ?? ''}`,
    evidence: {
      ...noEvidence,
      latent,
      label: row.label,
      labelOrigin: row.origin,
      frequencies: result.groups.map((group, at) => ({
        corpus: group.name,
        channel: result.recipe.inputs[0]?.channel ?? '',
        documents: group.documents,
        present: Math.round((row.frequencies[at] ?? 0) * group.documents),
      })),
      statements: [
        `${row.monotone ? 'It changes the same way at every step' : 'It does not change the same way at every step'}; q ${small(row.qValue)}${row.qAdjusted === null ? ', not adjusted for length' : `, adjusted for length ${small(row.qAdjusted)}`}.`,
      ],
      warnings: result.warnings,
    },
  }
}

export function pairEvidence(result: CorrelateResult, pair: number): AnalysisEvidence {
  const row = result.pairs[pair]
  if (row === undefined) throw missingRow(`This analysis has no pair ${pair}.`)
  const a = propertyName(row.a)
  const b = propertyName(row.b)
  return {
    title: `${a} goes with ${b}`,
    evidence: {
      ...noEvidence,
      quotations: row.examples.flatMap((example) => [quotation(example.a), ...(example.b === null ? [] : [quotation(example.b)])]),
      statements: [
        `Together in ${row.support} of ${result.documents} documents (${row.supportUnits} units), where ${row.expected.toFixed(1)} are expected from how rich documents are.`,
        `NPMI ${row.npmi.toFixed(2)}, lower 95 % limit ${row.npmiLow.toFixed(2)}; q ${small(row.qValue)}.`,
        `The first is present in ${percent(row.givenB)} of the documents with the second, the second in ${percent(row.givenA)} of those with the first.`,
      ],
      warnings: result.warnings,
    },
  }
}

export function clusterEvidence(result: ClusterResult, id: number): AnalysisEvidence {
  const cluster = result.clusters.find((each) => each.id === id)
  if (cluster === undefined) throw missingRow(`This analysis has no cluster ${id}.`)
  return {
    title: `Cluster: ${clusterTitle(cluster)}`,
    evidence: {
      ...noEvidence,
      statements: [
        `${cluster.size} of ${result.documents} documents, one of ${result.k} clusters; ${result.unassigned} documents have nothing on the axis.`,
        ...(result.axisLatents.length === 0 ? [] : [`The axis: ${result.axisLatents.map(nameOf).join(', ')}.`]),
        'The latents were chosen by the clustering itself: their differences describe it and prove nothing.',
        ...namedBy(cluster.named),
      ],
      warnings: result.warnings,
      table: {
        columns: ['latent', 'inside', 'outside'],
        rows: cluster.latents.map((each) => [nameOf(each), percent(each.inside), percent(each.outside)]),
      },
      quotations: cluster.documents.slice(0, keptDocuments).map((document) => ({
        corpus: document.corpus,
        channel: result.recipe.inputs[0]?.channel ?? '',
        document: document.document,
        text: document.excerpt,
        from: 0,
        marks: [],
        activation: null,
      })),
    },
  }
}

/** Who gave a cluster its name; of a model, how far documents can be told by what it said of them. */
function namedBy(named: ClusterName | undefined): readonly string[] {
  if (named === undefined) return []
  if (named.proposed === null) return [`Named by ${named.author}.`]
  const { description, accuracy, interval } = named.proposed
  const judged =
    accuracy === null || interval === null
      ? 'which was not judged'
      : `by which ${percent(accuracy)} of its documents come back to it (95 % interval ${percent(interval[0])} to ${percent(interval[1])})`
  return [`Named by a language model (${named.author})${description === null ? '.' : `: "${description}", ${judged}.`}`]
}

export function searchEvidence(result: SearchResult): AnalysisEvidence {
  const { query } = result.recipe.request as { readonly query: string }
  return {
    title: query === '' ? `Search: ${result.rule ?? 'by example'}` : `Search: ${query}`,
    evidence: {
      ...noEvidence,
      statements: [
        query === '' && result.latents.length === 0
          ? `${result.total} of ${result.documents} documents answer.`
          : `The best ${result.total} of ${result.documents} documents are listed.`,
        ...(result.rule === null ? [] : [`Only documents that answer: ${result.rule}`]),
        ...(result.latents.length === 0 ? [] : [`By the latents ${result.latents.slice(0, 10).map(nameOf).join(', ')}.`]),
      ],
      warnings: result.warnings,
      quotations: result.hits.slice(0, keptHits).map((hit) => quotation(hit.quote)),
    },
  }
}

function comparedShare(row: DiffResult['rows'][number]): number {
  return row.comparedWith === null ? row.target - row.difference : (row.others[row.comparedWith] ?? 0)
}

function quotation({ corpus, channel, document, text, from, marks, activation }: Quote): Quotation {
  return { corpus, channel, document, text, from, marks, activation }
}

export function nameOf({ latent, label }: { readonly latent: number; readonly label: string | null }): string {
  return label === null ? `latent ${latent}` : `${label} (latent ${latent})`
}

export function propertyName(of: Property): string {
  return of.kind === 'value' ? `${of.column} ${of.value}` : `${nameOf(of)}, ${of.channel}`
}

export function missingRow(sentence: string): Failure {
  return new Failure('not-found', sentence, 'Open the analysis and choose one of its rows; ask for more rows with a larger limit.')
}
