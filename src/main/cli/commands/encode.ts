import type { EncodingSummary } from '../../../contract/corpora.ts'
import { awaitJob, durationText } from '../await-job.ts'
import { type Command, corporaFrom, readingFrom, readingOptions, textOption } from '../command.ts'
import { count, textTable } from '../text-table.ts'

export const encodeCommand: Command = {
  name: 'encode',
  usage: '<project>',
  summary: 'read with a lens: all corpora and channels, the bundled lens, unless said',
  options: { ...readingOptions, corpus: { type: 'string', multiple: true }, device: { type: 'string' } },
  takes: [1, 1],
  async run({ values, engine, progress }) {
    const device = textOption(values, 'device')
    const job = await engine.operations.corpora.encode({
      ...readingFrom(values),
      ...corporaFrom(values),
      ...(device === undefined ? {} : { device }),
    })
    const encodings = (await awaitJob(engine, job, progress)) as readonly EncodingSummary[]
    return { json: { encodings: encodings.map(encodingJson) }, text: encodingTable(encodings) }
  },
}

/** The fields scripts rely on. */
export function encodingJson(encoding: EncodingSummary): Omit<EncodingSummary, 'lensHash'> {
  const { corpus, channel, lens, state, documents, tokens, nonzeros, seconds, device } = encoding
  return { corpus, channel, lens, state, documents, tokens, nonzeros, seconds, device }
}

export function encodingTable(encodings: readonly EncodingSummary[]): string {
  if (encodings.length === 0) return 'Nothing was read.'
  return textTable(
    [
      { title: 'corpus' },
      { title: 'channel' },
      { title: 'lens' },
      { title: 'documents', align: 'right' },
      { title: 'tokens', align: 'right' },
      { title: 'active per token', align: 'right' },
      { title: 'time', align: 'right' },
      { title: 'device' },
    ],
    encodings.map((each) => [
      each.corpus,
      each.channel,
      each.lens,
      count(each.documents),
      count(each.tokens),
      each.tokens === 0 ? '' : (each.nonzeros / each.tokens).toFixed(1),
      each.state === 'ready' ? durationText(each.seconds) : 'unfinished',
      each.device,
    ]),
  )
}
