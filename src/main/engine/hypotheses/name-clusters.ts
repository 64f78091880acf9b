import type { NamedCluster, NamedClusters } from '../../../contract/hypotheses.ts'
import { type NameAnswer, readNameAnswer } from '../labels/answers/other-answers.ts'
import { type PromptTemplate, renderPrompt } from '../labels/prompts/template.ts'
import { wilsonInterval } from '../numerics/proportion-intervals.ts'
import { seedFor } from './chance.ts'
import { drawOnePerUnit } from './draw-documents.ts'
import { ask, type Flow, type PlannedCall } from './flow.ts'
import { judge, type Judged, type JudgedDocuments, type JudgeSettings, missing } from './judge.ts'
import { statementOf } from './settle-hypotheses.ts'

export type ClusterToName = {
  readonly cluster: number
  /** Latents that set it apart, the clearest first; those without a label tell nothing. */
  readonly latents: readonly {
    readonly latent: number
    readonly label: string | null
    readonly inside: number
    readonly outside: number
  }[]
  /** Its documents, the most central first. */
  readonly central: ArrayLike<number>
}

export type NameClustersInput = {
  readonly clusters: readonly ClusterToName[]
  readonly documents: JudgedDocuments
  /** [documents], what must not be parted (units, near-duplicates): none of a group shown for a name judges it. */
  readonly group: Uint32Array
  /** [documents], number of the cluster, -1 without one. */
  readonly cluster: Int32Array
  readonly template: PromptTemplate<'name-clusters'>
  readonly settings: JudgeSettings & {
    /** Documents of each cluster judged at most. */
    readonly perCluster: number
  }
}

/** Shown for a name (as in the paper: five latents and five documents), and of others for contrast. */
const latentsShown = 5
const documentsShown = 5
const charactersShown = 1500

/**
 * Names clusters by their distinguishing latents and central documents, then has the descriptions judged on documents that were not shown,
 * each description on documents of all clusters: whoever has only the descriptions should find the clusters again.
 */
export function* nameClusters(input: NameClustersInput): Flow<NamedClusters> {
  const { clusters, settings } = input
  const shown = clusters.map(({ central }) =>
    Array.from({ length: Math.min(documentsShown, central.length) }, (_, at) => central[at]!),
  )
  const answers = yield* ask(clusters.map((each, at) => nameCall(input, each, shown[at]!, contrasting(shown, at))))
  const described = answers.map((answer) =>
    answer === null ? null : { name: answer.name, description: statementOf(answer.description) },
  )
  const drawn = drawUnseen(input, new Set(shown.flat()))
  const { documents } = input
  const judgedDocuments: JudgedDocuments = {
    count: drawn.length,
    numberOf: (document) => documents.numberOf(drawn[document]!),
    textOf: (document) => documents.textOf(drawn[document]!),
    keyOf: (document) => documents.keyOf(drawn[document]!),
  }
  const asked = described.flatMap((each, at) => (each?.description == null ? [] : [{ at, text: each.description }]))
  const verdicts = yield* judge(
    asked.map(({ text }) => ({ text, documents: judgedDocuments })),
    settings,
  )
  const judged = described.map((_, at) => verdicts[asked.findIndex((each) => each.at === at)] ?? null)
  const own = Int32Array.from(drawn, (document) => clusters.findIndex(({ cluster }) => cluster === input.cluster[document]))
  const names = described.map((each) => each?.name.toLowerCase() ?? null)
  const named = clusters.map(({ cluster }, at): NamedCluster => ({
    cluster,
    name: described[at]?.name ?? null,
    description: described[at]?.description ?? null,
    ambiguous: names[at] !== null && names.indexOf(names[at]!) !== names.lastIndexOf(names[at]!),
    ...assignment(at, own, judged),
  }))
  const known = named.flatMap(({ accuracy }) => accuracy ?? [])
  return {
    clusters: named,
    accuracy: known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0) / known.length,
    chance: clusters.length === 0 ? 0 : 1 / clusters.length,
  }
}

