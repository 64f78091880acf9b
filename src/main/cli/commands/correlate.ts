import type { CorrelateResult, Property } from '../../../contract/correlations.ts'
import { decimalOption, groupFrom, quoteLine, scopeFrom, scopeOptions, small } from '../analysis-options.ts'
import { type Command, latentsOption, numberOption, textOption, UsageError, type Values } from '../command.ts'
import { count, percent, textTable } from '../text-table.ts'

const shownExamples = 3

export const correlateCommand: Command = {
  name: 'correlate',
  usage: '<project> [--corpus A] [--between CH1 CH2 | --with-column C]',
  summary: 'which latents go together',
  options: {
    ...scopeOptions,
    corpus: { type: 'string', multiple: true },
    between: { type: 'string' },
    'with-column': { type: 'string' },
    latents: { type: 'string', multiple: true },
    unit: { type: 'string' },
    'keep-duplicates': { type: 'boolean' },
    'min-support': { type: 'string' },
    'min-npmi': { type: 'string' },
    'max-label-similarity': { type: 'string' },
    'max-frequency': { type: 'string' },
    apart: { type: 'boolean' },
    'skip-syntax': { type: 'boolean' },
    fdr: { type: 'string' },
    limit: { type: 'string' },
    examples: { type: 'string' },
  },
  takes: [1, 2],
  async run({ positionals, values, engine }) {
    const between = betweenFrom(values, positionals[1])
    const withColumn = textOption(values, 'with-column')
    const latents = latentsOption(values)
    const result = await engine.operations.analyses.correlate({
      ...scopeFrom(values),
      group: await groupFrom(values, engine),
      ...(between === undefined ? {} : { between }),
      ...(withColumn === undefined ? {} : { withColumn }),
      ...(latents === undefined ? {} : { latents }),
      unit: textOption(values, 'unit') ?? 'auto',
      foldDuplicates: values['keep-duplicates'] !== true,
      minSupport: numberOption(values, 'min-support', { min: 2, max: 1_000_000 }) ?? 5,
      minNpmi: decimalOption(values, 'min-npmi', -1, 1) ?? 0,
      maxLabelSimilarity: decimalOption(values, 'max-label-similarity', -1, 1) ?? 1,
      maxFrequency: decimalOption(values, 'max-frequency', 1e-6, 1) ?? 0.5,
      apart: values['apart'] === true,
      skipSyntax: values['skip-syntax'] === true,
      rate: decimalOption(values, 'fdr', 1e-6, 0.999) ?? 0.05,
      offset: 0,
      limit: numberOption(values, 'limit', { min: 1, max: 10_000 }) ?? 30,
      examples: numberOption(values, 'examples', { min: 0, max: 20 }) ?? 2,
    })
    return { json: jsonOf(result), text: textOf(result) }
  },
}

function betweenFrom(values: Values, second: string | undefined): [string, string] | undefined {
  const first = textOption(values, 'between')
  if (first === undefined && second === undefined) return undefined
  const [a = '', b = ''] = second === undefined ? (first ?? '').split(',') : [first ?? '', second]
  if (a === '' || b === '') throw new UsageError('--between takes two channels: --between prompt response.')
  return [a, b]
}

function jsonOf(result: CorrelateResult): unknown {
  return { ...result, pairs: result.pairs.map((pair) => ({ ...pair, labelA: propertyText(pair.a), labelB: propertyText(pair.b) })) }
}

function textOf(result: CorrelateResult): string {
  const table = textTable(
    [
      { title: 'NPMI', align: 'right' },
      { title: 'at least', align: 'right' },
      { title: 'both', align: 'right' },
      { title: 'expected', align: 'right' },
      { title: 'P(a|b)', align: 'right' },
      { title: 'P(b|a)', align: 'right' },
      { title: 'q', align: 'right' },
      { title: 'a', width: 44 },
      { title: 'b', width: 44 },
    ],
    result.pairs.map((pair) => [
      pair.npmi.toFixed(2),
      pair.npmiLow.toFixed(2),
      count(pair.support),
      pair.expected.toFixed(1),
      percent(pair.givenB),
      percent(pair.givenA),
      small(pair.qValue),
      shownProperty(pair.a),
      shownProperty(pair.b),
    ]),
  )
  const examples = result.pairs
    .slice(0, shownExamples)
    .flatMap((pair) => [
      '',
      `${shownProperty(pair.a)} × ${shownProperty(pair.b)}`,
      ...pair.examples.flatMap(({ a, b }) => [`  a ${quoteLine(a)}`, ...(b === null ? [] : [`  b ${quoteLine(b)}`])]),
    ])
  const facts =
    `${count(result.documents)} documents (${count(result.units)} units by ${result.unitsBy.join(', ')}); ${count(result.tested)} pairs tested, ` +
    `${count(result.discoveries)} go together beyond what rich documents explain (plain independence would call ${count(result.independenceDiscoveries)}).`
  const found = `${count(result.pairs.length)} of ${count(result.total)} pairs, lens ${result.lens}${result.analysis === null ? '' : `, analysis ${result.analysis}`}`
  return [...result.warnings.map((warning) => `! ${warning}`), facts, '', table, ...examples, '', found].join('\n')
}

function propertyText(of: Property): string | null {
  return of.kind === 'value' ? `${of.column} ${of.value}` : of.label
}

function shownProperty(of: Property): string {
  return of.kind === 'value' ? `${of.column} = ${of.value}` : `${of.latent} ${of.label ?? '(no label)'}`
}
