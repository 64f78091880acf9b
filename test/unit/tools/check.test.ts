import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { runSteps } from '../../../tools/check.mjs'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Runs steps made of scripts (name to source) and answers what was counted and said. */
async function gate(scripts: Readonly<Record<string, string>>, options: { keepGoing: boolean; test?: string }) {
  const files = Object.fromEntries(Object.entries(scripts).map(([name, content]) => [`${name}.mjs`, content]))
  const folder = temporaryFolder(files)
  const said: string[] = []
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((line) => said.push(String(line)) > 0)
  const steps = Object.keys(scripts).map((name) => ({
    name,
    command: [join(folder, `${name}.mjs`)],
    isTest: name === options.test,
  }))
  try {
    return { outcome: await runSteps(steps, options), said: said.map((line) => line.replace(/\([\d.]+ s\)/, '(time)')) }
  } finally {
    write.mockRestore()
  }
}

test('names each step, and stops at the first that fails', async () => {
  const { outcome, said } = await gate({ one: '', two: 'process.exit(3)', three: '' }, { keepGoing: false })
  expect(outcome).toEqual({ passed: 1, failed: 1, skipped: [] })
  expect(said).toEqual(['ok     one (time)\n', 'FAILED two (time)\n'])
})

test('goes on where every answer is wanted', async () => {
  const { outcome, said } = await gate({ one: 'process.exit(1)', two: '' }, { keepGoing: true })
  expect(outcome).toEqual({ passed: 1, failed: 1, skipped: [] })
  expect(said).toEqual(['FAILED one (time)\n', 'ok     two (time)\n'])
})

const writing = (outcome: unknown) =>
  `import { writeFileSync } from 'node:fs'; writeFileSync(process.env.ETALON_TEST_OUTCOME, ${JSON.stringify(JSON.stringify(outcome))})`

test('counts the tests of a step, which fails with any of them', async () => {
  const skipped = [{ test: 'a', reason: 'b' }]
  const { outcome, said } = await gate({ tests: writing({ passed: 5, failed: 2, skipped }) }, { keepGoing: true, test: 'tests' })
  expect(outcome).toEqual({ passed: 5, failed: 2, skipped })
  expect(said).toEqual(['FAILED tests (time)\n'])
})

test('a test step that exits badly or reports nothing has failed', async () => {
  const bad = `${writing({ passed: 5, failed: 0, skipped: [] })}; process.exitCode = 1`
  expect((await gate({ tests: bad }, { keepGoing: true, test: 'tests' })).outcome.failed).toBe(1)
  expect((await gate({ tests: '' }, { keepGoing: true, test: 'tests' })).outcome.failed).toBe(1)
})

test('a test that skips without a word has failed', async () => {
  const skipped = [
    { test: 'a', reason: null },
    { test: 'b', reason: 'no moon' },
  ]
  const { outcome, said } = await gate({ tests: writing({ passed: 5, failed: 0, skipped }) }, { keepGoing: true, test: 'tests' })
  expect(outcome).toEqual({ passed: 5, failed: 1, skipped: [{ test: 'b', reason: 'no moon' }] })
  expect(said[0]).toMatch(/^a skips without saying why/)
})
