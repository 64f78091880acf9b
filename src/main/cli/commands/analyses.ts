import type { AnalysisSummary } from '../../../contract/analyses.ts'
import type { Cluster } from '../../../contract/clusters.ts'
import { type Command, UsageError, wholeNumber } from '../command.ts'
import { counted, inertLine, textTable } from '../text-table.ts'

const shown = 100

export const analysesCommand: Command = {
  name: 'analyses',
  usage: 'list <project> | show <project> N | remove <project> N',
  summary: 'the analyses that ran here, and whether they still hold',
  takes: [2, 3],
  async run({ positionals, engine }) {
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
    if (action !== 'remove') throw new UsageError('analyses takes: list, show or remove.')
    await analyses.remove({ id })
    return { json: { removed: id }, text: `Analysis ${id} is removed.` }
  },
}

function clusterLine({ id, name, size, named }: Cluster): string {
  const said = named?.description == null ? '' : `; ${named.description}`
  return inertLine(`${id}. ${name}: ${counted(size, 'document')}${said}`)
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
