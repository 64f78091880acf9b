import type { EncodingSummary } from '../../../contract/corpora.ts'
import { awaitJob, durationText } from '../await-job.ts'
import { type Command, corporaFrom, numberOption, readingFrom, readingOptions, textOption } from '../command.ts'
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
    threads: { type: 'string' },
  },
  takes: [1, 1],
  async run({ values, engine, progress }) {
    const device = textOption(values, 'device')
    const precision = textOption(values, 'precision')
    const threads = numberOption(values, 'threads', { min: 1, max: 1024 })
    const job = await engine.operations.corpora.encode({
      ...readingFrom(values),
      ...corporaFrom(values),
      ...(device === undefined ? {} : { device }),
      ...(precision === undefined ? {} : { precision }),
      ...(threads === undefined ? {} : { threads }),
    })
    const encodings = (await awaitJob(engine, job, progress)) as readonly EncodingSummary[]
    return { json: { encodings: encodings.map(encodingJson) }, text: encodingTable(encodings) }
  },
}

/** The fields scripts rely on. */
export function encodingJson(encoding: EncodingSummary): Omit<EncodingSummary, 'lensHash'> {
  const { corpus, channel, lens, state, documents, tokens, nonzeros, seconds } = encoding
  const { device, deviceReason, precision, agreement } = encoding
  return { corpus, channel, lens, state, documents, tokens, nonzeros, seconds, device, deviceReason, precision, agreement }
}

export function encodingTable(encodings: readonly EncodingSummary[]): string {
  if (encodings.length === 0) return 'Nothing was read.'
  const anyCoarse = encodings.some((each) => each.precision !== 'float32')
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
      ...(anyCoarse ? [{ title: 'precision' }] : []),
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
      ...(anyCoarse ? [each.precision] : []),
    ]),
  )
  return [table, ...deviceLines(encodings), ...encodings.flatMap(agreementLine)].join('\n')
}

/** Why on which device, where it was not simply chosen; once for each reason. */
function deviceLines(encodings: readonly EncodingSummary[]): readonly string[] {
  const said = encodings.flatMap(({ device, deviceReason }) =>
    deviceReason === null || deviceReason === 'chosen' ? [] : [inertLine(`Read on ${device}: ${deviceReason}.`)],
  )
  return [...new Set(said)]
}

/** How well what was read in a coarser precision agrees with float32, in a sentence; nothing for what was read in float32. */
function agreementLine({ corpus, channel, precision, agreement }: EncodingSummary): readonly string[] {
  if (agreement === null) return []
  const { tokens, active, relativeError, present } = agreement
  return [
    `${inertLine(`${corpus} (${channel})`)}, ${precision} beside float32 on the first ${count(tokens)} tokens: ${percent(active)} of the activations of either are of both and differ by ${percent(relativeError)}; ${percent(present)} of the latents present in a document.`,
  ]
}
