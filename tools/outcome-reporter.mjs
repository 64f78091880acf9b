// A vitest reporter that writes the counts, and why each skipped test was skipped, to the file named by ETALON_TEST_OUTCOME.
import { writeFileSync } from 'node:fs'

/** @import { Reporter, TestModule, TestResult } from 'vitest/node' */

/** How long after its last test a run may take to end, in ms, before it is ended: a test may have left a process running. */
const endsWithin = 60_000

/** @implements {Reporter} */
export default class OutcomeReporter {
  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const outcome = {
      passed: 0,
      failed: unhandledErrors.length,
      skipped: /** @type {{ test: string, reason: string | null }[]} */ ([]),
    }
    for (const module of modules) {
      let failedTests = 0
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (result.state === 'passed') outcome.passed += 1
        else if (result.state === 'failed') failedTests += 1
        else outcome.skipped.push({ test: `${module.relativeModuleId} > ${test.fullName}`, reason: noteOf(result) })
      }
      // A file that failed to load, or whose hooks failed, has no failed test to show for it.
      outcome.failed += Math.max(failedTests, module.state() === 'failed' ? 1 : 0)
    }
    const file = process.env['ETALON_TEST_OUTCOME']
    if (file !== undefined) writeFileSync(file, JSON.stringify(outcome))
    setTimeout(() => {
      process.stderr.write('The run did not end by itself: a test left something running.\n')
      process.exit(1)
    }, endsWithin).unref()
  }
}

/** @param {TestResult} result */
function noteOf(result) {
  return result.state === 'skipped' && result.note ? result.note : null
}
