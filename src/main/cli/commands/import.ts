import { resolve } from 'node:path'
import type { ImportedCorpus, Mapping } from '../../../contract/corpora.ts'
import { awaitJob } from '../await-job.ts'
import { type Command, listOption, textOption, UsageError, type Values } from '../command.ts'
import { count, inertLine, textTable } from '../text-table.ts'

const shownProblems = 20

export const importCommand: Command = {
  name: 'import',
  usage: '<project> [files...]',
  summary: 'every corpus in the folder, or files copied into it',
  options: {
    text: { type: 'string' },
    id: { type: 'string' },
    channel: { type: 'string', multiple: true },
    'leave-out': { type: 'string', multiple: true },
    name: { type: 'string' },
    corpus: { type: 'string', multiple: true },
    again: { type: 'boolean' },
  },
  takes: [1, 1000],
  async run({ positionals, values, engine, progress }) {
    const files = positionals.slice(1).map((file) => resolve(file))
    const names = listOption(values, 'corpus')
    const as = textOption(values, 'name')
    const job = await engine.operations.corpora.import({
      mapping: mappingFrom(values),
      again: values['again'] === true,
      ...(files.length > 0 ? { files } : {}),
      ...(as === undefined ? {} : { as }),
      ...(names === undefined ? {} : { names: [...names] }),
    })
    const corpora = (await awaitJob(engine, job, progress)) as readonly ImportedCorpus[]
    return {
      json: { corpora: corpora.map((each) => ({ ...each, skipped: each.skipped })) },
      text: corpora.length === 0 ? 'Nothing new to import: every corpus of this folder is up to date.' : describe(corpora),
    }
  },
}

function mappingFrom(values: Values): Mapping {
  const text = textOption(values, 'text')
  const id = textOption(values, 'id')
  const leftOut = values['leave-out'] as readonly string[] | undefined
  const channels = (values['channel'] as readonly string[] | undefined)?.map((each) => {
    const at = each.indexOf('=')
    if (at < 1 || at === each.length - 1) throw new UsageError(`--channel takes NAME=FIELD, not "${each}".`)
    return [each.slice(0, at), each.slice(at + 1)] as const
  })
  return {
    ...(text === undefined ? {} : { text }),
    ...(id === undefined ? {} : { id }),
    ...(channels === undefined ? {} : { channels: Object.fromEntries(channels) }),
    ...(leftOut === undefined ? {} : { leftOut: [...leftOut] }),
  }
}

function describe(corpora: readonly ImportedCorpus[]): string {
  const table = textTable(
    [{ title: 'corpus' }, { title: 'documents', align: 'right' }, { title: 'skipped', align: 'right' }, { title: 'channels' }],
    corpora.map((each) => [each.name, count(each.documents), count(each.skippedCount), each.channels.join(', ')]),
  )
  const problems = corpora.flatMap((each) =>
    each.skipped.slice(0, shownProblems).map((problem) => `  ${each.name}, row ${problem.row}: ${inertLine(problem.reason)}`),
  )
  return problems.length === 0 ? table : `${table}\n\nSkipped rows:\n${problems.join('\n')}`
}
