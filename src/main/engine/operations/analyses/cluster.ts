import { type ComparedBy, wordsCompared } from '../../../../contract/analyses.ts'
import type { Cluster, ClusterRequest, ClusterResult } from '../../../../contract/clusters.ts'
import { Failure } from '../../../../contract/failure.ts'
import { clusterDocuments, type DocumentClusters } from '../../analysis/cluster/cluster-documents.ts'
import { type DistinguishingLatent, distinguishingLatents } from '../../analysis/cluster/distinguishing-latents.ts'
import { type BinaryMatrix, transpose } from '../../numerics/binary-matrix.ts'
import { documentByOrdinal, textOf } from '../../store/documents.ts'
import { labelsOf } from '../labels-of.ts'
import { refuseOutside } from '../latent-page.ts'
import type { ProjectReading } from '../project-reading.ts'
import { activeSource } from './active-source.ts'
import { type PresenceMatrix, presenceMatrix } from './presence-matrix.ts'
import { recipeOf } from './recipe.ts'
import type { Worked } from './recorded.ts'
import { type Sample, sampleOf } from './sample.ts'
import { axisOf } from './similar.ts'

const shownLatents = 12
const excerpts = 20
const excerptCharacters = 240

/** The latents that documents are compared by; `latents` null: all. */
type Axis = {
  readonly latents: readonly number[] | null
  readonly weights: readonly number[] | null
  readonly similarities: Float32Array | null
  readonly compared: ComparedBy | null
  readonly warnings: readonly string[]
}

/**
 * Documents grouped by the latents they share, over all latents or on an axis.
 * @param unsent why the axis' words could not be embedded by the endpoint that was chosen; null where nothing is known of it
 */
export async function clusterOperation(
  project: ProjectReading,
  request: ClusterRequest,
  unsent: string | null = null,
): Promise<Worked<ClusterResult>> {
  const sample = await sampleOf(project, request, [request.group])
  const { latents, matrix } = presenceMatrix(activeSource(project, sample), sample)
  const axis = await axisFor(project, sample, request, { latents, matrix }, unsent)
  const rows = axis.latents === null ? null : axis.latents.map((latent) => latents.indexOf(latent)).filter((row) => row >= 0)
  const documents = transpose(matrix)
  const compared = rows === null ? documents : transpose(rowsOf(matrix, rows))
  const weights =
    rows === null || axis.weights === null
      ? null
      : Float64Array.from(rows, (row) => axis.weights![axis.latents!.indexOf(latents[row]!)]!)
  const found = clusterDocuments({
    documents: compared,
    ...(weights === null ? {} : { weights }),
    k: request.k ?? 'eigengap',
    mode: request.mode,
    seed: request.seed,
  })
  const labels = labelsOf(project, sample.stored)
  const label = (latent: number) => labels.get(latent)?.text ?? null
  const distinguishing = distinguishingLatents(documents, found.cluster, found.k, shownLatents)
  const onAxis = new Set(axis.latents ?? [])
  const members = membersOf(found)
  const unassigned = found.cluster.reduce((sum, cluster) => sum + (cluster < 0 ? 1 : 0), 0)
  const clusters = distinguishing.map((each, id) =>
    clusterRow({ project, sample, request, found, latents, onAxis, label, members }, id, each),
  )
  return {
    title: titleOf(request, sample.names[0] ?? ''),
    result: {
      analysis: null,
      recipe: recipeOf(project, 'cluster', request, sample.stored, sample.subjects, axis.compared ?? false),
      warnings: [...axis.warnings, ...warningsOf(sample, found, unassigned)],
      lens: sample.stored.name,
      compared: axis.compared,
      documents: sample.documents,
      k: found.k,
      eigenvalues: Array.from(found.eigenvalues),
      mode: found.mode,
      clusters,
      unassigned,
      coverage: 1 - unassigned / sample.documents,
      axisLatents: (axis.latents ?? []).map((latent) => ({
        latent,
        label: label(latent),
        similarity: axis.similarities?.[latent] ?? null,
        documentFrequency: frequencyOf(matrix, latents.indexOf(latent)),
      })),
      map: {
        corpora: sample.subjects.map(({ corpus }) => corpus.name),
        corpus: sample.subject,
        ordinal: sample.ordinal,
        cluster: found.cluster,
        x: Float32Array.from({ length: sample.documents }, (_, at) => found.map[at * 2]!),
        y: Float32Array.from({ length: sample.documents }, (_, at) => found.map[at * 2 + 1]!),
      },
    },
  }
}

