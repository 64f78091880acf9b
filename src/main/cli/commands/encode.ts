import type { EncodingSummary } from '../../../contract/corpora.ts'
import { awaitJob, durationText } from '../await-job.ts'
import { type Command, corporaFrom, readingFrom, readingOptions, textOption } from '../command.ts'
import { count, inertLine, percent, textTable } from '../text-table.ts'

export const encodeCommand: Command = {
  name: 'encode',
  usage: '<project>',
  summary: 'read with a lens: all corpora and channels, the bundled lens, unless said',
  options: {
    ...readingOptions,
    corpus: { type: 'string', multiple: true },
    device: { type: 'string' },
    precision: { type: 'string' },
  },
  takes: [1, 1],
  async run({ values, engine, progress }) {
    const device = textOption(values, 'device')
    const precision = textOption(values, 'precision')
    const job = await engine.operations.corpora.encode({
      ...readingFrom(values),
      ...corporaFrom(values),
      ...(device === undefined ? {} : { device }),
      ...(precision === undefined ? {} : { precision }),
    })
    const encodings = (await awaitJob(engine, job, progress)) as readonly EncodingSummary[]
    return { json: { encodings: encodings.map(encodingJson) }, text: encodingTable(encodings) }
  },
}

/** The fields scripts rely on. */
export function encodingJson(encoding: EncodingSummary): Omit<EncodingSummary, 'lensHash'> {
  const { corpus, channel, lens, state, documents, tokens, nonzeros, seconds, device, precision, agreement } = encoding
  return { corpus, channel, lens, state, documents, tokens, nonzeros, seconds, device, precision, agreement }
}

export function encodingTable(encodings: readonly EncodingSummary[]): string {
  if (encodings.length === 0) return 'Nothing was read.'
  const anyInt8 = encodings.some((each) => each.precision === 'int8')
  const table = textTable(
    [
      { title: 'corpus' },
      { title: 'channel' },
      { title: 'lens' },
      { title: 'documents', align: 'right' },
      { title: 'tokens', align: 'right' },
      { title: 'active per token', align: 'right' },
      { title: 'time', align: 'right' },
      { title: 'device' },
      ...(anyInt8 ? [{ title: 'precision' }] : []),
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
      ...(anyInt8 ? [each.precision] : []),
    ]),
  )
  return [table, ...encodings.flatMap(agreementLine)].join('\n')
}

/** How well what was read in int8 agrees with float32, in a sentence; nothing for what was read in float32. */
function agreementLine({ corpus, channel, agreement }: EncodingSummary): readonly string[] {
  if (agreement === null) return []
  const { tokens, active, relativeError, present } = agreement
  return [
    `${inertLine(`${corpus} (${channel})`)}, int8 beside float32 on the first ${count(tokens)} tokens: ${percent(active)} of the activations of either are of both and differ by ${percent(relativeError)}; ${percent(present)} of the latents present in a document.`,
  ]
}
