import { type Command, textOption } from '../command.ts'
import { count } from '../text-table.ts'

export const removeCommand: Command = {
  name: 'remove',
  usage: '<project> CORPUS',
  summary: 'a corpus, or with --lens only its encodings, to free disk; your own file stays',
  options: { lens: { type: 'string' } },
  takes: [2, 2],
  async run({ positionals, values, engine }) {
    const corpus = positionals[1] ?? ''
    const lens = textOption(values, 'lens')
    const removed = await engine.operations.corpora.remove({ corpus, ...(lens === undefined ? {} : { lens }) })
    const text = `Removed ${count(removed.documents)} documents and ${count(removed.encodings)} encodings of ${corpus}. The source file was not touched.`
    return { json: { corpus, ...removed }, text }
  },
}
