// The gate: everything that must hold before a change lands, in the order of what is quickest to know. `npm run check`.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

/**
 * @typedef {{ name: string, command: readonly string[], isTest?: boolean }} Step
 * @typedef {{ test: string, reason: string | null }} Skipped a test that does not say why it skips counts as failed
 * @typedef {{ passed: number, failed: number, skipped: readonly Skipped[] }} Outcome what a test run's reporter writes
 */

/** @type {readonly Step[]} */
export const staticSteps = [
  { name: 'formatting', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'types', command: ['typescript', '-b', '--pretty', 'false'] },
  { name: 'layering', command: [join(root, 'tools', 'layering.mjs')] },
  { name: 'unused code', command: ['knip'] },
  { name: 'unused code, tests aside', command: ['knip', '--production'] },
  { name: 'build', command: [join(root, 'tools', 'build-when-stale.mjs')] },
]

/** @type {readonly Step[]} */
export const testSteps = [
  {
    name: 'tests',
    command: ['vitest', 'run', '--project', 'unit', '--project', 'integration', '--project', 'architecture'],
    isTest: true,
  },
  { name: 'end-to-end tests', command: ['vitest', 'run', '--project', 'e2e'], isTest: true },
]

/** The script behind a package's command, so that every step runs on this very Node and no shell comes between. @param {string} name */
function script(name) {
  if (name.endsWith('.mjs')) return name
  const folder = join(root, 'node_modules', name)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof bin === 'string' ? bin : (bin[name] ?? Object.values(bin)[0]))
}

/**
 * Runs the steps one after another, each with its name and time.
 * @param {readonly Step[]} steps
 * @param {{ keepGoing: boolean }} options with keepGoing a failed step does not hide what the later ones have to say
 * @returns {Promise<Outcome>} a static step counts as one, a test step as its tests
 */
export async function runSteps(steps, { keepGoing }) {
  const total = { passed: 0, failed: 0, skipped: /** @type {Skipped[]} */ ([]) }
  const folder = mkdtempSync(join(tmpdir(), 'etalon-gate-'))
  for (const step of steps) {
    const started = performance.now()
    const report = join(folder, 'outcome.json')
    rmSync(report, { force: true })
    const status = await run(step, report)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    const outcome = step.isTest ? readOutcome(report) : { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: [] }
    const silent = outcome.skipped.filter(({ reason }) => reason === null)
    for (const { test } of silent) process.stdout.write(`${test} skips without saying why: call skip(condition, reason)\n`)
    const failed = Math.max(outcome.failed, status === 0 ? 0 : 1) + silent.length
    total.passed += outcome.passed
    total.failed += failed
    total.skipped.push(...outcome.skipped.filter(({ reason }) => reason !== null))
    process.stdout.write(`${failed === 0 ? 'ok    ' : 'FAILED'} ${step.name} (${seconds} s)\n`)
    if (failed > 0 && !keepGoing) break
  }
  rmSync(folder, { recursive: true })
  return total
}

/** @param {Step} step @param {string} report @returns {Promise<number>} the exit code */
function run({ command: [name = '', ...rest], isTest }, report) {
  const reporters = isTest ? ['--reporter=default', `--reporter=${join(root, 'tools', 'outcome-reporter.mjs')}`] : []
  const child = spawn(process.execPath, [script(name), ...rest, ...reporters], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ETALON_TEST_OUTCOME: report },
  })
  return new Promise((done) => {
    child.on('error', () => done(1))
    child.on('exit', (code) => done(code ?? 1))
  })
}

/** A run that died before its report counts as one failure. @param {string} report @returns {Outcome} */
function readOutcome(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    return { passed: 0, failed: 1, skipped: [] }
  }
}

if (process.argv[1] === import.meta.filename) {
  const { failed } = await runSteps([...staticSteps, ...testSteps], { keepGoing: false })
  if (failed > 0) process.stdout.write('\nThe gate is closed: the step marked FAILED says why.\n')
  process.exitCode = failed > 0 ? 1 : 0
}
