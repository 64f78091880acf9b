import { type Command } from '../command.ts'
import { count, textTable } from '../text-table.ts'
import { encodingJson, encodingTable } from './encode.ts'

const stateWords = {
  new: 'not imported',
  importing: 'half imported',
  ready: 'ready',
  changed: 'source changed',
  missing: 'source missing',
} as const

export const statusCommand: Command = {
  name: 'status',
  usage: '<project>',
  summary: 'what is there, what is stale',
  takes: [1, 1],
  async run({ engine }) {
    const { operations } = engine
    const [corpora, jobs, lenses] = await Promise.all([
      operations.corpora.list(),
      operations.jobs.list(),
      operations.project.lenses(),
    ])
    const encodings = corpora.flatMap((corpus) => corpus.encodings)
    const lens = encodings.at(-1)?.lens ?? lenses.find((each) => each.problem === null)?.name ?? null
    const table = textTable(
      [
        { title: 'corpus' },
        { title: 'state' },
        { title: 'documents', align: 'right' },
        { title: 'skipped', align: 'right' },
        { title: 'source' },
      ],
      corpora.map((each) => [each.name, stateWords[each.state], count(each.documents), count(each.skipped), each.source]),
    )
    return {
      json: {
        corpora: corpora.map(({ encodings: _, columns: __, ...corpus }) => ({
          ...corpus,
          channels: corpus.channels.map((channel) => channel.name),
        })),
        encodings: encodings.map(encodingJson),
        jobs: jobs.map(({ result: _, ...job }) => job),
        lens,
      },
      text: `${table}\n\n${encodings.length === 0 ? 'Nothing has been read yet. Next: etalon encode <project>' : encodingTable(encodings)}`,
    }
  },
}
