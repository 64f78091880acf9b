import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repositoryRoot } from '../support/repository-files.ts'
import { temporaryCheckout } from '../support/temporary-checkout.ts'

test('a run is counted, and each skipped test says why', () => {
  const folder = temporaryCheckout(
    {
      'package.json': '{ "type": "module" }',
      'counted.test.ts': `
      import { expect, test } from 'vitest'
      test('passes', () => expect(1).toBe(1))
      test('fails', () => expect(1).toBe(2))
      test('skips', ({ skip }) => skip(true, 'no moon tonight'))
      test.skip('keeps silent', () => undefined)`,
      'broken.test.ts': "import './nowhere.ts'",
    },
    [],
  )
  const outcome = join(folder, 'outcome.json')
  const vitest = join(repositoryRoot, 'node_modules/vitest/vitest.mjs')
  const reporter = join(repositoryRoot, 'tools/outcome-reporter.mjs')
  const { status } = spawnSync(process.execPath, [vitest, 'run', `--reporter=${reporter}`], {
    cwd: folder,
    env: { ...process.env, ETALON_TEST_OUTCOME: outcome },
  })
  expect(status).toBe(1)
  expect(JSON.parse(readFileSync(outcome, 'utf8'))).toEqual({
    passed: 1,
    failed: 2,
    skipped: [
      { test: 'counted.test.ts > skips', reason: 'no moon tonight' },
      { test: 'counted.test.ts > keeps silent', reason: null },
    ],
  })
})
