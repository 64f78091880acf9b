import type { AnalysisSummary } from '../../../contract/analyses.ts'
import { type Cluster, clusterTitle } from '../../../contract/clusters.ts'
import { Failure } from '../../../contract/failure.ts'
import type { NamedClustersRun } from '../../../contract/hypotheses.ts'
import { type Command, type Invocation, type Outcome, UsageError, wholeNumber } from '../command.ts'
import { counted, inertLine, percent, textTable } from '../text-table.ts'

const shown = 100

export const analysesCommand: Command = {
  name: 'analyses',
  usage: 'list <project> | show|remove <project> N | name <project> N [CLUSTER [NAME]] [--proposed]',
  summary: 'the analyses that ran here, whether they still hold, and what clusters are called',
  options: { proposed: { type: 'boolean' } },
  takes: [2, 5],
  async run(invocation) {
    const { positionals, engine } = invocation
    const [action, , number] = positionals
    const { analyses } = engine.operations
    if (action === 'list') {
      const list = await analyses.list({ offset: 0, limit: shown })
      return { json: { analyses: list }, text: list.length === 0 ? 'No analysis has run here yet.' : tableOf(list) }
    }
    const id = wholeNumber(number ?? '', 'N', { min: 1, max: Number.MAX_SAFE_INTEGER })
    if (action === 'show') {
      const analysis = await analyses.get({ id })
      const clusters = analysis.kind === 'cluster' ? `\n\n${analysis.result.clusters.map(clusterLine).join('\n')}` : ''
      return { json: analysis, text: `${tableOf([analysis])}${clusters}\n\n${JSON.stringify(analysis.recipe.request, null, 2)}` }
    }
    if (action === 'name') return nameClusters(invocation, id)
    if (action !== 'remove') throw new UsageError('analyses takes: list, show, remove or name.')
    await analyses.remove({ id })
    return { json: { removed: id }, text: `Analysis ${id} is removed.` }
  },
}

/**
 * `CLUSTER NAME`: a person's own words, none (`""`) to take them away. `--proposed`: as a language model proposed last, of one cluster or of
 * all; where all are meant, those that a person named stay.
 */
async function nameClusters({ positionals, values, engine }: Invocation, id: number): Promise<Outcome> {
  const [, , , given, name] = positionals
  const { analyses } = engine.operations
  const cluster = given === undefined ? null : wholeNumber(given, 'the number of a cluster', { min: 0, max: 1000 })
  const proposed = values['proposed'] === true
  if (proposed === (name !== undefined) || (cluster === null && !proposed))
    throw new UsageError('analyses name takes N CLUSTER NAME, or N [CLUSTER] --proposed.')
  const names =
    cluster === null || name === undefined
      ? await lastProposals(engine, id, cluster)
      : [{ cluster, name: name.trim() === '' ? null : name.trim(), run: null }]
  const called = await analyses.setClusterNames({ id, names, replace: cluster !== null })
  const lines = called.map((each) =>
    inertLine(`${each.cluster}. ${each.name}${each.proposed === null ? '' : ` (by ${each.author})`}`),
  )
  return { json: { analysis: id, names: called }, text: lines.length === 0 ? 'No cluster has a name now.' : lines.join('\n') }
}

/** What a language model proposed last for the clusters of an analysis, or for one of them. */
async function lastProposals({ operations }: Invocation['engine'], id: number, cluster: number | null) {
  const runs = await operations.languageModels.runs()
  const last = runs.find(({ request, state }) => request?.kind === 'name-clusters' && request.analysis === id && state === 'done')
  const proposals = last === undefined ? [] : (last.result as NamedClustersRun).clusters
  const names = proposals.flatMap((each) =>
    last === undefined || each.name === null || (cluster !== null && each.cluster !== cluster)
      ? []
      : [{ cluster: each.cluster, name: each.name, run: last.run }],
  )
  if (names.length === 0)
    throw new Failure(
      'not-found',
      'No language model proposed such a name.',
      `Ask for some: etalon models name-clusters <project> ${id}`,
    )
  return names
}

function clusterLine(cluster: Cluster): string {
  const { id, size, named } = cluster
  const { description = null, accuracy = null } = named?.proposed ?? {}
  const by = named?.proposed == null ? '' : ` (by ${named.author})`
  const back = accuracy === null ? '' : `; ${percent(accuracy)} come back to it`
  return inertLine(
    `${id}. ${clusterTitle(cluster)}${by}: ${counted(size, 'document')}${description === null ? '' : `; ${description}`}${back}`,
  )
}

function tableOf(list: readonly AnalysisSummary[]): string {
  return textTable(
    [
      { title: 'N', align: 'right' },
      { title: 'kind' },
      { title: 'ran' },
      { title: 'what', width: 70 },
      { title: 'stale', width: 60 },
    ],
    list.map(({ id, kind, ranAt, title, stale }) => [
      String(id),
      kind,
      ranAt.slice(0, 16).replace('T', ' '),
      inertLine(title),
      stale ?? '',
    ]),
  )
}
