import type { LatentGroups, LatentLogits, TokenWeight } from '../../../contract/latent-page.ts'
import type { Example } from '../../../contract/latents.ts'
import { type Command, corporaFrom, numberOption, readingFrom, readingOptions, textOption, wholeNumber } from '../command.ts'
import { count, inertLine, percent, textTable } from '../text-table.ts'

export const latentCommand: Command = {
  name: 'latent',
  usage: '<project> N',
  summary: 'one latent: label, top tokens, examples',
  options: { ...readingOptions, corpus: { type: 'string', multiple: true }, limit: { type: 'string' }, by: { type: 'string' } },
  takes: [2, 2],
  async run({ positionals, values, engine }) {
    const latent = wholeNumber(positionals[1] ?? '', 'N', { min: 0, max: 10_000_000 })
    const asked = { latent, ...readingFrom(values), ...corporaFrom(values) }
    const limit = numberOption(values, 'limit', { min: 1, max: 100 }) ?? 10
    const { latents, labels } = engine.operations
    const column = textOption(values, 'by')
    const [page, examples, history, logits, groups] = await Promise.all([
      latents.get(asked),
      latents.examples({ ...asked, kind: 'top', limit }),
      labels.history({ latent, ...readingFrom(values) }),
      latents.logits({ latent, ...readingFrom(values), limit: 10 }),
      column === undefined ? null : latents.groups({ ...asked, column, limit: 200 }),
    ])
    const text = [
      `Latent ${latent} of ${page.lens}: ${page.label?.text ?? '(no label)'}${page.label ? ` [${page.label.origin}${scored(page.label.score)}]` : ''}`,
      `present in ${percent(page.documentFrequency)} of documents, active on ${percent(page.tokenDensity)} of tokens, maximum ${page.maxActivation.toPrecision(4)}`,
      '',
      textTable(
        [
          { title: 'corpus' },
          { title: 'channel' },
          { title: 'present', align: 'right' },
          { title: 'of', align: 'right' },
          { title: 'share', align: 'right' },
        ],
        page.perCorpus.map((each) => [
          each.corpus,
          each.channel,
          count(each.present),
          count(each.documents),
          percent(each.documentFrequency),
        ]),
      ),
      '',
      `top tokens: ${page.topTokens
        .slice(0, 12)
        .map((each) => `"${inertLine(each.token)}" ×${each.count}`)
        .join(', ')}`,
      ...logitLines(logits),
      ...(groups === null ? [] : ['', groupTable(column ?? '', groups)]),
      '',
      ...examples.examples.map(exampleLine),
    ].join('\n')
    return {
      json: {
        latent,
        lens: page.lens,
        label: page.label?.text ?? null,
        history,
        documentFrequency: page.documentFrequency,
        tokenDensity: page.tokenDensity,
        maxActivation: page.maxActivation,
        perCorpus: page.perCorpus,
        topTokens: page.topTokens,
        examples: examples.examples.map(({ marks: _, band: __, ordinal: ___, ...example }) => example),
        neighbours: page.neighbours,
        logits,
        ...(groups === null ? {} : { groups: groups.groups, values: groups.values }),
      },
      text,
    }
  },
}

function logitLines(logits: LatentLogits): readonly string[] {
  if (logits.head === null) return [`tokens it writes: ${logits.reason}`]
  const line = (tokens: readonly TokenWeight[]) =>
    tokens.map(({ token, weight }) => `"${inertLine(token)}" ${weight.toFixed(2)}`).join(', ')
  return [`makes likelier: ${line(logits.promoted)}`, `less likely: ${line(logits.suppressed)}`]
}

function groupTable(column: string, { groups, values }: LatentGroups): string {
  const table = textTable(
    [{ title: column }, { title: 'present', align: 'right' }, { title: 'of', align: 'right' }, { title: 'share', align: 'right' }],
    groups.map(({ value, present, documents, documentFrequency }) => [
      value === null ? '(none)' : inertLine(value),
      count(present),
      count(documents),
      percent(documentFrequency),
    ]),
  )
  return values > groups.length ? `${table}\n${count(values - groups.length)} rarer values are not shown.` : table
}

const scored = (score: number | null): string => (score === null ? '' : `, score ${score.toFixed(2)}`)

/** One example on a line, its strongest token in « ». */
export function exampleLine(example: Example): string {
  const before = example.text.slice(0, example.start - example.from)
  const token = example.text.slice(example.start - example.from, example.end - example.from)
  const after = example.text.slice(example.end - example.from)
  const folded = example.duplicates.length === 0 ? '' : ` (+${example.duplicates.length} alike)`
  return `${example.activation.toFixed(2).padStart(7)}  ${example.corpus}/${example.document}${folded}  ${inertLine(before)}«${inertLine(token)}»${inertLine(after)}`
}