/** Documents of other clusters, the most central of each in turn. */
function contrasting(shown: readonly (readonly number[])[], at: number): readonly number[] {
  const others = shown.filter((_, other) => other !== at)
  return Array.from({ length: documentsShown }, (_, rank) => others.flatMap((each) => each.slice(rank, rank + 1)))
    .flat()
    .slice(0, documentsShown)
}

function nameCall(
  { documents, template }: NameClustersInput,
  { cluster, latents }: ClusterToName,
  own: readonly number[],
  others: readonly number[],
): PlannedCall<NameAnswer> {
  const labelled = latents.filter(({ label }) => label !== null).slice(0, latentsShown)
  const excerpts = (some: readonly number[], heading: string) =>
    some.map((document, at) => ({ heading: `${heading} ${at + 1}`, text: documents.textOf(document).slice(0, charactersShown) }))
  return {
    stage: 'name',
    ...renderPrompt(template, {
      latents: labelled.map(({ label, inside, outside }, at) => ({
        heading: `property ${at + 1}, in ${percent(inside)} of this group and ${percent(outside)} of the others`,
        text: label!,
      })),
      documents: excerpts(own, 'document'),
      others: excerpts(others, 'document of another group'),
    }),
    temperature: 0,
    seed: 0,
    maxOutputTokens: 600,
    likelyOutputTokens: 50,
    documents: [...own, ...others].map((document) => documents.numberOf(document)),
    parse: readNameAnswer,
    standIn: { name: `group ${cluster}`, description: `This document is of the kind that stands at place ${cluster} among all.` },
  }
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}

/** Of each cluster at most so many documents of different groups, none of a group with a document that was shown. */
function drawUnseen({ clusters, cluster, group, documents, settings }: NameClustersInput, shown: ReadonlySet<number>): Uint32Array {
  const seen = new Set(Array.from(shown, (document) => group[document]!))
  const unseen = [...cluster.keys()].filter((document) => !seen.has(group[document]!))
  const drawn = clusters.flatMap((each) => {
    const its = Uint32Array.from(unseen.filter((document) => cluster[document] === each.cluster))
    const options = { most: settings.perCluster, seed: seedFor('draw', settings.seed, each.cluster) }
    return [...drawOnePerUnit(its, group, (document) => documents.keyOf(document), options)]
  })
  return Uint32Array.from(drawn).sort()
}

/**
 * How many of a cluster's documents come back to it. A document with m descriptions that hold goes to each of these clusters with 1 / m, and
 * to none where none holds. Where its verdict on any description is missing it counts for nothing, as m is unknown.
 *
 * @param own [drawn], place of the document's cluster
 * @param judged [clusters], null for one without a description, which nothing can come back to
 */
function assignment(
  at: number,
  own: Int32Array,
  judged: readonly (Judged | null)[],
): Pick<NamedCluster, 'judged' | 'missing' | 'accuracy' | 'interval' | 'ownShare' | 'othersShare'> {
  const asked = judged.filter((each) => each !== null)
  const its = judged[at] ?? null
  let [count, lacking, back] = [0, 0, 0]
  const holds = [0, 0]
  const counts = [0, 0]
  for (let document = 0; document < own.length; document++) {
    const side = own[document] === at ? 0 : 1
    if (its !== null && its[document] !== missing) {
      counts[side]!++
      holds[side]! += its[document]!
    }
    if (side === 1) continue
    if (its === null || asked.some((each) => each[document] === missing)) {
      lacking++
      continue
    }
    count++
    if (its[document] === 1) back += 1 / asked.reduce((sum, each) => sum + each[document]!, 0)
  }
  return {
    judged: count,
    missing: lacking,
    accuracy: count === 0 ? null : back / count,
    interval: count === 0 ? null : wilsonInterval({ successes: back, trials: count }),
    ownShare: counts[0] === 0 ? null : holds[0]! / counts[0]!,
    othersShare: counts[1] === 0 ? null : holds[1]! / counts[1]!,
  }
}
