/**
 * How often differences and correlations are found in real texts where there are none, beside what documents as units, plain independence
 * and the paper's rule (a difference over 0.03) would have claimed.
 *
 *     npm run bench:calibrate -- PROJECT [--scenario NAME] [--runs 200] [--into FILE]
 *
 * PROJECT holds all of ../shared/data, imported and read (`etalon import`, `etalon encode`). One line of JSON a scenario is printed and, with
 * `--into`, written to a file, where a line of every tenth run tells how it stands.
 */
import { appendFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { ProjectReading } from '../../src/main/engine/operations/project-reading.ts'
import { addDraw, calibrated, type Draw, newCalibration } from './calibrate-diff.ts'
import { calibratePairs, type RealPairs } from './real-correlations.ts'
import { halvesByDocument, halvesByPrompt, halvesOfCopies, randomLengths, swappedPairs } from './real-draws.ts'
import { openProject } from './real-sample.ts'

const differences: Readonly<Record<string, (project: ProjectReading) => Promise<(seed: number) => Draw>>> = {
  'halves-by-document': halvesByDocument,
  'halves-by-prompt': halvesByPrompt,
  'swapped-pairs': swappedPairs,
  'copies-folded': halvesOfCopies('wikipedia_movies', { fold: true, together: false }),
  'copies-kept': halvesOfCopies('wikipedia_movies', { fold: false, together: false }),
  'copies-together': halvesOfCopies('wikipedia_movies', { fold: false, together: true }),
  'random-lengths': randomLengths,
}

const correlations: Readonly<Record<string, RealPairs>> = {
  'pairs-xstest': { corpora: ['xstest'], between: null },
  'pairs-xstest-channels': { corpora: ['xstest'], between: ['prompt', 'text'] },
  'pairs-gpt4': { corpora: ['gpt4_0613'], between: null },
  'pairs-two-corpora': { corpora: ['gpt4_0613', 'xstest'], between: null },
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { scenario: { type: 'string', multiple: true }, runs: { type: 'string', default: '200' }, into: { type: 'string' } },
})
const runs = Number(values.runs)
const project = openProject(resolve(positionals[0] ?? '.'))
const wanted = values.scenario ?? [...Object.keys(differences), ...Object.keys(correlations)]
for (const scenario of wanted) {
  const draws = differences[scenario]
  const pairs = correlations[scenario]
  if (draws !== undefined) calibrateDifferences(scenario, await draws(project))
  else if (pairs !== undefined) await calibratePairs(project, pairs, runs, (soFar) => tell({ scenario, ...soFar }, soFar.runs))
  else
    throw new Error(`no scenario ${scenario}; there are: ${[...Object.keys(differences), ...Object.keys(correlations)].join(', ')}`)
}
await project.close()

function calibrateDifferences(scenario: string, draw: (seed: number) => Draw): void {
  const totals = newCalibration()
  for (let seed = 1; seed <= runs; seed++) {
    addDraw(totals, draw(seed))
    tell({ scenario, ...calibrated(totals) }, seed)
  }
}

function tell(line: object, run: number): void {
  const text = JSON.stringify(line, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value))
  if (values.into !== undefined && (run % 10 === 0 || run === runs)) appendFileSync(values.into, `${text}\n`)
  if (run === runs) console.log(text)
}
