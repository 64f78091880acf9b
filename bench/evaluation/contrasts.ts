/**
 * The first ten rows of `etalon diff` for contrasts whose answer is known, and how many differences a lens made of chance finds there.
 *
 *     node bench/evaluation/contrasts.ts [--work /tmp/evaluation]
 *
 * Writes `contrasts.json` into the work folder.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { DiffResult, DiffRow } from '../../src/contract/differences.ts'
import { repository } from '../peer.ts'

const { values } = parseArgs({ options: { work: { type: 'string', default: '/tmp/evaluation' } } })
const { work } = values
const contrasts: Readonly<Record<string, readonly string[]>> = {
  'impolite against polite requests': ['--corpus', 'politeness', '--by', 'label', '--target', 'impolite', '--against', 'polite'],
  'concise against verbose answers of one model': ['--target', 'gpt4_0613_concise', '--against', 'gpt4_0613_verbose'],
  'gpt4_1106_preview against text_davinci_001': ['--target', 'gpt4_1106_preview', '--against', 'text_davinci_001'],
  'refusals against full answers': [
    '--corpus',
    'xstest',
    '--by',
    'label',
    '--target',
    '2_full_refusal',
    '--against',
    '1_full_compliance',
  ],
  'correct against incorrect solutions': ['--corpus', 'gsm8k_solutions', '--by', 'label', '--target', 'correct'],
  'machine against human': ['--corpus', 'human_vs_machine', '--by', 'label', '--target', 'machine'],
  'statements that agree with the trait': [
    '--corpus',
    'anthropic_persona',
    '--by',
    'matches',
    '--target',
    'true',
    '--against',
    'false',
  ],
  'films: Western against the rest': ['--corpus', 'wikipedia_movies', '--by', 'label', '--target', 'Western'],
}

const results = Object.entries(contrasts).map(([name, asked]) => {
  const own = diff(asked, 'etalon-small')
  const chance = diff(asked, 'random-sae')
  console.log(
    `${name}: ${own.adjustedDiscoveries} of ${own.tested} adjusted for length; random SAE ${chance.adjustedDiscoveries} of ${chance.tested}`,
  )
  return {
    name,
    command: `etalon diff ${asked.join(' ')} --channel text`,
    design: own.design,
    adjustment: own.adjustment,
    paperClaims: own.paperClaims,
    tested: own.tested,
    discoveries: own.discoveries,
    adjustedDiscoveries: own.adjustedDiscoveries,
    chance: { tested: chance.tested, discoveries: chance.discoveries, adjustedDiscoveries: chance.adjustedDiscoveries },
    warnings: own.warnings,
    rows: own.rows.map(shown),
  }
})
writeFileSync(join(work, 'contrasts.json'), JSON.stringify(results, null, 1) + '\n')

function diff(asked: readonly string[], lens: string): DiffResult {
  const command = [
    'bin/etalon.mjs',
    'diff',
    join(work, 'project'),
    ...asked,
    '--lens',
    lens,
    '--channel',
    'text',
    '--limit',
    '10',
    '--json',
  ]
  const env = { ...process.env, ETALON_HOME: join(work, 'home') }
  const run = spawnSync(process.execPath, command, { cwd: repository, encoding: 'utf8', env, maxBuffer: 1 << 28 })
  if (run.status !== 0) throw new Error(`${command.join(' ')}\n${run.stdout}${run.stderr}`)
  return JSON.parse(run.stdout) as DiffResult
}

function shown({
  latent,
  label,
  target,
  others,
  difference,
  expectedFromLength,
  adjustedDifference,
  qAdjusted,
  replicated,
}: DiffRow) {
  return { latent, label, target, others, difference, expectedFromLength, adjustedDifference, qAdjusted, replicated }
}
