import { type Command, UsageError } from '../command.ts'
import { count, textTable } from '../text-table.ts'

const readAs = { raw: 'raw text', user: 'user message', assistant: 'assistant message' } as const

export const lensCommand: Command = {
  name: 'lens',
  usage: 'list',
  summary: 'the lenses on this machine',
  takes: [1, 1],
  async run({ positionals, engine }) {
    if (positionals[0] !== 'list') throw new UsageError(`lens takes list, not "${positionals[0] ?? ''}".`)
    const lenses = await engine.operations.project.lenses()
    const table = textTable(
      [
        { title: 'lens' },
        { title: 'latents', align: 'right' },
        { title: 'labels', align: 'right' },
        { title: 'hook' },
        { title: 'documents as' },
        { title: 'licence' },
        { title: 'folder', width: 100 },
      ],
      lenses.map((each) => [
        each.name,
        count(each.dSae),
        count(each.labels),
        each.hook,
        each.documents === null ? '' : readAs[each.documents.as],
        each.license,
        each.problem ?? each.folder,
      ]),
    )
    return { json: { lenses }, text: table }
  },
}
