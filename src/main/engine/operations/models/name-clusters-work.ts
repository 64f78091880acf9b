import { clusterInput, type ClusterResult } from '../../../../contract/clusters.ts'
import { Failure } from '../../../../contract/failure.ts'
import type { NameClustersRequest, NamedClustersRun } from '../../../../contract/hypotheses.ts'
import { holdOut } from '../../hypotheses/hold-out.ts'
import { type ClusterToName, nameClusters } from '../../hypotheses/name-clusters.ts'
import { stableOrder } from '../../hypotheses/stable-order.ts'
import { countLabelVersions } from '../../store/labels.ts'
import { placesIn } from '../analyses/active-source.ts'
import { duplicatesIn } from '../analyses/document-keys.ts'
import { type Sample, sampleOf } from '../analyses/sample.ts'
import { unitsOf } from '../analyses/units-of.ts'
import { labelsOf } from '../labels-of.ts'
import type { ProjectReading } from '../project-reading.ts'
import { analysisAgain, refuseReadAnew } from './analysis-again.ts'
import { corporaOf, type SampleTexts, textsOfSample } from './judged-documents.ts'
import { type ModelWork, partOf } from './model-work.ts'
import { promptHash, promptOf } from './prompts-of.ts'

/** Members that stand for a cluster whose central documents were not recorded. */
const membersShown = 5

/**
 * Names the clusters of a recorded clustering, and has the descriptions judged. From the end of the run on the clustering shows the names
 * (`recordedAnalysis`).
 *
 * Throws Failures: 'not-found'; 'stale'; 'bad-input' where the analysis is no clustering, or found no clusters.
 */
export async function nameClustersWork(project: ProjectReading, request: NameClustersRequest): Promise<ModelWork> {
  const clustering = analysisAgain(project, request.analysis, 'cluster', 'it has no clusters to name')
  const { recipe, map } = clustering
  if (clustering.clusters.length < 2)
    throw new Failure(
      'bad-input',
      `Analysis ${request.analysis} found no clusters that a name could tell apart.`,
      'Cluster otherwise.',
    )
  const asked = clusterInput.parse(recipe.request)
  const sample = await sampleOf(project, { ...asked, lens: recipe.lensHash }, [asked.group])
  refuseReadAnew(recipe, sample)
  const texts = textsOfSample(project, sample, sample)
  const { seed, perCall, characters, perCluster } = request
  const options = { unit: 'auto', foldDuplicates: false, seed }
  const { unit } = unitsOf(project, sample, duplicatesIn(project, sample), options)
  const { group } = holdOut({ ...sample, unit, pair: null, duplicates: texts.near, keyOf: texts.keyOf, seed })
  const input = {
    clusters: clustersToName(project, clustering, sample, texts, seed),
    documents: { ...texts, count: sample.documents },
    group,
    cluster: map.cluster,
    template: promptOf(project, 'name-clusters'),
    settings: { template: promptOf(project, 'verify'), perCall, characters, seed, perCluster },
  }
  let result: NamedClustersRun | null = null
  return {
    title: `Name ${clustering.clusters.length} clusters`,
    corpora: corporaOf(
      sample,
      map.cluster.map((cluster) => +(cluster >= 0)),
    ),
    fingerprint: [
      recipe.inputs.map(({ encoding }) => encoding),
      countLabelVersions(project.db, sample.stored.lens),
      promptHash(project, 'name-clusters'),
      promptHash(project, 'verify'),
    ],
    parts: [
      partOf(
        `Names for ${clustering.clusters.length} clusters`,
        () => nameClusters(input),
        (named) => {
          result = { ...named, analysis: request.analysis }
        },
      ),
    ],
    result: () => result,
  }
}

/** With the labels that count now. */
function clustersToName(
  project: ProjectReading,
  { clusters, map }: ClusterResult,
  sample: Sample,
  { keyOf }: SampleTexts,
  seed: number,
): readonly ClusterToName[] {
  const labels = labelsOf(project, sample.stored)
  const places = placesIn(sample)
  const subjectOf = new Map(sample.subjects.map(({ corpus }, at) => [corpus.name, at]))
  const someOf = (id: number): readonly number[] => {
    const members = [...map.cluster.keys()].filter((document) => map.cluster[document] === id)
    const order = stableOrder(members.map(keyOf), seed)
    return Array.from(order.subarray(0, membersShown), (at) => members[at]!)
  }
  return clusters.map(({ id, latents, documents }) => {
    const central = documents.map(({ corpus, ordinal }) => places[subjectOf.get(corpus)!]![ordinal]!)
    return {
      cluster: id,
      latents: latents.map(({ latent, inside, outside }) => ({ latent, inside, outside, label: labels.get(latent)?.text ?? null })),
      central: central.length === 0 ? someOf(id) : central,
    }
  })
}
