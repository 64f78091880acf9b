import type { DocumentGroup } from '../../../contract/analyses.ts'
import { rangesPattern } from '../../../contract/ordinal-ranges.ts'
import { type DiffResult, type DiffRow, diffModes, diffSorts } from '../../../contract/differences.ts'
import type { Engine } from '../../engine/engine.ts'
import { decimalOption, quoteLine, readCorpora, scopeFrom, scopeOptions, small } from '../analysis-options.ts'
import { type Command, listOption, numberOption, textOption, UsageError, type Values } from '../command.ts'
import { count, counted, percent, signedPercent, textTable } from '../text-table.ts'
import { trendOutcome } from './trend.ts'

const shownExamples = 5

export const diffCommand: Command = {
  name: 'diff',
  usage:
    '<project> --target A --against B [C..] | --corpus A --by COLUMN --target V [--against W [X..]] | --target A --documents 1-40,52 | --trend A B C..',
  summary: 'how corpora, or groups of documents, differ',
  options: {
    ...scopeOptions,
    target: { type: 'string' },
    against: { type: 'string', multiple: true },
    corpus: { type: 'string', multiple: true },
    by: { type: 'string' },
    documents: { type: 'string' },
    trend: { type: 'string' },
    monotone: { type: 'boolean' },
    mode: { type: 'string' },
    pair: { type: 'string' },
    unit: { type: 'string' },
    control: { type: 'string', multiple: true },
    'keep-duplicates': { type: 'boolean' },
    fdr: { type: 'string' },
    'min-coverage': { type: 'string' },
    'max-coverage': { type: 'string' },
    direction: { type: 'string' },
    sort: { type: 'string' },
    limit: { type: 'string' },
    examples: { type: 'string' },
    seed: { type: 'string' },
  },
  takes: [1, 64],
  async run({ positionals, values, engine }) {
    const more = positionals.slice(1)
    if (textOption(values, 'trend') !== undefined) return trendOutcome(values, more, engine)
    const { target, against } = await groupsFrom(values, more, engine)
    const result = await engine.operations.analyses.diff({
      ...scopeFrom(values),
      target,
      against,
      mode: oneOf(values, 'mode', diffModes) ?? 'maximum',
      pair: textOption(values, 'pair') ?? 'auto',
      unit: textOption(values, 'unit') ?? 'auto',
      control: [...(listOption(values, 'control') ?? [])],
      foldDuplicates: values['keep-duplicates'] !== true,
      rate: decimalOption(values, 'fdr', 1e-6, 0.999) ?? 0.05,
      coverage: [decimalOption(values, 'min-coverage', 0, 1) ?? 0, decimalOption(values, 'max-coverage', 0, 1) ?? 1],
      direction: oneOf(values, 'direction', ['both', 'up', 'down']) ?? 'both',
      sort: oneOf(values, 'sort', diffSorts) ?? 'adjusted',
      offset: 0,
      limit: numberOption(values, 'limit', { min: 1, max: 100_000 }) ?? 30,
      examples: numberOption(values, 'examples', { min: 0, max: 20 }) ?? 2,
      seed: numberOption(values, 'seed', { min: 0, max: 2 ** 31 }) ?? 1,
    })
    return { json: jsonOf(result), text: textOf(result) }
  },
}

function oneOf<Choice extends string>(values: Values, name: string, choices: readonly Choice[]): Choice | undefined {
  const given = textOption(values, name)
  if (given === undefined) return undefined
  const choice = choices.find((each) => each === given)
  if (choice === undefined) throw new UsageError(`--${name} takes one of ${choices.join(', ')}, not "${given}".`)
  return choice
}

/** Corpora by name, or values of a column; without `--against`, the rest. */
async function groupsFrom(
  values: Values,
  more: readonly string[],
  engine: Engine,
): Promise<{ target: DocumentGroup; against: DocumentGroup[] }> {
  const target = textOption(values, 'target')
  const by = textOption(values, 'by')
  const given = values['against']
  const against = [...(Array.isArray(given) ? (given as readonly string[]) : []), ...more]
  if (target === undefined) throw new UsageError('diff needs --target: a corpus, or with --by a value.')
  const documents = textOption(values, 'documents')
  if (documents !== undefined) return pickedGroups(target, documents, by !== undefined || against.length > 0)
  if (by === undefined) {
    const others = against.length > 0 ? against : (await readCorpora(engine)).filter((corpus) => corpus !== target)
    if (others.length === 0) throw new UsageError('diff needs --against: at least one other corpus.')
    return { target: { corpora: [target] }, against: others.map((corpus) => ({ corpora: [corpus] })) }
  }
  const corpora = [...(listOption(values, 'corpus') ?? (await readCorpora(engine)))]
  return {
    target: { corpora, where: { [by]: target } },
    against:
      against.length === 0
        ? [{ corpora, whereNot: { [by]: target } }]
        : against.map((value) => ({ corpora, where: { [by]: value } })),
  }
}

