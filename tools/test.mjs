// Every check and every test, ending with one line of counts. `npm test`.
import { runSteps, staticSteps, testSteps } from './check.mjs'
import { installChromiumWhenMissing } from './chromium.mjs'

installChromiumWhenMissing()
const checks = await runSteps(staticSteps, { keepGoing: true })
const tests = await runSteps(testSteps, { keepGoing: true })

const skipped = [...checks.skipped, ...tests.skipped]
for (const { test, reason } of skipped) process.stdout.write(`skipped: ${test}: ${reason}\n`)
if (tests.passed === 0) process.stdout.write('No test was exercised: that is a failure.\n')

const failed = checks.failed + tests.failed
process.exitCode = failed > 0 || tests.passed === 0 ? 1 : 0
process.stdout.write(`${checks.passed + tests.passed} passed, ${failed} failed, ${skipped.length} skipped\n`)
