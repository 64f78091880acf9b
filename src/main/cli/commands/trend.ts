import type { DocumentGroup } from '../../../contract/analyses.ts'
import type { Engine } from '../../engine/engine.ts'
import { decimalOption, readCorpora, scopeFrom, small } from '../analysis-options.ts'
import { listOption, numberOption, type Outcome, textOption, UsageError, type Values } from '../command.ts'
import { count, percent, signedPercent, textTable } from '../text-table.ts'

/** `diff --trend A B C..`: corpora in their order, or with `--by` the values of a column. */
export async function trendOutcome(values: Values, more: readonly string[], engine: Engine): Promise<Outcome> {
  const names = [...(textOption(values, 'trend') ?? '').split(','), ...more]
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (names.length < 3) throw new UsageError('--trend needs three groups or more, in their order.')
  const by = textOption(values, 'by')
  const corpora = by === undefined ? [] : [...(listOption(values, 'corpus') ?? (await readCorpora(engine)))]
  const groups = names.map((name): DocumentGroup => (by === undefined ? { corpora: [name] } : { corpora, where: { [by]: name } }))
  const result = await engine.operations.analyses.trend({
    ...scopeFrom(values),
    groups,
    unit: textOption(values, 'unit') ?? 'auto',
    foldDuplicates: values['keep-duplicates'] !== true,
    rate: decimalOption(values, 'fdr', 1e-6, 0.999) ?? 0.05,
    monotone: values['monotone'] === true,
    offset: 0,
    limit: numberOption(values, 'limit', { min: 1, max: 100_000 }) ?? 30,
    seed: numberOption(values, 'seed', { min: 0, max: 2 ** 31 }) ?? 1,
  })
  const table = textTable(
    [
      { title: 'latent', align: 'right' },
      ...result.groups.map(({ name }) => ({ title: name, align: 'right' as const, width: 14 })),
      { title: 'change', align: 'right' },
      { title: 'q adjusted', align: 'right' },
      { title: 'q', align: 'right' },
      { title: 'label' },
    ],
    result.rows.map((row) => [
      String(row.latent),
      ...row.frequencies.map(percent),
      signedPercent(row.change),
      small(row.qAdjusted),
      small(row.qValue),
      `${row.monotone ? '' : '~ '}${row.label ?? '(no label)'}`,
    ]),
  )
  const facts = `${count(result.tested)} latents tested, ${count(result.discoveries)} change, ${count(result.adjustedDiscoveries)} adjusted for length; units: ${result.unitsBy.join(', ')}`
  return { json: result, text: [...result.warnings.map((warning) => `! ${warning}`), facts, '', table].join('\n') }
}