/** Some documents of a corpus by number, from 1, against the rest of it. */
function pickedGroups(corpus: string, numbers: string, more: boolean): { target: DocumentGroup; against: DocumentGroup[] } {
  if (more)
    throw new UsageError('--documents compares documents of the corpus --target with the rest of it: leave out --by and --against.')
  const ranges = numbers.replaceAll(' ', '')
  if (ranges === '' || !rangesPattern.test(ranges) || /(^|[,-])0+($|[,-])/.test(ranges))
    throw new UsageError(`--documents takes numbers of documents from 1, as in 1-40,52, not "${numbers}".`)
  const ordinals = { [corpus]: ranges.replace(/\d+/g, (number) => String(Number(number) - 1)) }
  return {
    target: { corpora: [corpus], ordinals, name: `${corpus}, documents ${ranges}`.slice(0, 200) },
    against: [{ corpora: [corpus], ordinalsNot: ordinals, name: `the rest of ${corpus}`.slice(0, 200) }],
  }
}

function jsonOf(result: DiffResult): unknown {
  const { groups, design, unitsBy, ...same } = result
  return {
    ...same,
    design,
    groups,
    units: { by: unitsBy, design, groups: groups.map(({ name, units, effective }) => ({ name, units, effective })) },
  }
}

function textOf(result: DiffResult): string {
  const { groups, rows } = result
  const lines = [
    ...result.warnings.map((warning) => `! ${warning}`),
    ...groups.map(groupLine),
    `${result.design} comparison; units: ${result.unitsBy.join(', ')}. ${count(result.tested)} latents tested, ${count(result.discoveries)} differ, ` +
      `${result.adjustment.kind === 'refused' ? 'not adjusted for length' : `${count(result.adjustedDiscoveries)} adjusted for length`} ` +
      `(a bare difference over 3 points: ${count(result.paperClaims)}). ${result.smallestDetectable === null ? 'At this size no difference could be found.' : `Smallest difference to be found at 10 %: ${signedPercent(result.smallestDetectable)}.`}`,
    '',
    table(result),
    ...rows.slice(0, shownExamples).flatMap(exampleLines),
    '',
    `${counted(rows.length, 'row')} of ${count(result.total)}, lens ${result.lens}${result.analysis === null ? '' : `, analysis ${result.analysis}`}`,
  ]
  return lines.join('\n')
}

function groupLine({ name, documents, folded, unpaired, units, effective, medianTokens }: DiffResult['groups'][number]): string {
  const left = [
    folded > 0 ? `${count(folded)} duplicates folded` : '',
    unpaired > 0 ? `${count(unpaired)} without a partner left out` : '',
    units === documents ? '' : `${count(units)} units, effective ${effective.toFixed(0)}`,
  ].filter((part) => part !== '')
  return `${name}: ${counted(documents, 'document')}, median ${count(medianTokens)} tokens${left.length === 0 ? '' : `; ${left.join('; ')}`}`
}

function table({ rows }: DiffResult): string {
  return textTable(
    [
      { title: 'latent', align: 'right' },
      { title: 'target', align: 'right' },
      { title: 'others', align: 'right' },
      { title: 'difference', align: 'right' },
      { title: '95 % interval', align: 'right' },
      { title: 'by length', align: 'right' },
      { title: 'q adjusted', align: 'right' },
      { title: 'q', align: 'right' },
      { title: 'again' },
      { title: 'label' },
    ],
    rows.map((row) => [
      String(row.latent),
      percent(row.target),
      percent(row.target - row.difference),
      signedPercent(row.difference),
      `${signedPercent(row.interval[0])} ${signedPercent(row.interval[1])}`,
      signedPercent(row.expectedFromLength),
      small(row.qAdjusted),
      small(row.qValue),
      row.replicated === null ? '' : row.replicated ? 'yes' : 'no',
      `${row.flips ? '~ ' : ''}${row.label ?? '(no label)'}${row.family === null ? '' : ` [group ${row.family}]`}`,
    ]),
  )
}

function exampleLines(row: DiffRow): string[] {
  if (row.examples === null) return []
  const { target, others } = row.examples
  return [
    '',
    `${row.latent} ${row.label ?? ''}`,
    ...target.map((each) => `  + ${quoteLine(each)}`),
    ...others.map((each) => `  - ${quoteLine(each)}`),
  ]
}
