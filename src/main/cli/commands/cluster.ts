import { type Cluster, type ClusterResult, clusterModes } from '../../../contract/clusters.ts'
import { comparedText, groupFrom, scopeFrom, scopeOptions } from '../analysis-options.ts'
import { type Command, latentsOption, numberOption, textOption, UsageError, type Values } from '../command.ts'
import { count, counted, inertLine, percent } from '../text-table.ts'

const shownLatents = 6
const shownDocuments = 3

export const clusterCommand: Command = {
  name: 'cluster',
  usage: '<project> [--corpus A] [--query WORDS | --latents N,N..] [--k K]',
  summary: 'how documents group, over all latents or on an axis',
  options: {
    ...scopeOptions,
    corpus: { type: 'string', multiple: true },
    query: { type: 'string' },
    latents: { type: 'string', multiple: true },
    k: { type: 'string' },
    mode: { type: 'string' },
    seed: { type: 'string' },
  },
  takes: [1, 1],
  async run({ values, engine }) {
    const query = textOption(values, 'query')
    const latents = latentsOption(values)
    const k = numberOption(values, 'k', { min: 2, max: 100 })
    const result = await engine.operations.analyses.cluster({
      ...scopeFrom(values),
      group: await groupFrom(values, engine),
      ...(query === undefined ? {} : { query }),
      ...(latents === undefined ? {} : { latents }),
      ...(k === undefined ? {} : { k }),
      mode: modeFrom(values),
      seed: numberOption(values, 'seed', { min: 0, max: 2 ** 31 }) ?? 1,
    })
    const { map, ...same } = result
    return { json: { ...same, points: map.x.length }, text: textOf(result) }
  },
}

function modeFrom(values: Values): (typeof clusterModes)[number] {
  const given = textOption(values, 'mode') ?? 'auto'
  const mode = clusterModes.find((each) => each === given)
  if (mode === undefined) throw new UsageError(`--mode takes one of ${clusterModes.join(', ')}, not "${given}".`)
  return mode
}

function textOf(result: ClusterResult): string {
  const axis =
    result.axisLatents.length === 0
      ? []
      : [
          `Axis (${counted(result.axisLatents.length, 'latent')}, ${percent(result.coverage)} of documents have one):`,
          ...result.axisLatents.map(({ latent, label, similarity }) =>
            inertLine(`  ${latent} ${label ?? '(no label)'}${similarity === null ? '' : ` (${similarity.toFixed(2)})`}`),
          ),
          '',
        ]
  return [
    ...result.warnings.map((warning) => `! ${warning}`),
    `${counted(result.documents, 'document')} in ${counted(result.k, 'cluster')} (${result.mode}), ${count(result.unassigned)} unassigned; lens ${result.lens}${comparedText(result.compared)}${result.analysis === null ? '' : `, analysis ${result.analysis}`}`,
    '',
    ...axis,
    ...result.clusters.flatMap(clusterLines),
  ].join('\n')
}

function clusterLines(cluster: Cluster): string[] {
  return [
    inertLine(`${cluster.id}. ${cluster.name}: ${counted(cluster.size, 'document')}`),
    ...cluster.latents
      .slice(0, shownLatents)
      .map((each) =>
        inertLine(
          `     ${percent(each.inside)} inside, ${percent(each.outside)} outside: ${each.latent} ${each.label ?? '(no label)'}`,
        ),
      ),
    ...cluster.documents.slice(0, shownDocuments).map((each) => inertLine(`     ${each.corpus} ${each.document}: ${each.excerpt}`)),
    '',
  ]
}