async function axisFor(
  project: ProjectReading,
  sample: Sample,
  request: ClusterRequest,
  { latents, matrix }: PresenceMatrix,
  unsent: string | null,
): Promise<Axis> {
  const { latents: chosen } = request
  if (chosen !== undefined && chosen.length > 0) {
    for (const latent of chosen) refuseOutside(latent, sample.stored)
    return { latents: [...new Set(chosen)], weights: null, similarities: null, compared: null, warnings: [] }
  }
  const words = wordsCompared(request)
  if (words === null) return { latents: null, weights: null, similarities: null, compared: null, warnings: [] }
  const present = new Uint32Array(sample.stored.dSae)
  latents.forEach((latent, row) => (present[latent] = matrix.starts[row + 1]! - matrix.starts[row]!))
  const axis = await axisOf(project, sample.stored, words, present, unsent)
  if (axis.latents.length === 0)
    throw new Failure(
      'not-found',
      axis.labelled === 0 ? 'No latent has a label that could be compared with the query.' : `No label is about “${words}”.`,
      axis.labelled === 0
        ? 'Label latents first, or choose the latents of the axis by number.'
        : 'Use other words, or choose the latents of the axis by number.',
    )
  const few = axis.tooFew
    ? [
        `Only ${axis.matched} of ${axis.labelled} labels are like “${words}”, about as many as for words about anything: the clusters may not follow it.`,
      ]
    : []
  return {
    latents: [...axis.latents],
    weights: [...axis.weights],
    similarities: axis.similarities,
    compared: axis.compared,
    warnings: [...axis.warnings, ...few],
  }
}

type Context = {
  readonly project: ProjectReading
  readonly sample: Sample
  readonly request: ClusterRequest
  readonly found: DocumentClusters
  readonly latents: Uint32Array
  readonly onAxis: ReadonlySet<number>
  readonly label: (latent: number) => string | null
  readonly members: readonly (readonly number[])[]
}

function clusterRow(context: Context, id: number, distinguishing: readonly DistinguishingLatent[]): Cluster {
  const { project, sample, request, found, latents, onAxis, label, members } = context
  const size = found.sizes[id]!
  const shown = distinguishing.map(({ latent: column, inside, outside, difference, interval }) => {
    const latent = latents[column]!
    const others = sample.documents - size
    return {
      latent,
      label: label(latent),
      inside: inside / size,
      outside: others === 0 ? 0 : outside / others,
      difference,
      interval,
      onAxis: onAxis.has(latent),
    }
  })
  return {
    id,
    name: nameOf(id, shown),
    size,
    conductance: found.conductance[id] ?? 0,
    latents: shown,
    documents: members[id]!.slice(0, request.documents).map((document, place) => {
      const { corpus, channel } = sample.subjects[sample.subject[document]!]!
      const ordinal = sample.ordinal[document]!
      return {
        corpus: corpus.name,
        document: documentByOrdinal(project.db, corpus.corpus, ordinal)?.id ?? String(ordinal),
        ordinal,
        affinity: found.affinity[document]!,
        excerpt: place < excerpts ? (textOf(project.db, channel.channel, ordinal) ?? '').slice(0, excerptCharacters) : '',
      }
    }),
  }
}

/** By its two most distinguishing labels, those of the axis first. */
function nameOf(id: number, latents: Cluster['latents']): string {
  const labels = [...latents.filter(({ onAxis }) => onAxis), ...latents].flatMap(({ label }) => (label === null ? [] : [label]))
  const [first, second] = new Set(labels)
  if (first === undefined) return `Cluster ${id + 1}`
  return second === undefined ? first : `${first}; ${second}`
}

/** The documents of each cluster, the most central first. */
function membersOf({ cluster, affinity, k }: DocumentClusters): number[][] {
  const members: number[][] = Array.from({ length: k }, () => [])
  cluster.forEach((own, document) => members[own]?.push(document))
  for (const each of members) each.sort((a, b) => affinity[b]! - affinity[a]! || a - b)
  return members
}

function rowsOf({ columns, starts, indices }: BinaryMatrix, rows: readonly number[]): BinaryMatrix {
  const parts = rows.map((row) => indices.subarray(starts[row]!, starts[row + 1]!))
  const chosen = {
    starts: new Uint32Array(rows.length + 1),
    indices: new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0)),
  }
  parts.forEach((part, at) => {
    chosen.indices.set(part, chosen.starts[at]!)
    chosen.starts[at + 1] = chosen.starts[at]! + part.length
  })
  return { rows: rows.length, columns, ...chosen }
}

function frequencyOf({ columns, starts }: BinaryMatrix, row: number): number {
  return row < 0 || columns === 0 ? 0 : (starts[row + 1]! - starts[row]!) / columns
}

function titleOf({ query, latents, k }: ClusterRequest, name: string): string {
  const axis =
    latents !== undefined && latents.length > 0
      ? `on ${latents.length} latents`
      : query === undefined
        ? 'on all latents'
        : `on “${query}”`
  return `${name} ${axis}${k === undefined ? '' : `, ${k} clusters`}`
}

function warningsOf(sample: Sample, { k }: DocumentClusters, unassigned: number): string[] {
  const warnings: string[] = []
  if (unassigned > sample.documents / 4)
    warnings.push(`${unassigned} of ${sample.documents} documents have nothing on the axis and are in no cluster.`)
  if (k < 2) warnings.push('The documents do not fall into clusters by these latents.')
  return warnings
}
